import type { Stream } from "./remote-write";
import { constant, ratioInstance } from "./traffic";

/** One ratio SLO of the fleet, with the selectors that any tool would be given. */
export type FleetSlo = { id: string; service: string; bad: string; total: string; objective: number };

const INSTANCES = 3;
/** Services of a label family, and metrics of a job that has names of its own. */
const FAMILY = 50;
const METRICS_PER_JOB = 10;
export const SCRAPE_SECONDS = 15;

/**
 * Ratio SLOs of three instances each. Half are label families: the same metric and matchers, another `service`. The other
 * half have metrics of their own.
 */
export function fleet(count: number): { slos: FleetSlo[]; streams: Stream[] } {
  const inFamilies = Math.floor(count / 2);
  const sources: Stream["sources"] = [];
  const targets = new Set<string>();
  const slos = Array.from({ length: count }, (_, i): FleetSlo => {
    const family = i < inFamilies;
    const own = i - inFamilies;
    const job = family ? "fleet" : `job-${Math.floor(own / METRICS_PER_JOB)}`;
    const service = family ? `service-${i % FAMILY}` : job;
    const metric = family ? `fleet_${Math.floor(i / FAMILY)}` : `own_${own}`;
    const names = { bad: `${metric}_errors_total`, total: `${metric}_requests_total` };
    const matchers = family ? `{job="${job}",service="${service}"}` : `{job="${job}"}`;
    for (let n = 0; n < INSTANCES; n++) {
      const labels = { job, instance: `${service}-${n}`, ...(family ? { service } : {}) };
      sources.push(ratioInstance(names, labels, i * INSTANCES + n, SCRAPE_SECONDS));
      targets.add(JSON.stringify({ job, instance: labels.instance }));
    }
    return {
      id: `${metric}-${service}`.replaceAll("_", "-"),
      service,
      bad: `${names.bad}${matchers}`,
      total: `${names.total}${matchers}`,
      // Every tenth one promises more than its traffic keeps.
      objective: i % 10 === 0 ? 0.995 : 0.98,
    };
  });
  const up = [...targets].map((target) => constant("up", JSON.parse(target), 1));
  return {
    slos,
    streams: [
      { stepSeconds: SCRAPE_SECONDS, sources },
      { stepSeconds: SCRAPE_SECONDS, sources: up },
    ],
  };
}
