import * as z from "zod";
import { GateQuery, ServiceGateQuery } from "@/app/api/v1/_gate";
import { ImportDraft, ImportTerms } from "@/lib/interop/import-draft";
import { GATE_CAUSES } from "@/lib/slo/gate";
import type { Operation } from "./operation";
import { at, DecisionRef, id, Nothing, next, SloRef, share, verdict, words } from "./shapes";
import { Backfill, BudgetMethod, Burn, Corrected, Counted, Finding, SloItem, TargetRow } from "./slo-shapes";

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

const GATE = {
  allowed: z.boolean(),
  reason: z.string().meta({ description: "One sentence for the log of the pipeline." }),
  wayOut: z.string().nullable(),
};
export const Gate = z
  .strictObject({
    ...GATE,
    cause: z.enum(GATE_CAUSES),
    slo: SloRef,
    verdict,
    budgetRemaining: z.number().nullable(),
    coverage: share,
    stale: z.boolean().meta({ description: "`finalTo` is too long ago to tell what holds now." }),
    finalTo: at.nullable(),
    until: at.nullable(),
    decision: DecisionRef.nullable(),
  })
  .meta({ id: "Gate", description: "Whether there is budget for a change of one SLO." });
const ServiceGate = z.strictObject({ ...GATE, service: z.string(), items: z.array(Gate) });

const Definition = z
  .looseObject({ document: z.string().optional(), reason: z.string().optional() })
  .meta({ description: "Fields of an SLO, or `document` with OpenSLO YAML in it; and the `reason`." });
const Issue = z.looseObject({ field: z.string(), message: z.string() });
const Checked = z.looseObject({
  now: at,
  issues: z.array(Issue),
  statement: z.string().nullable(),
  document: z.string().nullable(),
});
const Imported = z.looseObject({
  applied: z.boolean(),
  counts: z.strictObject({
    documents: id,
    mapped: id,
    approximated: id,
    refused: id,
    notUsed: id,
    slos: id,
  }),
  made: z.array(z.string()),
  documents: z.array(z.looseObject({})),
});
const DOCUMENT = `apiVersion: openslo/v1
kind: SLO
metadata: { name: described }
spec:
  service: shop
  indicator:
    spec:
      ratioMetric:
        counter: true
        bad: { metricSource: { type: Prometheus, spec: { query: described_errors_total } } }
        total: { metricSource: { type: Prometheus, spec: { query: described_requests_total } } }
  timeWindow: [{ duration: 28d, isRolling: true }]
  budgetingMethod: Occurrences
  objectives: [{ target: 0.99 }]
`;

export const SLO_OPERATIONS: readonly Operation[] = [
  {
    route: "GET /api/v1/slos",
    tag,
    access: "read",
    summary: "Every SLO with its figures, by id, a page at a time",
    terms: ListTerms,
    revalidates: true,
    answer: Slos,
    example: { terms: { limit: "50" } },
  },
  {
    route: "GET /api/v1/slos/[id]",
    tag,
    access: "read",
    summary: "One SLO with all that its page says",
    answer: Slo,
    example: { path: ONE },
  },
  {
    route: "GET /api/v1/slos/[id]/counts",
    tag,
    access: "read",
    summary: "Good and total events of any range, from the ledger",
    terms: z.object({
      from: z.string().describe("RFC 3339 or epoch seconds; left out: an hour before `to`."),
      to: z.string().describe("Left out: now."),
    }),
    answer: Counts,
    example: { path: ONE, terms: { from: "2026-11-01T00:00:00Z", to: "2026-11-02T00:00:00Z" } },
    problems: [429],
  },
  {
    route: "GET /api/v1/slos/[id]/series",
    tag,
    access: "read",
    summary: "The slices that the page shows",
    terms: RangeTerms,
    answer: Series,
    alsoAnswers: "text/csv",
    example: { path: ONE, terms: { range: "24h" } },
    problems: [429],
  },
  {
    route: "GET /api/v1/slos/[id]/gate",
    tag: "Gate",
    access: "read",
    summary: "Whether there is error budget for a change",
    description:
      "Closed by an open fast burn, a spent budget, a missed objective, and by what is not known unless `unknown=allow`. A closed gate is 200 with `allowed: false`; with `status=on` it is a problem with status 409, whose members are those of the answer.",
    terms: GateQuery,
    answer: Gate,
    alsoAnswers: "text/plain",
    example: { path: ONE, terms: { unknown: "allow", minBudget: "0.1" } },
    problems: [409],
  },
  {
    route: "GET /api/v1/gate",
    tag: "Gate",
    access: "read",
    summary: "The gate of all SLOs of a service: open where each of them is",
    terms: ServiceGateQuery,
    needed: ["service"],
    answer: ServiceGate,
    alsoAnswers: "text/plain",
    example: { terms: { service: "shop" } },
    problems: [404, 409],
  },
  {
    route: "GET /api/v1/slos/[id]/openslo",
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
    tag,
    access: "read",
    summary: "Name, verdict, attainment and coverage as a picture",
    description: "404 is a badge too.",
    revalidates: true,
    answer: "image/svg+xml",
    example: { path: ONE },
  },
  {
    route: "POST /api/v1/slos/check",
    tag,
    access: "signed-in",
    summary: "Tries what `POST /api/v1/slos` would make, finished or not; nothing is kept",
    body: Definition,
    answer: Checked,
    example: { body: { document: DOCUMENT } },
    problems: [429],
  },
  {
    route: "POST /api/v1/slos",
    tag,
    access: "signed-in",
    summary: "Makes an SLO",
    body: Definition,
    status: 201,
    answer: z.strictObject({ id: z.string(), name: z.string(), targetVersion: id }),
    example: { body: { document: DOCUMENT, reason: "It is promised to customers" } },
    problems: [409],
  },
  {
    route: "POST /api/v1/slos/import",
    tag,
    access: "signed-in",
    summary: "Tells what becomes of OpenSLO, Sloth and Pyrra documents; with `apply=true` makes them, all or none",
    description: "Answers 200 with the report, and 201 where it was applied.",
    terms: ImportTerms,
    body: ImportDraft,
    alsoStatus: 201,
    answer: Imported,
    example: { body: { files: [{ name: "slo.yaml", text: DOCUMENT.replace("described", "imported") }] } },
    problems: [409],
  },
  {
    route: "PUT /api/v1/slos/[id]/definition",
    tag,
    access: "signed-in",
    summary: "Changes what an SLO counts that was made in the app",
    body: Definition,
    ifMatch: true,
    tagged: true,
    answer: z.strictObject({ id: z.string(), etag: z.string(), newCount: z.boolean() }),
    example: {
      path: { id: "described" },
      body: { document: DOCUMENT, reason: "It says the same" },
    },
    problems: [409],
  },
  {
    route: "DELETE /api/v1/slos/[id]",
    tag,
    access: "signed-in",
    summary: "Retires an SLO that was made in the app; what was counted stays",
    body: Nothing,
    answer: z.strictObject({ id: z.string(), retiredAt: at }),
    example: { path: { id: "described" }, body: {} },
    problems: [409],
  },
  {
    route: "POST /api/v1/slos/[id]/backfill",
    tag,
    access: "signed-in",
    summary: "Goes on with a history whose counting was cancelled",
    body: z.strictObject({ resume: z.literal(true) }),
    status: 202,
    answer: z.strictObject({ id: z.string() }),
    example: { path: ONE, body: { resume: true } },
    problems: [409],
  },
  {
    route: "DELETE /api/v1/slos/[id]/backfill",
    tag,
    access: "signed-in",
    summary: "Cancels the counting of its history",
    body: Nothing,
    answer: z.strictObject({ countedFrom: at.nullable() }),
    example: { path: ONE, body: {} },
    problems: [409],
  },
];
