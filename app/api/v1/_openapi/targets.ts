import * as z from "zod";
import type { cancelTarget } from "@/lib/commands/cancel-target";
import type { changeTarget } from "@/lib/commands/change-target";
import type { acceptProposal, declineProposal, withdrawProposal } from "@/lib/commands/decide-proposal";
import type { proposeTarget } from "@/lib/commands/propose-target";
import { Acceptance, Reason, TargetDraft, TrialDraft } from "@/lib/slo/target-draft";
import { PROPOSAL_STATES, type proposalsView } from "@/lib/views/proposals";
import type { targetView } from "@/lib/views/target";
import { PageTerms } from "../_paging";
import { answerOf, type Returned } from "./answer-of";
import type { Operation } from "./operation";
import { at, DecisionLink, id, Nothing, SloRef, Terms, words } from "./shapes";
import { WhatIf } from "./what-if-shapes";

const ONE = { id: "checkout" };
const DecisionChosen = z.strictObject({ path: z.string(), id: z.string().nullable() });

const Version = z.strictObject({
  version: id,
  ...Terms,
  author: z.string(),
  reason: z.string(),
  adrCommit: z.string().nullable(),
  asDrift: z.boolean(),
  state: z.enum(["in-force", "past", "future", "cancelled"]),
  statement: words,
  decision: z.strictObject({ path: z.string(), id: z.string() }).nullable(),
  inForceFrom: at,
  createdAt: at,
  cancelled: z.strictObject({ author: z.string(), reason: z.string(), at }).nullable(),
});
const Target = z
  .strictObject({
    now: at,
    sloId: z.string(),
    etag: z.string(),
    inForce: id,
    versions: z.array(Version),
    edges: z.array(z.number()).nullable(),
    fileTarget: z
      .strictObject({ ...Terms, decisionPath: z.string().nullable(), decisionId: z.string().nullable() })
      .nullable(),
    lockedBy: z.string().nullable(),
    locked: z.boolean(),
  })
  .meta({
    id: "Target",
    description: "Every version of a target, newest first, with the ETag that a change sends as If-Match.",
  });
const Saved = z
  .strictObject({
    version: id,
    ...Terms,
    decision: DecisionChosen.nullable(),
    inForceFrom: at,
    author: z.string(),
    reason: z.string(),
    asDrift: z.boolean(),
    adrCommit: z.string().nullable(),
    etag: z.string(),
  })
  .meta({ id: "SavedTarget" });

const FieldDifference = z
  .strictObject({ field: z.enum(["objective", "threshold", "window", "decision"]), yours: words, current: words })
  .meta({ id: "FieldDifference", description: "A field of two targets, in words." });
/** What its problem documents say: that it has changed meanwhile, is locked by its file, or is loosened by no decision. */
const ToldTarget = Saved.omit({ etag: true }).meta({ id: "ToldTarget" });
const TARGET_TELLS = {
  400: {
    loosening: z
      .strictObject({
        fields: z.array(z.enum(["threshold", "objective"])),
        why: z.string(),
        driftAllowed: z.boolean().meta({ description: "Whether `asDrift` may save it all the same." }),
      })
      .optional()
      .meta({ description: "What it promises less of, where no decision says so." }),
    offers: z.array(z.number()).optional().meta({ description: "Thresholds that can be taken instead." }),
  },
  409: { lockedBy: z.string().optional().meta({ description: "The file in which alone it is changed." }) },
  412: {
    etag: z.string().meta({ description: "Of the state that holds now." }),
    difference: z.strictObject({
      yours: z
        .strictObject({ ...Terms, decision: DecisionChosen.nullable(), effectiveFrom: z.string().nullable() })
        .nullable(),
      current: ToldTarget,
      fields: z.array(FieldDifference),
      since: z.array(ToldTarget.extend({ cancelled: z.boolean() })),
      cancelled: z.strictObject({ version: id, author: z.string(), reason: z.string() }).nullable(),
    }),
  },
};

const Stated = { ...Terms, statement: words, quantile: z.string().nullable(), decision: DecisionLink.nullable() };
const Proposal = z
  .strictObject({
    id,
    slo: SloRef,
    origin: z.enum(["person", "file"]),
    author: z.string(),
    reason: z.string(),
    createdAt: at,
    state: z.enum(PROPOSAL_STATES),
    decided: z.strictObject({ by: z.string(), at, reason: z.string().nullable() }).nullable(),
    proposed: z.strictObject(Stated),
    effectiveFrom: at.nullable(),
    current: z.strictObject({ ...Stated, version: id }),
    fields: z.array(FieldDifference),
    baseVersion: id,
    stale: z.boolean(),
    loosens: z.array(z.string()),
    objection: z.string().nullable(),
    needsDrift: z.boolean(),
    driftAllowed: z.boolean(),
    etag: z.string(),
    mayDecide: z.boolean(),
    mayWithdraw: z.boolean(),
  })
  .meta({ id: "Proposal" });
const Closed = z.strictObject({ id, state: z.enum(["accepted", "declined", "withdrawn"]) });

const TERMS = { objective: 0.98, threshold: null, window: "28d" };
const DRAFT = {
  ...TERMS,
  decision: { path: "adr/0001-checkout.md", id: "d1" },
  reason: "Customers were promised less",
  asDrift: true,
};

export const TARGET_OPERATIONS: readonly Operation[] = [
  {
    route: "GET /api/v1/slos/[id]/target",
    name: "getTarget",
    tag: "Targets",
    access: "read",
    summary: "Every version of the target, and the ETag that a change sends",
    tagged: true,
    answer: answerOf<Returned<typeof targetView>>()(Target),
    example: { path: ONE },
  },
  {
    route: "PUT /api/v1/slos/[id]/target",
    name: "changeTarget",
    tag: "Targets",
    access: "signed-in",
    summary: "Changes the target, on top of the state that If-Match names",
    body: TargetDraft,
    ifMatch: true,
    tagged: true,
    answer: answerOf<Returned<typeof changeTarget>>()(Saved),
    example: { path: ONE, body: { ...DRAFT, effectiveFrom: "{tomorrow}T00:00:00Z" } },
    problems: [409],
    tells: TARGET_TELLS,
  },
  {
    route: "DELETE /api/v1/slos/[id]/target/[version]",
    name: "cancelTarget",
    tag: "Targets",
    access: "signed-in",
    summary: "Cancels a version that does not hold yet",
    body: Reason,
    ifMatch: true,
    tagged: true,
    answer: answerOf<Returned<typeof cancelTarget>>()(z.strictObject({ version: id, etag: z.string() })),
    example: { path: { id: "checkout", version: "3" }, body: { reason: "It is not needed after all" } },
    problems: [409],
    tells: { 409: TARGET_TELLS[409], 412: TARGET_TELLS[412] },
  },
  {
    route: "POST /api/v1/slos/[id]/what-if",
    name: "tryTarget",
    tag: "Targets",
    access: "read",
    summary: "Tries a target on the ledger, beside the one in force; changes nothing",
    body: TrialDraft,
    answer: WhatIf,
    example: { path: ONE, body: TERMS },
    problems: [429],
  },
  {
    route: "POST /api/v1/slos/[id]/proposals",
    name: "proposeTarget",
    tag: "Targets",
    access: "signed-in",
    summary: "Proposes what `PUT …/target` takes",
    body: TargetDraft,
    status: 201,
    answer: answerOf<Returned<typeof proposeTarget>>()(z.strictObject({ id, state: z.literal("open") })),
    example: { path: ONE, body: { ...DRAFT, objective: 0.97 } },
    problems: [409],
    tells: { 400: TARGET_TELLS[400], 409: TARGET_TELLS[409] },
  },
  {
    route: "GET /api/v1/proposals",
    name: "listProposals",
    tag: "Targets",
    access: "read",
    summary: "Proposals, newest first, a page at a time",
    terms: PageTerms.extend({ state: z.enum(PROPOSAL_STATES).default("open") }),
    answer: answerOf<Returned<typeof proposalsView>>()(
      z.strictObject({ now: at, items: z.array(Proposal), next: id.nullable() }),
    ),
    example: { terms: { state: "open" } },
  },
  {
    route: "POST /api/v1/proposals/[id]/accept",
    name: "acceptProposal",
    tag: "Targets",
    access: "signed-in",
    summary: "Accepts a proposal: it becomes a version of the target",
    body: Acceptance,
    ifMatch: true,
    tagged: true,
    answer: answerOf<Returned<typeof acceptProposal>>()(Saved.extend({ proposal: id })),
    example: { path: { id: "1" }, body: { asDrift: true } },
    problems: [409],
    tells: TARGET_TELLS,
  },
  {
    route: "POST /api/v1/proposals/[id]/decline",
    name: "declineProposal",
    tag: "Targets",
    access: "signed-in",
    summary: "Declines a proposal",
    body: Reason,
    answer: answerOf<Returned<typeof declineProposal>>()(Closed),
    example: { path: { id: "2" }, body: { reason: "The promise stands" } },
    problems: [409],
  },
  {
    route: "POST /api/v1/proposals/[id]/withdraw",
    name: "withdrawProposal",
    tag: "Targets",
    access: "signed-in",
    summary: "Withdraws one's own proposal",
    body: Nothing,
    answer: answerOf<Returned<typeof withdrawProposal>>()(Closed),
    example: { path: { id: "3" }, body: {} },
    problems: [409],
  },
];
