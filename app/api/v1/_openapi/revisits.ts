import * as z from "zod";
import { ActionDraft, AgendaDraft, NoteDraft, OutcomeDraft } from "@/lib/adr/outcome-draft";
import type { decideRevisit } from "@/lib/commands/decide-revisit";
import type { finishRevisit } from "@/lib/commands/finish-revisit";
import type { addToAgenda, noteRevisit } from "@/lib/commands/note-revisit";
import type { settleAction } from "@/lib/commands/settle-action";
import type { startRevisit } from "@/lib/commands/start-revisit";
import { answerOf, type Returned } from "./answer-of";
import type { Operation } from "./operation";
import { Revisit, Revisits } from "./revisit-shapes";
import { at, id, Made, Nothing } from "./shapes";

const RECORD = "adr/0001-checkout.md";
const DECISION = { path: RECORD, id: "d1" };
const QUARTER = { quarter: "2026-Q4" };
const OUTCOME = {
  decision: DECISION,
  outcome: "keep",
  reason: "It still holds",
  names: ["Ada"],
  nextDue: "{tomorrow}",
};

export const REVISIT_OPERATIONS: readonly Operation[] = [
  {
    route: "GET /api/v1/revisits",
    name: "listRevisits",
    tag: "Revisits",
    access: "read",
    summary: "The quarterly meetings, newest first, and what calls for one",
    answer: Revisits,
    example: {},
  },
  {
    route: "GET /api/v1/revisits/[quarter]",
    name: "getRevisit",
    tag: "Revisits",
    access: "read",
    summary: "One meeting; with `d` also that decision's evidence, outcomes and ETag",
    terms: z.object({ d: z.string().describe("docs/adr/0001-caching.md#d1") }),
    tagged: true,
    answer: Revisit,
    example: { path: QUARTER, terms: { d: `${RECORD}#d1` } },
  },
  {
    route: "POST /api/v1/revisits/[quarter]",
    name: "startRevisit",
    tag: "Revisits",
    access: "signed-in",
    summary: "Starts the meeting",
    body: Nothing,
    status: 201,
    answer: answerOf<Returned<typeof startRevisit>>()(z.strictObject({ quarter: z.string(), agenda: id })),
    example: { path: QUARTER, body: {} },
    problems: [409],
  },
  {
    route: "POST /api/v1/revisits/[quarter]/agenda",
    name: "addToRevisitAgenda",
    tag: "Revisits",
    access: "signed-in",
    summary: "Puts one more decision on the agenda",
    body: AgendaDraft,
    status: 201,
    answer: answerOf<Returned<typeof addToAgenda>>()(Made),
    example: { path: QUARTER, body: { decision: DECISION, reason: "It was asked for" } },
    problems: [409],
  },
  {
    route: "POST /api/v1/revisits/[quarter]/outcomes",
    name: "addRevisitOutcome",
    tag: "Revisits",
    access: "signed-in",
    summary: "Decides about a decision, on top of the state that If-Match names",
    body: OutcomeDraft,
    ifMatch: true,
    tagged: true,
    status: 201,
    answer: answerOf<Returned<typeof decideRevisit>>()(
      z.strictObject({ id, etag: z.string(), followUp: id.nullable() }),
    ),
    example: { path: QUARTER, body: OUTCOME },
    problems: [409],
    tells: { 412: { etag: z.string().meta({ description: "Of the state that holds now." }) } },
  },
  {
    route: "GET /api/v1/revisits/[quarter]/outcomes/[n]/patch",
    name: "getRevisitOutcomePatch",
    tag: "Revisits",
    access: "read",
    summary:
      "What brings the records up to an outcome, for `git apply`; with `part=draft` only the record that follows",
    terms: z.object({ part: z.enum(["patch", "draft"]) }),
    answer: "text/x-diff",
    alsoAnswers: "text/markdown",
    example: { path: { ...QUARTER, n: "1" } },
    problems: [409],
  },
  {
    route: "GET /api/v1/revisits/[quarter]/report.md",
    name: "getRevisitReport",
    tag: "Revisits",
    access: "read",
    summary: "The whole meeting as Markdown",
    answer: "text/markdown",
    example: { path: QUARTER },
    problems: [429],
  },
  {
    route: "POST /api/v1/revisits/[quarter]/notes",
    name: "addRevisitNote",
    tag: "Revisits",
    access: "signed-in",
    summary: "Adds a note",
    body: NoteDraft,
    status: 201,
    answer: answerOf<Returned<typeof noteRevisit>>()(Made),
    example: { path: QUARTER, body: { text: "Looked at the cost as well" } },
    problems: [409],
  },
  {
    route: "POST /api/v1/revisits/[quarter]/actions/[id]",
    name: "settleRevisitAction",
    tag: "Revisits",
    access: "signed-in",
    summary: "Closes or keeps an earlier action",
    body: ActionDraft,
    answer: answerOf<Returned<typeof settleAction>>()(z.strictObject({ id, state: z.enum(["open", "closed"]) })),
    example: { path: { ...QUARTER, id: "1" }, body: { what: "closed", note: "It is done" } },
    problems: [409],
  },
  {
    route: "POST /api/v1/revisits/[quarter]/finish",
    name: "finishRevisit",
    tag: "Revisits",
    access: "signed-in",
    summary: "Ends the meeting",
    body: Nothing,
    answer: answerOf<Returned<typeof finishRevisit>>()(z.strictObject({ finishedAt: at })),
    example: { path: QUARTER, body: {} },
    problems: [409],
  },
];
