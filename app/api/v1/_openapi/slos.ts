import * as z from "zod";
import type { cancelBackfill } from "@/lib/commands/cancel-backfill";
import type { resumeBackfill } from "@/lib/commands/resume-backfill";
import type { retireSlo } from "@/lib/commands/retire-slo";
import type { countsView } from "@/lib/views/counts";
import type { seriesView } from "@/lib/views/series-view";
import type { SloView } from "@/lib/views/slo";
import type { sloItem } from "../_slo-item";
import { answerOf, type Returned } from "./answer-of";
import type { Operation } from "./operation";
import { at, Nothing, next, share, words } from "./shapes";
import { Backfill, BudgetMethod, Burn, Corrected, Counted, Finding, SloItem, TargetRow } from "./slo-shapes";

type OfPage = Pick<
  SloView,
  | "description"
  | "runbook"
  | "targets"
  | "burn"
  | "p95Seconds"
  | "budgetSentence"
  | "budgetMethod"
  | "corrected"
  | "drift"
  | "fileDrift"
  | "lint"
>;
type WholeSlo = ReturnType<typeof sloItem> &
  OfPage & {
    source: SloView["counted"]["source"];
    backfill: Omit<SloView["backfill"], "lookingForBreaches">;
    counted: Omit<SloView["counted"], "source">;
  };

const tag = "SLOs";
const ONE = { id: "checkout" };

const ListTerms = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(100).describe("The size of a page."),
  after: z.string().describe("`next` of the page before."),
});

const Slos = z.strictObject({ items: z.array(SloItem), next });
const Slo = SloItem.extend({
  description: z.string().nullable(),
  runbook: z.string().nullable(),
  source: z.string().meta({ description: "The file that defines it, or the app." }),
  p95Seconds: z.number().nullable(),
  targets: z.array(TargetRow),
  burn: z.array(Burn),
  budgetSentence: words,
  budgetMethod: BudgetMethod.nullable(),
  corrected: Corrected.nullable(),
  drift: z.string().nullable(),
  fileDrift: z.string().nullable(),
  lint: z.array(Finding),
  backfill: Backfill,
  counted: Counted,
}).meta({ id: "Slo", description: "One SLO with all that its page says." });

const Counts = z.strictObject({
  good: z.number(),
  total: z.number(),
  observedSeconds: z.number(),
  elapsedSeconds: z.number(),
  coverage: share,
  from: at,
  to: at,
});
const Sums = z.strictObject({ good: z.number(), total: z.number(), attainment: share.nullable(), coverage: share });
const Series = z.strictObject({
  from: at,
  to: at,
  stepSeconds: z.number(),
  sums: Sums,
  budget: z.enum(["spending", "standing"]),
  previous: z.strictObject({ from: at, to: at, sums: Sums }).nullable(),
  items: z.array(
    z.strictObject({
      from: at,
      to: at,
      good: z.number(),
      total: z.number(),
      attainment: share.nullable(),
      coverage: share,
      p95Seconds: z.number().nullable(),
      objective: z.number(),
      budgetRemaining: z.number().nullable(),
      budgetCoverage: z.number().nullable(),
      previousTotal: z.number().nullish(),
      previousAttainment: z.number().nullish(),
      previousCoverage: z.number().nullish(),
      happened: z.array(z.string()),
    }),
  ),
});
const RangeTerms = z.object({
  range: z.enum(["24h", "7d", "28d", "90d", "quarter"]),
  from: z.string().describe("RFC 3339, a day, or epoch seconds."),
  to: z.string(),
  previous: z.enum(["on"]).describe("Also the same length of time before."),
  format: z.enum(["json", "csv"]).default("json"),
});

export const SLO_OPERATIONS: readonly Operation[] = [
  {
    route: "GET /api/v1/slos",
    name: "listSlos",
    tag,
    access: "read",
    summary: "Every SLO with its figures, by id, a page at a time",
    terms: ListTerms,
    revalidates: true,
    answer: answerOf<{ items: ReturnType<typeof sloItem>[]; next: string | null }>()(Slos),
    example: { terms: { limit: "50" } },
  },
  {
    route: "GET /api/v1/slos/[id]",
    name: "getSlo",
    tag,
    access: "read",
    summary: "One SLO with all that its page says",
    answer: answerOf<WholeSlo>()(Slo),
    example: { path: ONE },
  },
  {
    route: "GET /api/v1/slos/[id]/counts",
    name: "getSloCounts",
    tag,
    access: "read",
    summary: "Good and total events of any range, from the ledger",
    terms: z.object({
      from: z.string().describe("RFC 3339 or epoch seconds; left out: an hour before `to`."),
      to: z.string().describe("Left out: now."),
    }),
    answer: answerOf<Returned<typeof countsView>>()(Counts),
    example: { path: ONE, terms: { from: "2026-11-01T00:00:00Z", to: "2026-11-02T00:00:00Z" } },
    problems: [429],
  },
  {
    route: "GET /api/v1/slos/[id]/series",
    name: "getSloSeries",
    tag,
    access: "read",
    summary: "The slices that the page shows",
    terms: RangeTerms,
    answer: answerOf<Returned<typeof seriesView>>()(Series),
    alsoAnswers: "text/csv",
    example: { path: ONE, terms: { range: "24h" } },
    problems: [429],
  },
  {
    route: "GET /api/v1/slos/[id]/openslo",
    name: "getSloAsOpenSlo",
    tag,
    access: "read",
    summary: "The SLO as an OpenSLO document, with the target in force or a proposed one",
    terms: z.object({
      objective: z.coerce.number(),
      threshold: z.coerce.number(),
      window: z.string(),
      decision: z.string().describe("docs/adr/0001-caching.md#d1"),
    }),
    tagged: true,
    answer: "application/yaml",
    example: { path: ONE },
  },
  {
    route: "GET /api/v1/slos/[id]/badge.svg",
    name: "getSloBadge",
    tag,
    access: "read",
    summary: "Name, verdict, attainment and coverage as a picture",
    description: "404 is a badge too.",
    revalidates: true,
    answer: "image/svg+xml",
    example: { path: ONE },
  },
  {
    route: "DELETE /api/v1/slos/[id]",
    name: "retireSlo",
    tag,
    access: "signed-in",
    summary: "Retires an SLO that was made in the app; what was counted stays",
    body: Nothing,
    answer: answerOf<Returned<typeof retireSlo>>()(z.strictObject({ id: z.string(), retiredAt: at })),
    example: { path: { id: "described" }, body: {} },
    problems: [409],
  },
  {
    route: "POST /api/v1/slos/[id]/backfill",
    name: "resumeBackfill",
    tag,
    access: "signed-in",
    summary: "Goes on with a history whose counting was cancelled",
    body: z.strictObject({ resume: z.literal(true) }),
    status: 202,
    answer: answerOf<Returned<typeof resumeBackfill>>()(z.strictObject({ id: z.string() })),
    example: { path: ONE, body: { resume: true } },
    problems: [409],
  },
  {
    route: "DELETE /api/v1/slos/[id]/backfill",
    name: "cancelBackfill",
    tag,
    access: "signed-in",
    summary: "Cancels the counting of its history",
    body: Nothing,
    answer: answerOf<Returned<typeof cancelBackfill>>()(z.strictObject({ countedFrom: at.nullable() })),
    example: { path: ONE, body: {} },
    problems: [409],
  },
];
