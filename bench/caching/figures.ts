import type { LoadReport } from "@/storefront/caching/load/report";
import type { Figures } from "./results";
import { rounded } from "./rounded";

/** What the origins had counted at a moment. */
export type Snapshot = {
  requests: number;
  bytes: number;
  l1Hits: number;
  l1Misses: number;
  sharedHits: number;
  sharedMisses: number;
  databaseReads: number;
};

const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

/** The figures of a cell from what its visitors saw and what its origins counted, background refreshes included. */
export function figuresOf(
  report: LoadReport,
  before: Snapshot,
  after: Snapshot,
  {
    seconds,
    isShared,
    lostWrites,
    recovery,
  }: {
    seconds: number;
    isShared: boolean;
    lostWrites: number;
    recovery: number | null;
  },
): Figures {
  const grown = (name: keyof Snapshot): number => after[name] - before[name];
  const ms = (value: number | null) => rounded(value, 1);
  const rate = (value: number | null) => rounded(value, 4);
  const spared = (reached: number, all: number) => rate(all > 0 ? 1 - reached / all : null);
  const l1 = share(grown("l1Hits"), grown("l1Hits") + grown("l1Misses"));
  const shared = share(grown("sharedHits"), grown("sharedHits") + grown("sharedMisses"));
  return {
    requests: report.requests,
    errors: report.errors,
    p50Ms: ms(report.p50Ms),
    p95Ms: ms(report.p95Ms),
    p99Ms: ms(report.p99Ms),
    edgeHitRate: rate(share(report.edgeHits, report.cacheable)),
    l1HitRate: rate(l1),
    sharedHitRate: isShared ? rate(shared) : null,
    cacheableHitRate: rate(share(report.cacheable - report.misses, report.cacheable)),
    offloadRequests: spared(grown("requests"), report.requests),
    offloadBytes: spared(grown("bytes"), report.bytes),
    originPerSecond: rounded(grown("requests") / seconds, 1),
    databasePerSecond: rounded(grown("databaseReads") / seconds, 1),
    staleReads: report.staleReads,
    oldestStaleMs: ms(report.oldestStaleMs),
    lostWrites,
    acknowledgedWrites: report.acknowledged.length,
    recoverySeconds: recovery,
  };
}
