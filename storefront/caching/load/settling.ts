/** Hits of one window of time; null: nothing cacheable was asked for. */
export type WindowHits = number | null;

/** Whether so many windows in a row have hit rates that differ by no more than `within`: the caches are as full as they get. */
export function isSteady(windows: readonly WindowHits[], count: number, within: number): boolean {
  const last = windows.slice(-count);
  const known = last.filter((hits) => hits !== null);
  if (known.length < count) return false;
  return Math.max(...known) - Math.min(...known) <= within;
}
