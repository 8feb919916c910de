import { BREACH_KINDS, type BreachKind } from "./breach-kind";

const NAMES: Record<BreachKind, string> = {
  "objective-missed": "PlumblineObjectiveMissed",
  "fast-burn": "PlumblineFastBurn",
  "slow-burn": "PlumblineSlowBurn",
  "budget-exhausted": "PlumblineBudgetExhausted",
};

/** The label `alertname` of what is sent for a breach. */
export const alertNameOf = (kind: BreachKind): string => NAMES[kind];

/** null where it is not the name of one for a breach. */
export const kindNamed = (alertname: string): BreachKind | null =>
  BREACH_KINDS.find((kind) => NAMES[kind] === alertname) ?? null;

export const REVISIT_ALERT = "PlumblineRevisitDue";
