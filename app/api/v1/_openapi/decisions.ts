import * as z from "zod";
import { ActionDraft, AgendaDraft, NoteDraft, OutcomeDraft } from "@/lib/adr/outcome-draft";
import { PriceDraft } from "@/lib/costs/price-draft";
import type { Operation } from "./operation";
import { at, id, listOf, Made, Nothing, next, verdict, words } from "./shapes";

const RECORD = "adr/0001-checkout.md";
const DECISION = { path: RECORD, id: "d1" };
const QUARTER = { quarter: "2026-Q4" };

const Adr = z
  .strictObject({
    path: z.string(),
    href: z.string(),
    number: z.string().nullable(),
    title: z.string(),
    status: z.string(),
    date: z.string().nullable(),
    decisions: z.array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        href: z.string(),
        status: z.string().nullable(),
        slos: z.array(z.strictObject({ id: z.string(), name: z.string(), verdict })),
      }),
    ),
    problem: z.string().nullable(),
  })
  .meta({
    id: "Adr",
    description: "An architecture decision record, with its decisions and the SLOs that measure them.",
  });
const Hit = z.looseObject({ path: z.string(), href: z.string(), title: z.string(), status: z.string() });
const Decisions = z.strictObject({
  items: z.array(z.union([Adr, Hit])),
  next,
  reading: id.nullish().meta({ description: "With `q`: how many files are still being read." }),
});
const Finding = z.strictObject({
  kind: z.string(),
  path: z.string().nullable(),
  line: id.nullable(),
  slo: z.string().nullable(),
  message: words,
  href: z.string().nullable(),
  title: z.string().nullable(),
});
const History = z.strictObject({
  items: z.array(
    z.strictObject({
      sha: z.string(),
      at,
      author: z.string(),
      subject: z.string(),
      path: z.string(),
      change: z.enum(["added", "changed", "renamed", "deleted"]),
      onLine: z.boolean(),
      boundary: z.boolean(),
    }),
  ),
  next: z.null(),
  whole: z.boolean(),
  uncommitted: z.boolean(),
  reason: z.string().nullable(),
});

const Amount = z.looseObject({});
const OUTCOME = {
  decision: DECISION,
  outcome: "keep",
  reason: "It still holds",
  names: ["Ada"],
  nextDue: "{tomorrow}",
};

export const DECISION_OPERATIONS: readonly Operation[] = [
  {
    route: "GET /api/v1/decisions",
    tag: "Decisions",
    access: "read",
    summary: "The ADRs with their decisions; with `q` those that hold its words, the best first",
    terms: z.object({ q: z.string() }),
    revalidates: true,
    answer: Decisions,
    example: {},
    problems: [429, 503],
  },
  {
    route: "GET /api/v1/decisions/[...path]",
    tag: "Decisions",
    access: "read",
    summary: "The commits that touched a record: `…/{path}/history`",
    description: "`path` has slashes in it, as records have, and ends with `/history`.",
    terms: z.object({ on: z.string().describe("A day: only the version in force at its end, UTC.") }),
    answer: History,
    example: { path: { path: `${RECORD}/history` } },
    problems: [429],
  },
  {
    route: "GET /api/v1/decisions/lint",
    tag: "Decisions",
    access: "read",
    summary: "Drift and lint: what records and SLOs say against themselves and one another",
    answer: listOf(Finding),
    example: {},
  },
  {
    route: "GET /api/v1/decisions/badge.svg",
    tag: "Decisions",
    access: "read",
    summary: "The loudest verdict on a record's or a decision's targets, as a picture",
    description: "404 is a badge too.",
    terms: z.object({ record: z.string(), decision: z.string() }),
    revalidates: true,
    answer: "image/svg+xml",
    example: { terms: { record: RECORD, decision: "d1" } },
    problems: [404],
  },
  {
    route: "GET /api/v1/decisions/images/[...path]",
    tag: "Decisions",
    access: "read",
    summary: "An image of a record, as it is now",
    revalidates: true,
    answer: "image/*",
    example: { path: { path: "adr/checkout.svg" } },
  },
  {
    route: "GET /api/v1/revisits",
    tag: "Revisits",
    access: "read",
    summary: "The quarterly meetings, newest first, and what calls for one",
    answer: z.looseObject({
      items: z.array(z.looseObject({})),
      next,
      current: z.string(),
      queue: z.array(z.looseObject({})),
    }),
    example: {},
  },
  {
    route: "GET /api/v1/revisits/[quarter]",
    tag: "Revisits",
    access: "read",
    summary: "One meeting; with `d` also that decision's evidence, outcomes and ETag",
    terms: z.object({ d: z.string().describe("docs/adr/0001-caching.md#d1") }),
    tagged: true,
    answer: z.looseObject({
      now: at,
      state: z.enum(["not-started", "open", "finished"]),
      agenda: z.array(z.looseObject({})),
      current: z.looseObject({ etag: z.string() }).nullable(),
    }),
    example: { path: QUARTER, terms: { d: `${RECORD}#d1` } },
  },
  {
    route: "POST /api/v1/revisits/[quarter]",
    tag: "Revisits",
    access: "signed-in",
    summary: "Starts the meeting",
    body: Nothing,
    status: 201,
    answer: z.strictObject({ quarter: z.string(), agenda: id }),
    example: { path: QUARTER, body: {} },
    problems: [409],
  },
  {
    route: "POST /api/v1/revisits/[quarter]/agenda",
    tag: "Revisits",
    access: "signed-in",
    summary: "Puts one more decision on the agenda",
    body: AgendaDraft,
    status: 201,
    answer: Made,
    example: { path: QUARTER, body: { decision: DECISION, reason: "It was asked for" } },
    problems: [409],
  },
  {
    route: "POST /api/v1/revisits/[quarter]/outcomes",
    tag: "Revisits",
    access: "signed-in",
    summary: "Decides about a decision, on top of the state that If-Match names",
    body: OutcomeDraft,
    ifMatch: true,
    tagged: true,
    status: 201,
    answer: z.strictObject({ id, etag: z.string(), followUp: id.nullable() }),
    example: { path: QUARTER, body: OUTCOME },
    problems: [409],
  },
  {
    route: "GET /api/v1/revisits/[quarter]/outcomes/[n]/patch",
    tag: "Revisits",
    access: "read",
    summary:
      "What brings the records up to an outcome, for `git apply`; with `part=draft` only the record that follows",
    terms: z.object({ part: z.enum(["patch", "draft"]) }),
    answer: "text/x-diff",
    alsoAnswers: "text/markdown",
    example: { path: { ...QUARTER, n: "1" } },
  },
  {
    route: "GET /api/v1/revisits/[quarter]/report.md",
    tag: "Revisits",
    access: "read",
    summary: "The whole meeting as Markdown",
    answer: "text/markdown",
    example: { path: QUARTER },
    problems: [429],
  },
  {
    route: "POST /api/v1/revisits/[quarter]/notes",
    tag: "Revisits",
    access: "signed-in",
    summary: "Adds a note",
    body: NoteDraft,
    status: 201,
    answer: Made,
    example: { path: QUARTER, body: { text: "Looked at the cost as well" } },
    problems: [409],
  },
  {
    route: "POST /api/v1/revisits/[quarter]/actions/[id]",
    tag: "Revisits",
    access: "signed-in",
    summary: "Closes or keeps an earlier action",
    body: ActionDraft,
    answer: z.strictObject({ id, state: z.enum(["open", "closed"]) }),
    example: { path: { ...QUARTER, id: "1" }, body: { what: "closed", note: "It is done" } },
    problems: [409],
  },
  {
    route: "POST /api/v1/revisits/[quarter]/finish",
    tag: "Revisits",
    access: "signed-in",
    summary: "Ends the meeting",
    body: Nothing,
    answer: z.strictObject({ finishedAt: at }),
    example: { path: QUARTER, body: {} },
    problems: [409],
  },
  {
    route: "GET /api/v1/costs",
    tag: "Costs",
    access: "read",
    summary: "The last months with what each costs with, without and as promised, and one of them in full",
    terms: z.object({ months: z.enum(["3", "6", "12", "24"]), month: z.string().describe("2026-11") }),
    answer: z.looseObject({ now: at, plan: z.looseObject({}).nullable(), running: z.string(), items: z.array(Amount) }),
    example: { terms: { months: "6" } },
  },
  {
    route: "GET /api/v1/costs/prices",
    tag: "Costs",
    access: "read",
    summary: "Unit prices with every statement",
    answer: z.strictObject({ items: z.array(z.looseObject({})), running: z.string(), mayEdit: z.boolean() }),
    example: {},
  },
  {
    route: "POST /api/v1/costs/prices/[id]",
    tag: "Costs",
    access: "signed-in",
    summary: "States a price anew, on top of the statement that was seen last",
    body: PriceDraft,
    status: 201,
    answer: z.strictObject({ n: id, from: z.string() }),
    example: {
      path: { id: "cloudfront-egress" },
      body: {
        seen: 1,
        reason: "The list has changed",
        terms: { price: 1, currency: "USD", source: "assumption", read: "2026-11-26", sureness: "low" },
      },
    },
    problems: [409, 412],
  },
];
