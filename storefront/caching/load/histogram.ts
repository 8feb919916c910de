/** Latencies in buckets that grow by 1 %: a quantile is right to 1 %, from 0.1 ms to minutes, in constant memory. */
const SMALLEST_MS = 0.1;
const GROWTH = 1.01;
const LOG_GROWTH = Math.log(GROWTH);

export type Histogram = { add(ms: number): void; count(): number; quantile(share: number): number | null };

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
    /** The upper edge of the bucket that holds it; null without a value. */
    quantile(share) {
      if (total === 0) return null;
      const rank = Math.max(1, Math.ceil(share * total));
      let seen = 0;
      for (let bucket = 0; bucket < counts.length; bucket++) {
        seen += counts[bucket] ?? 0;
        if (seen >= rank) return SMALLEST_MS * GROWTH ** bucket;
      }
      return null;
    },
  };
}
