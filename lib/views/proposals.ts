import "server-only";
import { endorsementOf } from "@/lib/adr/endorsement";
import type { Reader } from "@/lib/auth/actor";
import { config } from "@/lib/config";
import { DomainError } from "@/lib/errors";
import { quantileStatement, targetStatement } from "@/lib/format/target";
import { mayEdit } from "@/lib/rights";
import { loosenedIn } from "@/lib/slo/target-change";
import { type FieldDifference, targetFields } from "@/lib/slo/target-difference";
import { targetEtag } from "@/lib/slo/target-etag";
import { type TargetVersion, targetInForce } from "@/lib/slo/target-history";
import { type Database, database } from "@/lib/store/database";
import { openProposalsCount, PROPOSAL_STATES, type Proposal, proposalsIn } from "@/lib/store/proposals";
import type { Slo } from "@/lib/store/slos";
import { targetState } from "@/lib/store/targets";
import { type AdrIndex, adrIndex, type DecisionLink } from "./adr-index";
import { slosById } from "./slos-by-id";

export { PROPOSAL_STATES } from "@/lib/store/proposals";

/** A target as a proposal shows it, in both forms: `quantile` is "p95 ≤ 200 ms", null where it has no such form. */
type Stated = {
  objective: number;
  threshold: number | null;
  window: string;
  statement: string;
  quantile: string | null;
  decision: DecisionLink | null;
};

/** Times are ISO 8601 UTC. */
export type ProposalView = {
  id: number;
  slo: { id: string; name: string; service: string };
  origin: "person" | "file";
  author: string;
  reason: string;
  createdAt: string;
  state: Proposal["state"];
  decided: { by: string; at: string; reason: string | null } | null;
  proposed: Stated;
  /** From when on; null: from when it is accepted. */
  effectiveFrom: string | null;
  /** What holds where the proposal would begin. */
  current: Stated & { version: number };
  /** In what they differ: `yours` is the proposed. */
  fields: FieldDifference[];
  baseVersion: number;
  /** The target has changed since it was made. */
  stale: boolean;
  /** In what it promises less. */
  loosens: string[];
  /** Why its decision does not say so; null where it does, or nothing is loosened. */
  objection: string | null;
  /** It can be accepted as drift only, and whether that is allowed. */
  needsDrift: boolean;
  driftAllowed: boolean;
  /** Accepting it sends this as If-Match. */
  etag: string;
  mayDecide: boolean;
  mayWithdraw: boolean;
};

export type ProposalsView = { now: string; items: ProposalView[]; next: number | null };

const PAGE = 50;
const MOST_ON_TODAY = 10;

/** Newest first. @throws DomainError `bad-input` on a state that there is not */
export async function proposalsView(
  reader: Reader,
  now: Date,
  given: { state: string | null; before: string | null; size?: number | undefined },
): Promise<ProposalsView> {
  const db = database();
  const { size = PAGE } = given;
  const state = PROPOSAL_STATES.find((each) => each === (given.state ?? "open"));
  const before = given.before === null ? null : Number(given.before);
  if (!state)
    throw new DomainError(
      "bad-input",
      "state is none of open, accepted, declined, withdrawn.",
      "Leave it out for open.",
    );
  if (before !== null && !Number.isSafeInteger(before))
    throw new DomainError("bad-input", "after is no proposal's id.", "Take `next` of the page before.");
  const found = proposalsIn(db, state, size + 1, before);
  const items = viewsOf(db, await adrIndex(), reader, now, found.slice(0, size));
  return { now: now.toISOString(), items, next: found.length > size ? (items.at(-1)?.id ?? null) : null };
}

/** What waits for an editor, newest first: as many as a review takes in, and how many there are. */
export function waitingFor(
  db: Database,
  adrs: AdrIndex,
  reader: Reader,
  now: Date,
): { items: ProposalView[]; total: number } {
  const items = viewsOf(db, adrs, reader, now, proposalsIn(db, "open", MOST_ON_TODAY));
  return { items, total: items.length < MOST_ON_TODAY ? items.length : openProposalsCount(db) };
}

function viewsOf(
  db: Database,
  adrs: AdrIndex,
  reader: Reader,
  now: Date,
  proposals: readonly Proposal[],
): ProposalView[] {
  const sloOf = slosById(db);
  return proposals.flatMap((proposal) => {
    const slo = sloOf(proposal.sloId);
    return slo ? [viewOf(db, adrs, reader, now, proposal, slo)] : [];
  });
}

function viewOf(db: Database, adrs: AdrIndex, reader: Reader, now: Date, proposal: Proposal, slo: Slo): ProposalView {
  const { id, origin, author, reason, state, inForceFrom, baseVersion, decidedBy, decidedAt } = proposal;
  const begins = Math.max(inForceFrom ?? 0, now.getTime());
  const current = targetInForce(slo.targets, begins);
  const target = targetState(db, slo.id);
  const loosens = loosenedIn(slo.sli, current, proposal);
  const decision = endorsementOf(adrs.record(proposal.decisionPath ?? ""), proposal, slo.id);
  const objection = loosens.length === 0 ? null : decision === null ? "no decision is chosen" : decision.objection;
  const open = state === "open";
  return {
    id,
    slo: { id: slo.id, name: slo.name, service: slo.service },
    origin,
    author,
    reason,
    createdAt: iso(proposal.createdAt),
    state,
    decided:
      decidedBy === null || decidedAt === null
        ? null
        : { by: decidedBy, at: iso(decidedAt), reason: proposal.decidedReason },
    proposed: stated(adrs, slo, proposal),
    effectiveFrom: inForceFrom !== null && inForceFrom > now.getTime() ? iso(inForceFrom) : null,
    current: { ...stated(adrs, slo, current), version: current.version },
    fields: targetFields(slo.sli, proposal, current),
    baseVersion,
    stale: baseVersion !== target.versions,
    loosens,
    objection,
    needsDrift: objection !== null,
    driftAllowed: config().loosening === "drift",
    etag: targetEtag(target),
    mayDecide: open && mayEdit(reader, slo.service),
    mayWithdraw: open && proposal.authorId !== null && proposal.authorId === reader.id,
  };
}

const stated = (
  adrs: AdrIndex,
  slo: Slo,
  target: Pick<TargetVersion, "objective" | "threshold" | "window" | "decisionPath" | "decisionId">,
): Stated => ({
  objective: target.objective,
  threshold: target.threshold,
  window: target.window,
  statement: targetStatement(target, slo.sli),
  quantile: quantileStatement(target, slo.sli),
  decision: adrs.link(target.decisionPath, target.decisionId),
});

const iso = (ms: number): string => new Date(ms).toISOString();
