import * as z from "zod";
import type { askContribution, cancelContribution } from "@/lib/commands/ask-contribution";
import type { tellBreach } from "@/lib/commands/tell-breach";
import { BreachFilter } from "@/lib/slo/breach-filter";
import { BREACH_KINDS } from "@/lib/slo/breach-kind";
import { BreachTold } from "@/lib/slo/breach-told";
import { CAUSE_KINDS } from "@/lib/slo/cause";
import type { BreachView } from "@/lib/views/breach";
import type { BreachesView } from "@/lib/views/breaches";
import { PageTerms } from "../_paging";
import { answerOf, type Returned } from "./answer-of";
import { Contribution } from "./contribution-shapes";
import type { Operation } from "./operation";
import { at, DecisionLink, id, listOf, Made, Nothing, SloRef, share, words } from "./shapes";

type Breaches = { items: BreachesView["open"][number][]; next: string | null };
type WholeBreach = Omit<BreachView["row"], "cause"> &
  Pick<
    BreachView,
    | "runbook"
    | "sentence"
    | "sinceOpening"
    | "target"
    | "decision"
    | "timeline"
    | "acknowledged"
    | "cause"
    | "changeBefore"
  >;

const BREACH = { id: "1" };

const Breach = z
  .strictObject({
    id,
    slo: SloRef,
    kind: z.enum(BREACH_KINDS),
    origin: z.enum(["live", "backfill"]),
    openedAt: at,
    closedAt: at.nullable(),
    closeReason: z.string().nullable(),
    durationSeconds: z.number(),
    worst: z.number().nullable(),
    badEvents: z.number(),
    totalEvents: z.number(),
    budgetSpent: z.number().nullable(),
    coverage: share.nullable(),
    targetVersion: id,
    targetStatement: words,
    decision: DecisionLink.nullable(),
  })
  .meta({ id: "Breach" });
const Cause = z.enum(CAUSE_KINDS);
const BreachInFull = Breach.extend({
  runbook: z.string().nullable(),
  sentence: words,
  changeBefore: z.strictObject({ title: z.string(), minutes: z.number(), at }).nullable(),
  sinceOpening: z.strictObject({
    attainment: share.nullable(),
    bad: z.number(),
    allowed: z.number(),
    total: z.number(),
    coverage: share,
  }),
  target: z.strictObject({ version: id, objective: z.number(), statement: words }),
  decision: DecisionLink.extend({
    statement: z.string().nullable(),
    status: z.string().nullable(),
    adrCommit: z.string().nullable(),
    committedAt: at.nullable(),
    asItWasThen: z.boolean(),
    confidence: z.string().nullable(),
    reviewDue: z.string().nullable(),
    nowDiffers: z.string().nullable(),
  }).nullable(),
  timeline: z.array(
    z.strictObject({
      at,
      kind: z.enum([
        "opened",
        "closed",
        "target",
        "other-breach",
        "deploy",
        "event",
        "annotation",
        "acknowledged",
        "note",
        "cause",
        "follow-up",
        "alert",
        "alert-resolved",
        "sent",
        "notified",
      ]),
      what: words,
      code: z.string().nullable(),
      detail: z.string().nullable(),
      href: z.string().nullable(),
      generated: z.boolean(),
    }),
  ),
  acknowledged: z.strictObject({ by: z.string(), at }).nullable(),
  cause: z.strictObject({ cause: Cause, text: z.string().nullable(), author: z.string(), at }).nullable(),
});

export const BREACH_OPERATIONS: readonly Operation[] = [
  {
    route: "GET /api/v1/breaches",
    name: "listBreaches",
    tag: "Breaches",
    access: "read",
    summary: "Breaches, open ones first, then closed ones, newest first, a page at a time",
    terms: BreachFilter.extend(PageTerms.shape),
    revalidates: true,
    answer: answerOf<Breaches>()(listOf(Breach.extend({ cause: Cause.nullable() }))),
    example: { terms: { service: "shop", state: "closed" } },
  },
  {
    route: "GET /api/v1/breaches/[id]",
    name: "getBreach",
    tag: "Breaches",
    access: "read",
    summary: "One breach: since when, how bad, what happened before, and the decision then in force",
    answer: answerOf<WholeBreach>()(BreachInFull),
    example: { path: BREACH },
  },
  {
    route: "POST /api/v1/breaches/[id]/entries",
    name: "addBreachEntry",
    tag: "Breaches",
    access: "signed-in",
    summary: "Acknowledges it, adds a note, or says the cause",
    body: BreachTold,
    status: 201,
    answer: answerOf<Returned<typeof tellBreach>>()(z.strictObject({ id, followUp: id.nullable() })),
    example: { path: BREACH, body: { what: "note", text: "The cache was flushed by hand" } },
    problems: [409],
  },
  {
    route: "GET /api/v1/breaches/[id]/contribution",
    name: "getContribution",
    tag: "Breaches",
    access: "read",
    summary: "Who is hit: how far the questions are, and the newest result",
    answer: Contribution,
    example: { path: BREACH },
  },
  {
    route: "POST /api/v1/breaches/[id]/contribution",
    name: "askContribution",
    tag: "Breaches",
    access: "signed-in",
    summary: "Asks the engine who is hit, by every label",
    body: z.strictObject({ labels: z.literal("all") }),
    status: 202,
    answer: answerOf<Returned<typeof askContribution>>()(z.strictObject({ id, began: z.boolean() })),
    example: { path: BREACH, body: { labels: "all" } },
    problems: [409, 503],
  },
  {
    route: "DELETE /api/v1/breaches/[id]/contribution",
    name: "cancelContribution",
    tag: "Breaches",
    access: "signed-in",
    summary: "Gives up asking",
    body: Nothing,
    answer: answerOf<Returned<typeof cancelContribution>>()(Made),
    example: { path: BREACH, body: {} },
  },
];
