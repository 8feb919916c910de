export const FAULTS = {
  "flush-caches": "empties the edge, L1 and Redis every 10 s",
  "slow-database": "makes every read of the product database 20 times slower",
  "short-ttls": "cuts every cache lifetime to 1 s, without grace at the edge",
  "slow-route": "makes every product page come to its visitors 0.4 s later",
  "slow-region": "makes everything come 0.4 s later to the visitors of one region, ap-south",
  "slow-pair": "makes product pages come 0.4 s later to the visitors of one region, us-east",
  "slow-everywhere": "makes everything come to everybody 0.4 s later",
  spike: "sends 10 times the visitors",
  "kill-redis": "kills Redis, and starts it again, empty, at the end",
} as const;

export type FaultName = keyof typeof FAULTS;
export const FAULT_NAMES = Object.keys(FAULTS) as FaultName[];
export const DEFAULT_FAULT_SECONDS = 600;

const PLACED: Partial<Record<FaultName, readonly ("route" | "region")[]>> = {
  "slow-route": ["route"],
  "slow-region": ["region"],
  "slow-pair": ["route", "region"],
};
/** Whether it can be said which route, or region, a fault strikes. */
export const isChosen = (name: FaultName, part: "route" | "region"): boolean => PLACED[name]?.includes(part) ?? false;
