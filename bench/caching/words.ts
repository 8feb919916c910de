import type { Figure, FigureName } from "./results";

/** How each figure is named in a table's head, and written in its cells. */
type Words = { head: string; kind: "count" | "ms" | "share" | "rate" | "seconds" };

export const WORDS: Record<FigureName, Words> = {
  requests: { head: "Requests", kind: "count" },
  failed: { head: "Failed", kind: "count" },
  failedShare: { head: "Failed", kind: "share" },
  p50Ms: { head: "p50", kind: "ms" },
  p95Ms: { head: "p95", kind: "ms" },
  p99Ms: { head: "p99", kind: "ms" },
  p95WithFailuresMs: { head: "p95, failures included", kind: "ms" },
  writeP50Ms: { head: "Write p50", kind: "ms" },
  writeP95Ms: { head: "Write p95", kind: "ms" },
  writeP99Ms: { head: "Write p99", kind: "ms" },
  edgeHitRate: { head: "Edge hits", kind: "share" },
  edgeStaleShare: { head: "Of all, in grace", kind: "share" },
  l1HitRate: { head: "L1 hits", kind: "share" },
  sharedHitRate: { head: "Shared hits", kind: "share" },
  cacheableHitRate: { head: "Hits of cacheable reads", kind: "share" },
  offloadRequests: { head: "Offload, requests", kind: "share" },
  offloadBytes: { head: "Offload, bytes", kind: "share" },
  originPerSecond: { head: "Origin requests/s", kind: "rate" },
  originP95Ms: { head: "p95 at the origin", kind: "ms" },
  databasePerSecond: { head: "Database reads/s", kind: "rate" },
  refreshes: { head: "Refreshes", kind: "count" },
  staleReads: { head: "Stale reads", kind: "count" },
  oldestStaleMs: { head: "Oldest stale", kind: "ms" },
  runs: { head: "Runs", kind: "count" },
  lostWrites: { head: "Lost writes", kind: "count" },
  acknowledgedWrites: { head: "Acknowledged writes", kind: "count" },
  recoverySeconds: { head: "Recovery, median", kind: "seconds" },
  recoveryShortest: { head: "Shortest", kind: "seconds" },
  recoveryLongest: { head: "Longest", kind: "seconds" },
  warmSeconds: { head: "Warm after", kind: "seconds" },
};

export const NEVER = { ms: "a failure", seconds: "not within the run" };

/** A figure as tables and texts quote it; `–` where it does not apply. */
export function inWords(figure: FigureName, value: Figure): string {
  const { kind } = WORDS[figure];
  if (value === null) return "–";
  if (value === "never") return kind === "ms" ? NEVER.ms : NEVER.seconds;
  switch (kind) {
    case "count":
      return String(value);
    case "ms":
      return value < 10 ? `${value.toFixed(1)} ms` : `${Math.round(value)} ms`;
    case "share":
      return `${(value * 100).toFixed(1)} %`;
    case "rate":
      return value.toFixed(1);
    case "seconds":
      return `${Math.round(value)} s`;
  }
}
