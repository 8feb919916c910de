/** Latencies in buckets that grow by 1 %: a quantile is right to 1 %, from 0.1 ms to minutes, in constant memory. */
const SMALLEST_MS = 0.1;
const GROWTH = 1.01;
const LOG_GROWTH = Math.log(GROWTH);

/** How many values each bucket holds, by its number; those without any are left out. */
export type BucketCounts = Record<string, number>;
export type Histogram = {
  add(ms: number): void;
  count(): number;
  quantile(share: number): number | null;
  counts(): BucketCounts;
};

export function histogram(): Histogram {
  const counts: number[] = [];
  let total = 0;
  return {
    add(ms) {
      const bucket = ms <= SMALLEST_MS ? 0 : Math.ceil(Math.log(ms / SMALLEST_MS) / LOG_GROWTH);
      counts[bucket] = (counts[bucket] ?? 0) + 1;
      total++;
    },
    count: () => total,
    counts: () => Object.fromEntries(Object.entries(counts)),
    quantile: (share) => quantileOf(counts, total, share),
  };
}

/** The upper edge of the bucket that holds the quantile; null without a value. */
function quantileOf(counts: readonly (number | undefined)[], total: number, share: number): number | null {
  if (total === 0) return null;
  const rank = Math.max(1, Math.ceil(share * total));
  let seen = 0;
  for (let bucket = 0; bucket < counts.length; bucket++) {
    seen += counts[bucket] ?? 0;
    if (seen >= rank) return SMALLEST_MS * GROWTH ** bucket;
  }
  return null;
}

/** A quantile of what was counted between two readings of a histogram. */
export function quantileBetween(before: BucketCounts, after: BucketCounts, share: number): number | null {
  const grown: number[] = [];
  for (const [bucket, count] of Object.entries(after)) grown[Number(bucket)] = count - (before[bucket] ?? 0);
  return quantileOf(
    grown,
    grown.reduce((sum, count) => sum + count, 0),
    share,
  );
}
