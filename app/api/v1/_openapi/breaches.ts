import * as z from "zod";
import { BreachFilter } from "@/lib/slo/breach-filter";
import { BREACH_KINDS } from "@/lib/slo/breach-kind";
import { BreachTold } from "@/lib/slo/breach-told";
import { CAUSE_KINDS } from "@/lib/slo/cause";
import { ClosingDraft, FinishDraft, FollowUpDraft, MarkDraft } from "@/lib/slo/review-draft";
import { PageTerms } from "../_paging";
import type { Operation } from "./operation";
import { at, DecisionLink, day, id, listOf, Made, Nothing, SloRef, share, words } from "./shapes";

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
      kind: z.string(),
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

const Contribution = z.looseObject({
  now: at,
  state: z.enum(["none", "running", "done", "failed", "cancelled"]),
  cannot: z.string().nullable(),
  kept: z.looseObject({}).nullable(),
});

const Review = z.strictObject({
  id,
  day,
  startedAt: at.nullable(),
  finishedAt: at,
  by: z.string(),
  note: z.string().nullable(),
});
const FollowUp = z
  .strictObject({
    id,
    origin: z.string(),
    text: z.string(),
    owner: z.string(),
    dueDay: day,
    dueInDays: z.number(),
    openedAt: at,
    openedBy: z.string(),
    slo: SloRef.nullable(),
    breachId: id.nullable(),
    decision: DecisionLink.nullable(),
    closed: z.strictObject({ at, by: z.string(), note: z.string().nullable() }).nullable(),
    mayClose: z.boolean(),
  })
  .meta({ id: "FollowUp" });

export const BREACH_OPERATIONS: readonly Operation[] = [
  {
    route: "GET /api/v1/breaches",
    tag: "Breaches",
    access: "read",
    summary: "Breaches, open ones first, then closed ones, newest first, a page at a time",
    terms: BreachFilter.extend(PageTerms.shape),
    revalidates: true,
    answer: listOf(Breach.extend({ cause: Cause.nullable() })),
    example: { terms: { service: "shop", state: "closed" } },
  },
  {
    route: "GET /api/v1/breaches/[id]",
    tag: "Breaches",
    access: "read",
    summary: "One breach: since when, how bad, what happened before, and the decision then in force",
    answer: BreachInFull,
    example: { path: BREACH },
  },
  {
    route: "POST /api/v1/breaches/[id]/entries",
    tag: "Breaches",
    access: "signed-in",
    summary: "Acknowledges it, adds a note, or says the cause",
    body: BreachTold,
    status: 201,
    answer: z.strictObject({ id, followUp: id.nullable() }),
    example: { path: BREACH, body: { what: "note", text: "The cache was flushed by hand" } },
    problems: [409],
  },
  {
    route: "GET /api/v1/breaches/[id]/contribution",
    tag: "Breaches",
    access: "read",
    summary: "Who is hit: how far the questions are, and the newest result",
    answer: Contribution,
    example: { path: BREACH },
  },
  {
    route: "POST /api/v1/breaches/[id]/contribution",
    tag: "Breaches",
    access: "signed-in",
    summary: "Asks the engine who is hit, by every label",
    body: z.strictObject({ labels: z.literal("all") }),
    status: 202,
    answer: z.strictObject({ id, began: z.boolean() }),
    example: { path: BREACH, body: { labels: "all" } },
    problems: [409, 503],
  },
  {
    route: "DELETE /api/v1/breaches/[id]/contribution",
    tag: "Breaches",
    access: "signed-in",
    summary: "Gives up asking",
    body: Nothing,
    answer: Made,
    example: { path: BREACH, body: {} },
  },
  {
    route: "GET /api/v1/reviews",
    tag: "Daily review",
    access: "read",
    summary: "Finished reviews, newest first, a page at a time",
    terms: PageTerms,
    answer: z.strictObject({ items: z.array(Review), next: id.nullable() }),
    example: {},
  },
  {
    route: "GET /api/v1/reviews/[id]",
    tag: "Daily review",
    access: "read",
    summary: "One review with the page as it was kept",
    answer: z.looseObject({}),
    example: { path: { id: "1" } },
  },
  {
    route: "GET /api/v1/reviews/today.md",
    tag: "Daily review",
    access: "read",
    summary: "Today as Markdown, for a chat",
    answer: "text/markdown",
    example: {},
  },
  {
    route: "POST /api/v1/reviews",
    tag: "Daily review",
    access: "signed-in",
    summary: "Finishes today's review, on top of the last one that was seen",
    body: FinishDraft,
    status: 201,
    answer: Review,
    example: { body: { after: 1, note: "Nothing new" } },
    problems: [412],
  },
  {
    route: "POST /api/v1/reviews/marks",
    tag: "Daily review",
    access: "signed-in",
    summary: "Acknowledges, follows up, dismisses or notes items of the review, all or none",
    body: MarkDraft,
    answer: z.strictObject({
      items: z.array(z.strictObject({ subject: z.string(), state: z.string(), mark: id, followUpId: id.nullable() })),
    }),
    example: { body: { items: [{ subject: "slo:checkout", state: "unknown {today}" }], what: "acknowledged" } },
    problems: [412],
  },
  {
    route: "GET /api/v1/follow-ups",
    tag: "Daily review",
    access: "read",
    summary: "What somebody is to do: all that is open, and what was closed last",
    answer: z.strictObject({ now: at, open: z.array(FollowUp), closed: z.array(FollowUp) }),
    example: {},
  },
  {
    route: "POST /api/v1/follow-ups",
    tag: "Daily review",
    access: "signed-in",
    summary: "Opens one, for one SLO, breach or decision",
    body: FollowUpDraft,
    status: 201,
    answer: Made,
    example: { body: { sloId: "checkout", text: "Look at the slow query", owner: "Team", dueDay: "{today}" } },
  },
  {
    route: "POST /api/v1/follow-ups/[id]/close",
    tag: "Daily review",
    access: "signed-in",
    summary: "Closes one",
    body: ClosingDraft,
    answer: z.strictObject({ id, closedAt: at }),
    example: { path: { id: "1" }, body: { note: "It has an index now" } },
    problems: [409],
  },
];
