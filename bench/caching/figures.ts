import { type BucketCounts, quantileBetween } from "@/storefront/caching/load/histogram";
import type { Account } from "@/storefront/caching/load/report";
import type { Figure, PhaseFigureName, PhaseFigures } from "./results";
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
  refreshes: number;
  productPages: BucketCounts;
};
type Count = Exclude<keyof Snapshot, "productPages">;

const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

/** The figures of a stretch of time from what its visitors saw and what its origins counted, background refreshes included. */
export function figuresOf(seen: Account, before: Snapshot, after: Snapshot, isShared: boolean): PhaseFigures {
  const grown = (name: Count): number => after[name] - before[name];
  const ms = (value: number | null) => rounded(value, 1);
  const rate = (value: number | null) => rounded(value, 4);
  // Of what was answered: a request that failed on its way was not spared, but lost.
  const answered = seen.requests - seen.failed;
  const spared = (reached: number, all: number) => rate(all > 0 ? Math.max(0, 1 - reached / all) : null);
  const perSecond = (name: Count) => rounded(seen.seconds > 0 ? grown(name) / seen.seconds : null, 1);
  const sharedLookups = grown("sharedHits") + grown("sharedMisses");
  return {
    requests: seen.requests,
    failed: seen.failed,
    failedShare: rate(share(seen.failed, seen.requests)),
    p50Ms: ms(seen.readLatency.p50Ms),
    p95Ms: ms(seen.readLatency.p95Ms),
    p99Ms: ms(seen.readLatency.p99Ms),
    p95WithFailuresMs: seen.p95WithFailuresMs === null && seen.reads > 0 ? "never" : ms(seen.p95WithFailuresMs),
    writeP50Ms: ms(seen.writeLatency.p50Ms),
    writeP95Ms: ms(seen.writeLatency.p95Ms),
    writeP99Ms: ms(seen.writeLatency.p99Ms),
    edgeHitRate: rate(share(seen.edgeHits, seen.cacheable)),
    edgeStaleShare: rate(share(seen.edgeStaleHits, seen.cacheable)),
    l1HitRate: rate(share(grown("l1Hits"), grown("l1Hits") + grown("l1Misses"))),
    sharedHitRate: isShared ? rate(share(grown("sharedHits"), sharedLookups)) : null,
    cacheableHitRate: rate(share(seen.hits, seen.cacheable)),
    offloadRequests: spared(grown("requests"), answered),
    offloadBytes: spared(grown("bytes"), seen.bytes),
    originPerSecond: perSecond("requests"),
    originP95Ms: ms(quantileBetween(before.productPages, after.productPages, 0.95)),
    databasePerSecond: perSecond("databaseReads"),
    refreshes: grown("refreshes"),
    staleReads: seen.staleReads,
    oldestStaleMs: ms(seen.oldestStaleMs),
  };
}

/** Counts of several runs are added up, and the oldest is the oldest; of the rest it is the median. */
const ADDED: readonly PhaseFigureName[] = ["requests", "failed", "refreshes", "staleReads"];

export function overRuns(runs: readonly PhaseFigures[]): PhaseFigures {
  const of = (name: PhaseFigureName): Figure => {
    const values = runs.map((run) => run[name]).filter((value) => value !== null);
    if (values.length === 0) return null;
    if (ADDED.includes(name)) return values.reduce<number>((sum, value) => sum + Number(value), 0);
    return name === "oldestStaleMs" ? Math.max(...values.map(Number)) : median(values);
  };
  const [first] = runs;
  if (!first) throw new Error("there was no run");
  const figures = Object.fromEntries((Object.keys(first) as PhaseFigureName[]).map((name) => [name, of(name)]));
  const { failed, requests } = figures;
  return { ...(figures as PhaseFigures), failedShare: rounded(share(Number(failed), Number(requests)), 4) };
}

const asNumber = (value: Exclude<Figure, null>): number => (value === "never" ? Number.POSITIVE_INFINITY : value);
const asFigure = (value: number): Figure => (value === Number.POSITIVE_INFINITY ? "never" : value);

/** What never came is longer than anything that did. Of two in the middle the longer one. */
export function median(values: readonly Exclude<Figure, null>[]): Figure {
  const sorted = values.map(asNumber).toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  return middle === undefined ? null : asFigure(middle);
}

export function rangeOf(values: readonly Exclude<Figure, null>[]): { shortest: Figure; longest: Figure } {
  if (values.length === 0) return { shortest: null, longest: null };
  const all = values.map(asNumber);
  return { shortest: asFigure(Math.min(...all)), longest: asFigure(Math.max(...all)) };
}
