import * as z from "zod";
import { AnnotationDraft } from "@/lib/slo/annotation-draft";
import { ExclusionDraft } from "@/lib/slo/exclusion-draft";
import { Acceptance, Reason, TargetDraft, TrialDraft } from "@/lib/slo/target-draft";
import { AnnotationTerms } from "@/lib/views/annotations";
import { PROPOSAL_STATES } from "@/lib/views/proposals";
import { PageTerms } from "../_paging";
import type { Operation } from "./operation";
import { at, DecisionLink, id, listOf, Made, Nothing, SloRef, Terms, words } from "./shapes";

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
  decision: DecisionChosen.nullable(),
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
const Saved = z.looseObject({
  version: id,
  ...Terms,
  decision: DecisionChosen.nullable(),
  inForceFrom: at,
  etag: z.string(),
});

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
    fields: z.array(z.strictObject({ field: z.string(), yours: words, current: words })),
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

const Exclusion = z.strictObject({
  id,
  from: at,
  to: at,
  rrule: z.string().nullable(),
  timeZone: z.string().nullable(),
  reason: z.string(),
  author: z.string(),
  createdAt: at,
  endedAt: at.nullable(),
  ofFile: z.boolean(),
});

const Annotation = z
  .strictObject({
    id,
    kind: z.enum(["deploy", "event", "note"]),
    service: z.string().nullable(),
    slo: z.string().nullable(),
    title: z.string(),
    text: z.string().nullable(),
    url: z.string().nullable(),
    from: at,
    to: at.nullable(),
    generated: z.boolean(),
    author: z.string(),
    authorId: z.string().nullable(),
    createdAt: at,
  })
  .meta({ id: "Annotation" });

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
    tag: "Targets",
    access: "read",
    summary: "Every version of the target, and the ETag that a change sends",
    tagged: true,
    answer: Target,
    example: { path: ONE },
  },
  {
    route: "PUT /api/v1/slos/[id]/target",
    tag: "Targets",
    access: "signed-in",
    summary: "Changes the target, on top of the state that If-Match names",
    body: TargetDraft,
    ifMatch: true,
    tagged: true,
    answer: Saved,
    example: { path: ONE, body: { ...DRAFT, effectiveFrom: "{tomorrow}T00:00:00Z" } },
    problems: [409],
  },
  {
    route: "DELETE /api/v1/slos/[id]/target/[version]",
    tag: "Targets",
    access: "signed-in",
    summary: "Cancels a version that does not hold yet",
    body: Reason,
    ifMatch: true,
    tagged: true,
    answer: z.strictObject({ version: id, etag: z.string() }),
    example: { path: { id: "checkout", version: "3" }, body: { reason: "It is not needed after all" } },
    problems: [409],
  },
  {
    route: "POST /api/v1/slos/[id]/what-if",
    tag: "Targets",
    access: "read",
    summary: "Tries a target on the ledger, beside the one in force; changes nothing",
    body: TrialDraft,
    answer: z.looseObject({ now: at, kind: z.string(), milliseconds: z.number(), tried: z.looseObject({}).nullable() }),
    example: { path: ONE, body: TERMS },
    problems: [429],
  },
  {
    route: "POST /api/v1/slos/[id]/proposals",
    tag: "Targets",
    access: "signed-in",
    summary: "Proposes what `PUT …/target` takes",
    body: TargetDraft,
    status: 201,
    answer: z.strictObject({ id, state: z.literal("open") }),
    example: { path: ONE, body: { ...DRAFT, objective: 0.97 } },
    problems: [409],
  },
  {
    route: "GET /api/v1/proposals",
    tag: "Targets",
    access: "read",
    summary: "Proposals, newest first, a page at a time",
    terms: PageTerms.extend({ state: z.enum(PROPOSAL_STATES).default("open") }),
    answer: z.strictObject({ now: at, items: z.array(Proposal), next: id.nullable() }),
    example: { terms: { state: "open" } },
  },
  {
    route: "POST /api/v1/proposals/[id]/accept",
    tag: "Targets",
    access: "signed-in",
    summary: "Accepts a proposal: it becomes a version of the target",
    body: Acceptance,
    ifMatch: true,
    tagged: true,
    answer: Saved,
    example: { path: { id: "1" }, body: { asDrift: true } },
    problems: [409],
  },
  {
    route: "POST /api/v1/proposals/[id]/decline",
    tag: "Targets",
    access: "signed-in",
    summary: "Declines a proposal",
    body: Reason,
    answer: Closed,
    example: { path: { id: "2" }, body: { reason: "The promise stands" } },
    problems: [409],
  },
  {
    route: "POST /api/v1/proposals/[id]/withdraw",
    tag: "Targets",
    access: "signed-in",
    summary: "Withdraws one's own proposal",
    body: Nothing,
    answer: Closed,
    example: { path: { id: "3" }, body: {} },
    problems: [409],
  },
  {
    route: "GET /api/v1/slos/[id]/exclusions",
    tag: "Exclusions and annotations",
    access: "read",
    summary: "Times that are left out of the corrected figures, newest first",
    answer: z.strictObject({ now: at, items: z.array(Exclusion), mayEdit: z.boolean() }),
    example: { path: ONE },
  },
  {
    route: "POST /api/v1/slos/[id]/exclusions",
    tag: "Exclusions and annotations",
    access: "signed-in",
    summary: "Excludes a time, once or by a rule (RFC 5545)",
    body: ExclusionDraft,
    status: 201,
    answer: Made,
    example: { path: ONE, body: { from: "2099-12-06T03:00:00+01:00", duration: "2h", reason: "Backups" } },
    problems: [409],
  },
  {
    route: "DELETE /api/v1/slos/[id]/exclusions/[n]",
    tag: "Exclusions and annotations",
    access: "signed-in",
    summary: "Ends an exclusion",
    body: Reason,
    answer: z.strictObject({ id, endedAt: at }),
    example: { path: { id: "checkout", n: "2" }, body: { reason: "There are no backups any more" } },
    problems: [409],
  },
  {
    route: "GET /api/v1/annotations",
    tag: "Exclusions and annotations",
    access: "read",
    summary: "Deploys, events and notes, newest first, a page at a time",
    terms: AnnotationTerms.omit({ before: true }).extend(PageTerms.shape),
    answer: listOf(Annotation),
    example: { terms: { service: "shop", limit: "20" } },
    problems: [404],
  },
  {
    route: "POST /api/v1/annotations",
    tag: "Exclusions and annotations",
    access: "signed-in",
    summary: "Notes a deploy or an event; the same `key` again answers 200 with the one that is there",
    body: AnnotationDraft,
    status: 201,
    alsoStatus: 200,
    answer: z.strictObject({ id, isNew: z.boolean() }),
    example: { body: { kind: "deploy", service: "shop", title: "shop 1.42.0", key: "shop-1.42.0" } },
    problems: [409],
  },
  {
    route: "DELETE /api/v1/annotations/[id]",
    tag: "Exclusions and annotations",
    access: "signed-in",
    summary: "Takes one off the charts",
    body: Nothing,
    answer: z.strictObject({ id, removedAt: at }),
    example: { path: { id: "1" }, body: {} },
  },
];
