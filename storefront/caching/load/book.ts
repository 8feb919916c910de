import { histogram } from "./histogram";
import type { LoadReport } from "./report";
import { acknowledged } from "./staleness";

export type Served = "edge" | "l1" | "shared" | "database" | "origin";
export type Outcome = {
  /** When the visit was due, s after the start, and how long after that it was answered. */
  due: number;
  latencyMs: number;
  ok: boolean;
  isRead: boolean;
  cacheable: boolean;
  served: Served;
  bytes: number;
};

const newSlice = () => ({ latencies: histogram(), requests: 0, errors: 0, cacheable: 0, hits: 0 });
/** What spares the database, or, of what has no row in it, the origin. */
const isHit = (served: Served): boolean => served === "edge" || served === "l1" || served === "shared";

/** Adds up what the visitors see. A latency counts from when the visit was due, so that a stalled server hides nothing. */
export function loadBook(seconds: number, staleAfterMs: number) {
  const latencies = histogram();
  const slices = Array.from({ length: Math.ceil(seconds) }, newSlice);
  const writes = acknowledged(staleAfterMs);
  const sums = { requests: 0, reads: 0, errors: 0, cacheable: 0, edgeHits: 0, misses: 0, bytes: 0, staleReads: 0 };
  let oldestStaleMs: number | null = null;

  return {
    writes,
    add({ due, latencyMs, ok, isRead, cacheable, served, bytes }: Outcome): void {
      const slice = slices[Math.min(slices.length - 1, Math.floor(due))];
      sums.requests++;
      if (slice) slice.requests++;
      if (!ok) {
        sums.errors++;
        if (slice) slice.errors++;
      }
      if (!isRead) return;
      // A read that failed was not answered within any limit: it counts with the time that it took to fail.
      sums.reads++;
      latencies.add(latencyMs);
      slice?.latencies.add(latencyMs);
      sums.bytes += bytes;
      if (!cacheable) return;
      const hit = ok && isHit(served);
      sums.cacheable++;
      if (ok && served === "edge") sums.edgeHits++;
      if (!hit) sums.misses++;
      if (slice) {
        slice.cacheable++;
        if (hit) slice.hits++;
      }
    },
    /** Whether a read was stale: whether any version that it showed was. */
    see(shown: readonly { id: number; version: number }[], readBegan: number): boolean {
      const ages = shown.flatMap(({ id, version }) => writes.staleMs(id, version, readBegan) ?? []);
      if (ages.length === 0) return false;
      sums.staleReads++;
      oldestStaleMs = Math.max(oldestStaleMs ?? 0, ...ages);
      return true;
    },
    report: (): LoadReport => ({
      ...sums,
      p50Ms: latencies.quantile(0.5),
      p95Ms: latencies.quantile(0.95),
      p99Ms: latencies.quantile(0.99),
      oldestStaleMs,
      slices: slices.map((slice) => ({
        requests: slice.requests,
        errors: slice.errors,
        p95Ms: slice.latencies.quantile(0.95),
        hitRate: slice.cacheable > 0 ? slice.hits / slice.cacheable : null,
      })),
      acknowledged: writes.all(),
    }),
  };
}
