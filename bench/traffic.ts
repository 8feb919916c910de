import type { Source } from "./remote-write";

const DAY = 86_400;

/** Numbers from 0 to 2^32 - 1 that are the same in every run. */
export function xorshift(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e3779b1) || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

/** A share of `count` as a whole number whose mean is exact. */
const shareOf = (count: number, share: number, random: number): number =>
  Math.floor(count * share + random / 4294967296);

/** Requests between two scrapes of one instance: noise on a day with a night of one tenth. */
const requests = (atSeconds: number, random: number): number =>
  Math.round((40 + (random & 63)) * (0.55 - 0.45 * Math.cos((2 * Math.PI * atSeconds) / DAY)));

/** Whether an instance starts anew with this sample: once a day, each at its own time. */
const restarts = (atSeconds: number, stepSeconds: number, instance: number): boolean =>
  (atSeconds + ((instance * 7919) % 5760) * 15) % DAY < stepSeconds;

export type Counted = { good: number; total: number };

/**
 * One instance that counts requests and errors. One in a hundred fails; once a day all counters begin at zero again.
 * @param counted adds up what every sample after the first one added
 */
export function ratioInstance(
  names: { bad: string; total: string },
  labels: Record<string, string>,
  instance: number,
  stepSeconds: number,
  counted?: Counted,
): Source {
  const random = xorshift(instance);
  let [bad, total] = [0, 0];
  let begun = false;
  return {
    series: [
      { __name__: names.bad, ...labels },
      { __name__: names.total, ...labels },
    ],
    advance(values, at) {
      if (restarts(at, stepSeconds, instance)) [bad, total] = [0, 0];
      const served = requests(at, random());
      const failed = shareOf(served, 0.01, random());
      bad += failed;
      total += served;
      values[0] = bad;
      values[1] = total;
      if (begun && counted) {
        counted.total += served;
        counted.good += served - failed;
      }
      begun = true;
    },
  };
}

/** Upper edges of the histogram's finite buckets, s. */
export const EDGES = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2.5, 5];
/** The edge that the latency SLIs name. */
export const THRESHOLD = 0.2;

/** Share of the requests up to each edge; half of the requests end within 50 ms, 97 % within 200 ms. */
const WITHIN = [0.02, 0.08, 0.26, 0.5, 0.85, 0.97, 0.985, 0.993, 0.998, 0.9995, 1];

/** What a number of requests adds to each bucket, cumulative over `le`. */
export function bucketsOf(served: number, random: () => number): number[] {
  const noise = random();
  return WITHIN.map((share) => shareOf(served, share, share === 1 ? 0 : noise));
}

/** One instance that measures how long its requests take: a bucket per edge, `+Inf`, and the count. */
export function latencyInstance(
  name: string,
  labels: Record<string, string>,
  instance: number,
  stepSeconds: number,
  counted?: Counted,
): Source {
  const random = xorshift(instance);
  const sums = EDGES.map(() => 0);
  let total = 0;
  let begun = false;
  return {
    series: [
      ...[...EDGES.map(String), "+Inf"].map((le) => ({ __name__: `${name}_bucket`, ...labels, le })),
      { __name__: `${name}_count`, ...labels },
    ],
    advance(values, at) {
      if (restarts(at, stepSeconds, instance)) {
        sums.fill(0);
        total = 0;
      }
      const served = requests(at, random());
      const added = bucketsOf(served, random);
      total += served;
      for (const [edge, count] of added.entries()) {
        sums[edge] = (sums[edge] ?? 0) + count;
        values[edge] = sums[edge] ?? 0;
      }
      values[EDGES.length] = total;
      values[EDGES.length + 1] = total;
      if (begun && counted) {
        counted.total += served;
        counted.good += added[EDGES.indexOf(THRESHOLD)] ?? 0;
      }
      begun = true;
    },
  };
}

/** A series that never changes, such as `up`. */
export const constant = (name: string, labels: Record<string, string>, value: number): Source => ({
  series: [{ __name__: name, ...labels }],
  advance(values) {
    values[0] = value;
  },
});

/** A recorded share of bad events around one in a hundred. */
export function recordedShare(name: string, labels: Record<string, string>, seed: number): Source {
  const random = xorshift(seed);
  return {
    series: [{ __name__: name, ...labels }],
    advance(values) {
      values[0] = 0.005 + (random() / 4294967296) * 0.01;
    },
  };
}

/** Counts of one minute, for a ledger that is filled without an engine. */
export function minuteOf(minute: number, random: () => number): { good: number; total: number; buckets: number[] } {
  const total = 12 * requests(minute * 60, random());
  return { total, good: total - shareOf(total, 0.01, random()), buckets: bucketsOf(total, random) };
}
