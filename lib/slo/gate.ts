import * as z from "zod";
import { duration } from "@/lib/format/duration";
import { objectivePercent, percent } from "@/lib/format/percent";
import { dayAndTime } from "@/lib/format/time";
import { type BreachKind, gravestOf } from "./breach-kind";
import type { Verdict } from "./verdict";

const share = (error: string, fallback: number) => z.coerce.number(error).min(0, error).max(1, error).default(fallback);

/** How a pipeline asks, as the terms of an address. */
export const GateTerms = z.object({
  /** What becomes of an SLO about which nothing is known now: `unknown`, `no-traffic`, or without a budget to tell. */
  unknown: z.enum(["allow", "deny"], { error: "is neither allow nor deny" }).default("deny"),
  /** Share of the error budget that has to be left, 0..1. Nothing left is denied whatever it says. */
  minBudget: share("is no share from 0 to 1, such as 0.1", 0),
  /** Share of the window that has to be observed, 0..1. */
  minCoverage: share("is no share from 0 to 1, such as 0.6", 0),
});
export type GateTerms = z.infer<typeof GateTerms>;

/** What the gate decides about. Shares are 0..1, times epoch ms. */
export type GateFacts = {
  verdict: Verdict;
  /** Why the verdict is what it is; null where the figures say it. */
  verdictReason: string | null;
  open: readonly { id: number; kind: BreachKind }[];
  objective: number;
  /** null: not known. */
  budgetRemaining: number | null;
  coverage: number;
  /** Until the budget is gone at the present rate; null: it holds, or that is not known. */
  exhaustedInSeconds: number | null;
  /** The end of the last counted minute where that is too long ago; null where the figures are of now. */
  staleSince: number | null;
  /** When the next calendar period begins; null for a rolling window. */
  periodEnds: number | null;
  now: number;
};

/** Why it is open or closed, for programs; the sentence is `reason`. */
export const GATE_CAUSES = [
  "budget-left",
  "fast-burn",
  "budget-spent",
  "objective-missed",
  "unknown",
  "no-traffic",
  "low-coverage",
  "below-minimum",
] as const;
export type GateCause = (typeof GATE_CAUSES)[number];

export type GateDecision = {
  allowed: boolean;
  cause: GateCause;
  /** One sentence for whoever reads the log of the pipeline. */
  reason: string;
  /** null where it is open. */
  wayOut: string | null;
  /** Open: when the budget is gone at the present rate. Closed by a spent budget: when the next calendar period begins. Epoch ms. */
  until: number | null;
};

/**
 * Whether there is budget for a change. What is known to be bad closes it first: an open fast burn, a spent budget, a missed
 * objective. What is not known closes it unless the terms say otherwise, and then the sentence says that nothing is known.
 */
export function gateOf(facts: GateFacts, terms: GateTerms): GateDecision {
  return knownBad(facts) ?? notKnown(facts, terms) ?? tooLittle(facts, terms) ?? open(facts, terms);
}

function knownBad(facts: GateFacts): GateDecision | null {
  const gravest = gravestOf(facts.open);
  const page = facts.open.find(({ kind }) => kind === "fast-burn");
  if (page)
    return closed(
      "fast-burn",
      `the budget burns fast enough to page somebody (breach ${page.id})`,
      `Wait until the breach closes. If this change is its cure, deploy it without the gate and say so on /breaches/${page.id}.`,
    );
  const { budgetRemaining } = facts;
  if (gravest?.kind === "budget-exhausted" || (budgetRemaining !== null && budgetRemaining <= 0))
    return closed(
      "budget-spent",
      budgetRemaining === null ? "the error budget is spent" : `the error budget is spent: ${left(budgetRemaining)}`,
      facts.periodEnds === null
        ? "Make it reliable first: the budget comes back as bad minutes leave the window. A target that is wrong is changed with its decision."
        : `Make it reliable first: the next period begins on ${dayAndTime(facts.periodEnds)}. A target that is wrong is changed with its decision.`,
      facts.periodEnds,
    );
  const missed = facts.open.find(({ kind }) => kind === "objective-missed");
  if (missed)
    return closed(
      "objective-missed",
      `less than ${objectivePercent(facts.objective)} is good at present (breach ${missed.id})`,
      `Wait until the breach closes. If this change is its cure, deploy it without the gate and say so on /breaches/${missed.id}.`,
    );
  return null;
}

/** null where it is known, or was asked to be let pass. */
function notKnown(facts: GateFacts, terms: GateTerms): GateDecision | null {
  const what = whatIsUnknown(facts);
  if (what === null || terms.unknown === "allow") return null;
  return closed(
    what.cause,
    what.words,
    "See why on the page of the SLO. With unknown=allow such an SLO does not close the gate.",
  );
}

function whatIsUnknown(facts: GateFacts): { cause: "unknown" | "no-traffic"; words: string } | null {
  const because = facts.verdictReason === null ? "" : `: ${facts.verdictReason.replace(/[.]$/, "")}`;
  if (facts.verdict === "no-traffic")
    return { cause: "no-traffic", words: `there is no traffic to judge by${because}` };
  if (facts.verdict === "unknown") return { cause: "unknown", words: `its state is not known${because}` };
  if (facts.budgetRemaining === null) return { cause: "unknown", words: "its budget is not known" };
  return null;
}

function tooLittle(facts: GateFacts, { minBudget, minCoverage }: GateTerms): GateDecision | null {
  const { budgetRemaining, coverage } = facts;
  if (coverage < minCoverage)
    return closed(
      "low-coverage",
      `${percent(coverage)} of the window is observed, and ${percent(minCoverage)} is asked for`,
      "Wait until more of the window is counted, or ask with a lower minCoverage.",
    );
  if (budgetRemaining === null || budgetRemaining >= minBudget) return null;
  return closed(
    "below-minimum",
    `${left(budgetRemaining)}, and ${percent(minBudget)} is asked for`,
    "Wait until more of the budget is back, or ask with a lower minBudget.",
  );
}

function open(facts: GateFacts, terms: GateTerms): GateDecision {
  const { budgetRemaining, exhaustedInSeconds, staleSince, now } = facts;
  const known = budgetRemaining === null ? "the budget is not known" : left(budgetRemaining);
  const budget = staleSince === null ? known : `as of ${dayAndTime(staleSince)}, ${known}`;
  const unknown = terms.unknown === "allow" ? whatIsUnknown(facts) : null;
  if (unknown !== null)
    return {
      allowed: true,
      cause: unknown.cause,
      reason: `${unknown.words}; it is let pass because unknown=allow was asked for, and ${budget}`,
      wayOut: null,
      until: null,
    };
  const gone = exhaustedInSeconds === null ? "" : `; at the present rate it is gone in ${duration(exhaustedInSeconds)}`;
  const slow = facts.open.some(({ kind }) => kind === "slow-burn") ? ", and it burns slowly but too fast" : "";
  return {
    allowed: true,
    cause: "budget-left",
    reason: `${budget}${slow}${gone}`,
    wayOut: null,
    until: exhaustedInSeconds === null ? null : now + exhaustedInSeconds * 1000,
  };
}

const left = (remaining: number): string =>
  remaining < 0 ? `overspent by ${percent(-remaining)} of it` : `${percent(remaining)} of the budget is left`;

const closed = (cause: GateCause, reason: string, wayOut: string, until: number | null = null): GateDecision => ({
  allowed: false,
  cause,
  reason,
  wayOut,
  until,
});
