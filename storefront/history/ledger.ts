import { LATENCY_EDGES } from "../latency";
import type { Minute } from "./minute";
import { type Counts, SLO_COUNTS } from "./slo-counts";

const HOUR = 3600;

export type SloHistory = {
  stepSeconds: number;
  from: string;
  good: number[];
  total: number[];
  edges?: number[];
  buckets?: number[][];
};

/** Hourly counts of every objective from `from` up to `to`, both whole hours in epoch seconds. */
export function hourlyCounts(from: number, to: number, minuteAt: (at: number) => Minute): Record<string, SloHistory> {
  const history = Object.fromEntries(Object.keys(SLO_COUNTS).map((id): [string, SloHistory] => [id, empty(from)]));
  for (let hour = from; hour < to; hour += HOUR) {
    const minutes = Array.from({ length: 60 }, (_, index) => minuteAt(hour + index * 60));
    for (const [id, countsOf] of Object.entries(SLO_COUNTS)) {
      const counts = addUp(minutes.map(countsOf));
      const slo = history[id] ?? empty(from);
      slo.good.push(counts.good);
      slo.total.push(counts.total);
      if (counts.buckets) {
        slo.edges ??= LATENCY_EDGES;
        slo.buckets ??= [];
        slo.buckets.push(counts.buckets);
      }
    }
  }
  return history;
}

function empty(from: number): SloHistory {
  return { stepSeconds: HOUR, from: new Date(from * 1000).toISOString(), good: [], total: [] };
}

/** Adds into one object: half a million small ones would take longer than the model itself. */
function addUp(minutes: Counts[]): Counts {
  const sum: Counts = { good: 0, total: 0 };
  for (const { good, total, buckets } of minutes) {
    sum.good += good;
    sum.total += total;
    if (!buckets) continue;
    sum.buckets ??= new Array<number>(buckets.length).fill(0);
    for (const [index, count] of buckets.entries()) sum.buckets[index] = (sum.buckets[index] ?? 0) + count;
  }
  return sum;
}
