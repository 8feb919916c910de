export const BREACH_KINDS = ["objective-missed", "fast-burn", "slow-burn", "budget-exhausted"] as const;
export type BreachKind = (typeof BREACH_KINDS)[number];
export type BreachOrigin = "live" | "backfill";
