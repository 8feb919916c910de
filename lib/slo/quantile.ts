/**
 * A quantile from classic histogram counts, as Prometheus' `histogram_quantile` interpolates it.
 * `edges`: finite upper edges, s; `buckets`: counts per edge, cumulative. null where nothing was counted; the highest
 * finite edge where the quantile lies above it.
 */
export function quantile(
  q: number,
  edges: readonly number[],
  buckets: readonly number[],
  total: number,
): number | null {
  if (total <= 0 || edges.length === 0 || edges.length !== buckets.length) return null;
  const rank = q * total;
  const i = buckets.findIndex((count) => count >= rank);
  if (i < 0) return edges.at(-1) ?? null;
  const below = i === 0 ? 0 : (buckets[i - 1] as number);
  const from = i === 0 ? 0 : (edges[i - 1] as number);
  const within = (buckets[i] as number) - below;
  return within <= 0 ? from : from + ((edges[i] as number) - from) * ((rank - below) / within);
}
