import { FAULTS, type FaultName } from "./fault-names";
import type { ChosenPlace } from "./faults";

const TITLES: Record<FaultName, { kind: "deploy" | "event"; began: string; ended: string }> = {
  "flush-caches": { kind: "event", began: "Caches flushed, again and again", ended: "Caches flushed no more" },
  "slow-database": { kind: "event", began: "Database slow", ended: "Database fast again" },
  "short-ttls": { kind: "deploy", began: "Short lifetimes deployed", ended: "Short lifetimes rolled back" },
  "slow-route": { kind: "event", began: "Product pages slow", ended: "Product pages fast again" },
  "slow-region": { kind: "event", began: "Region ap-south slow", ended: "Region ap-south fast again" },
  "slow-pair": {
    kind: "event",
    began: "Product pages slow in us-east",
    ended: "Product pages fast again in us-east",
  },
  "slow-everywhere": { kind: "event", began: "Everything slow", ended: "Everything fast again" },
  spike: { kind: "event", began: "Ten times the visitors", ended: "As many visitors as before" },
  "kill-redis": { kind: "event", began: "Redis killed", ended: "Redis started again, empty" },
};

/** A line of the shop's own log of what was done to it, which Plumbline reads as annotations. */
export function happenedLine(name: FaultName, what: "began" | "ended", at: Date, chosen: ChosenPlace = {}): string {
  const { kind, ...titles } = TITLES[name];
  const place = [chosen.route, chosen.region].filter(Boolean).join(" in ");
  const title = place === "" ? titles[what] : `${place} ${what === "began" ? "slow" : "fast again"}`;
  const text = what === "began" ? `npm run demo -- fault ${name}: ${place === "" ? FAULTS[name] : title}` : null;
  return `${JSON.stringify({ at: at.toISOString(), kind, title, text })}\n`;
}
