export const BREACH_KINDS = ["objective-missed", "fast-burn", "slow-burn", "budget-exhausted"] as const;
export type BreachKind = (typeof BREACH_KINDS)[number];
export type BreachOrigin = "live" | "backfill";

/** The gravest first. */
const GRAVITY: readonly BreachKind[] = ["objective-missed", "budget-exhausted", "fast-burn", "slow-burn"];

/** Of several that are open, the one that says most; null where there is none. */
export const gravestOf = <Each extends { kind: BreachKind }>(open: readonly Each[]): Each | null =>
  open.toSorted((a, b) => GRAVITY.indexOf(a.kind) - GRAVITY.indexOf(b.kind))[0] ?? null;
