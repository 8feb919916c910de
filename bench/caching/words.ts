import type { FigureName } from "./results";

/** How each figure is named in a table's head, and written in its cells. */
type Words = { head: string; kind: "count" | "ms" | "share" | "rate" | "seconds" };

export const WORDS: Record<FigureName, Words> = {
  requests: { head: "Requests", kind: "count" },
  errors: { head: "Errors", kind: "count" },
  p50Ms: { head: "p50", kind: "ms" },
  p95Ms: { head: "p95", kind: "ms" },
  p99Ms: { head: "p99", kind: "ms" },
  edgeHitRate: { head: "Edge hits", kind: "share" },
  l1HitRate: { head: "L1 hits", kind: "share" },
  sharedHitRate: { head: "Shared hits", kind: "share" },
  cacheableHitRate: { head: "Hits of cacheable reads", kind: "share" },
  offloadRequests: { head: "Offload, requests", kind: "share" },
  offloadBytes: { head: "Offload, bytes", kind: "share" },
  originPerSecond: { head: "Origin requests/s", kind: "rate" },
  databasePerSecond: { head: "Database reads/s", kind: "rate" },
  staleReads: { head: "Stale reads", kind: "count" },
  oldestStaleMs: { head: "Oldest stale", kind: "ms" },
  lostWrites: { head: "Lost writes", kind: "count" },
  acknowledgedWrites: { head: "Acknowledged writes", kind: "count" },
  recoverySeconds: { head: "Recovery", kind: "seconds" },
};

/** A figure as tables and texts quote it; `–` where it does not apply, "not within the run" where it did not come. */
export function inWords(figure: FigureName, value: number | null, recovered: boolean | null = null): string {
  if (value === null) return figure === "recoverySeconds" && recovered === false ? "not within the run" : "–";
  switch (WORDS[figure].kind) {
    case "count":
      return String(value);
    case "ms":
      return value < 10 ? `${value.toFixed(1)} ms` : `${Math.round(value)} ms`;
    case "share":
      return `${(value * 100).toFixed(1)} %`;
    case "rate":
      return value.toFixed(1);
    case "seconds":
      return `${value} s`;
  }
}
