import { latency } from "@/lib/format/latency";
import { objectivePercent } from "@/lib/format/percent";
import { dayAndTime } from "@/lib/format/time";
import { publicKind, type Sli } from "./sli";
import { targetFields } from "./target-difference";
import type { TargetDraft } from "./target-draft";
import { type TargetVersion, targetInForce } from "./target-history";
import { parseWindow, windowText } from "./window";

/** What a version promises, and by which decision. */
export type Target = Pick<TargetVersion, "objective" | "threshold" | "window" | "decisionPath" | "decisionId">;

/** A change that may be made: what it promises from when on, and whether on purpose without a decision. */
export type DecidedTarget = Target & Pick<TargetVersion, "inForceFrom" | "reason" | "asDrift">;

/** Why a change may not be made, in the terms of an error. */
export type Refusal = {
  code: "bad-input" | "conflict";
  message: string;
  wayOut: string | null;
  details: Readonly<Record<string, unknown>>;
};

/** What the records say of the decision that was chosen. */
export type ChosenDecision = {
  found: boolean;
  /** Why it does not say this target, as the end of a sentence; null where it does and is accepted. */
  objection: string | null;
};

export type ChangeFacts = {
  sli: Sli;
  /** Upper edges of the histogram's buckets, s; null where none are known. */
  edges: readonly number[] | null;
  /** Without cancelled ones. */
  targets: readonly TargetVersion[];
  /** null: none was chosen. */
  decision: ChosenDecision | null;
  /** Whether a loosening may be saved as drift. */
  driftAllowed: boolean;
  /** ms */
  now: number;
};

const MINUTE_MS = 60_000;
const FARTHEST_MS = 366 * 86_400_000;
const SAME = 1e-9;

/** Windows that are written differently may be one. */
const windowOf = (text: string): string => {
  const window = parseWindow(text);
  return window ? windowText(window) : text;
};

const isSame = (a: number | null, b: number | null): boolean =>
  a === b || (a !== null && b !== null && Math.abs(a - b) < SAME);

/** Whether both promise the same, by the same decision. */
export const isSameTarget = (a: Target, b: Target): boolean =>
  isSame(a.objective, b.objective) &&
  isSame(a.threshold, b.threshold) &&
  windowOf(a.window) === windowOf(b.window) &&
  a.decisionPath === b.decisionPath &&
  a.decisionId === b.decisionId;

type Promised = Pick<Target, "objective" | "threshold">;

/**
 * In what a target promises less than another one: a lower objective, or a threshold that lets more events be good. A changed
 * window alone is neither looser nor tighter.
 */
export function loosenedIn(sli: Sli, before: Promised, after: Promised): ("objective" | "threshold")[] {
  const higherIsLaxer = sli.kind !== "gauge" || sli.op === "lt" || sli.op === "lte";
  const rise = (after.threshold ?? 0) - (before.threshold ?? 0);
  const laxer = before.threshold !== null && after.threshold !== null && (higherIsLaxer ? rise > SAME : rise < -SAME);
  return [
    ...(after.objective < before.objective - SAME ? (["objective"] as const) : []),
    ...(laxer ? (["threshold"] as const) : []),
  ];
}

/** From when on a change holds, ms: what lies within the running minute begins now. */
export const beginning = (effectiveFrom: string | null | undefined, now: number): number =>
  effectiveFrom == null ? now : Math.max(Date.parse(effectiveFrom), now);

/** "objective from 95 % to 94 %" */
export function loosenedInWords(sli: Sli, before: Target, after: Target): string {
  const loosened: readonly string[] = loosenedIn(sli, before, after);
  return targetFields(sli, after, before)
    .filter(({ field }) => loosened.includes(field))
    .map(({ field, yours, current }) => `${field} from ${current} to ${yours}`)
    .join(", ");
}

/** Decides on a change; `before` is the version that it takes the place of. */
export function decideChange(
  draft: TargetDraft,
  facts: ChangeFacts,
): { target: DecidedTarget; before: TargetVersion } | { refusal: Refusal } {
  const { sli, targets, decision, driftAllowed, now } = facts;
  const at = draft.effectiveFrom == null ? now : Date.parse(draft.effectiveFrom);
  const wrong =
    wrongThreshold(draft.threshold, facts) ??
    wrongInstant(at, now) ??
    (decision?.found === false ? wrongDecision(draft) : null);
  if (wrong) return { refusal: wrong };
  const target: DecidedTarget = {
    ...targetIn(draft),
    inForceFrom: beginning(draft.effectiveFrom, now),
    reason: draft.reason,
    asDrift: false,
  };
  const before = targetInForce(targets, target.inForceFrom);
  if (isSameTarget(target, before)) {
    const message = `This is what version ${before.version} promises already.`;
    return {
      refusal: badInput("objective", message, "Change the objective, the threshold, the window or the decision."),
    };
  }
  const loosened = loosenedIn(sli, before, target);
  if (loosened.length === 0 || decision?.objection === null) return { target, before };
  if (driftAllowed && draft.asDrift) return { target: { ...target, asDrift: true }, before };
  return { refusal: loosening(loosened, before, target, decision, facts) };
}

/** The terms of a draft as they are stored. */
export const targetIn = (draft: Pick<TargetDraft, "objective" | "threshold" | "window" | "decision">): Target => ({
  objective: draft.objective,
  threshold: draft.threshold,
  window: windowOf(draft.window),
  decisionPath: draft.decision?.path ?? null,
  decisionId: draft.decision?.id ?? null,
});

/** Why nothing can be told by a threshold; null where it can. */
export function wrongThreshold(
  threshold: number | null,
  { sli, edges }: Pick<ChangeFacts, "sli" | "edges">,
): Refusal | null {
  const kind = publicKind(sli);
  if (kind === "ratio")
    return threshold === null ? null : badInput("threshold", "A ratio has no threshold.", "Leave it null.");
  if (threshold === null)
    return kind === "latency"
      ? badInput("threshold", "A latency needs a threshold in seconds, such as 0.2.", edgesOffered(edges, null))
      : badInput(
          "threshold",
          "A gauge needs the bound that its value is held against.",
          "Give it in the query's unit.",
        );
  if (!Number.isFinite(threshold) || (kind === "latency" && threshold <= 0))
    return badInput("threshold", "A latency's threshold is above 0 s.", edgesOffered(edges, null));
  if (sli.kind !== "latency" || !edges || edges.length === 0 || edges.some((edge) => isSame(edge, threshold)))
    return null;
  const message = `No bucket of the histogram ends at ${latency(threshold)}: good and bad could not be told apart.`;
  return badInput("threshold", message, edgesOffered(edges, threshold), { offers: nearestEdges(edges, threshold) });
}

/** Those next to a threshold, the nearest first. */
function nearestEdges(edges: readonly number[], threshold: number): number[] {
  return [edges.findLast((edge) => edge < threshold), edges.find((edge) => edge > threshold)]
    .filter((edge) => edge !== undefined)
    .sort((a, b) => Math.abs(a - threshold) - Math.abs(b - threshold));
}

function edgesOffered(edges: readonly number[] | null, threshold: number | null): string | null {
  if (!edges || edges.length === 0) return null;
  const offered = threshold === null ? edges : nearestEdges(edges, threshold);
  return `Take ${offered.map((edge) => latency(edge)).join(" or ")}.`;
}

function wrongInstant(at: number, now: number): Refusal | null {
  if (at <= now - MINUTE_MS)
    return badInput(
      "effectiveFrom",
      `${dayAndTime(at)} is past: what was promised then stays as it was.`,
      "Leave it out to begin now, or name a time to come.",
    );
  if (at > now + FARTHEST_MS)
    return badInput("effectiveFrom", `${dayAndTime(at)} is more than a year ahead.`, "Name a time within a year.");
  return null;
}

const wrongDecision = ({ decision }: TargetDraft): Refusal =>
  badInput(
    "decision",
    `No record holds a decision ${decision?.path}#${decision?.id}.`,
    "Choose one of the decisions that GET /api/v1/decisions lists, or none.",
  );

function loosening(
  loosened: readonly ("objective" | "threshold")[],
  before: TargetVersion,
  target: Target,
  decision: ChosenDecision | null,
  { driftAllowed, sli }: ChangeFacts,
): Refusal {
  const words = loosenedInWords(sli, before, target);
  const why = decision === null ? "no decision is chosen" : decision.objection;
  return {
    code: "bad-input",
    message: `This loosens the ${words}, and ${why}.`,
    wayOut: `Let an accepted decision promise ${objectivePercent(target.objective)}${target.threshold === null ? "" : " at this threshold"} for this SLO in its record and choose it here${driftAllowed ? ", or save the change as drift, on purpose: asDrift" : ""}.`,
    details: {
      issues: [{ field: "decision", message: `The change loosens the ${loosened.join(" and the ")}, and ${why}.` }],
      loosening: { fields: loosened, why, driftAllowed },
    },
  };
}

function badInput(field: string, message: string, wayOut: string | null, more: Record<string, unknown> = {}): Refusal {
  return { code: "bad-input", message, wayOut, details: { issues: [{ field, message }], ...more } };
}
