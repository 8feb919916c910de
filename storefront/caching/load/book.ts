import { type Histogram, histogram } from "./histogram";
import type { Account, LoadReport, LoadSlice } from "./report";
import { acknowledged } from "./staleness";

export type Served = "edge" | "edge-stale" | "l1" | "shared" | "database" | "origin";
export type Outcome = {
  /** When the visit was due, s after the start, and how long after that it was answered or failed. */
  due: number;
  latencyMs: number;
  ok: boolean;
  isRead: boolean;
  cacheable: boolean;
  served: Served;
  bytes: number;
};

const HITS: readonly Served[] = ["edge", "edge-stale", "l1", "shared"];
const isHit = ({ ok, served }: Outcome): boolean => ok && HITS.includes(served);

/** Adds up what visitors see in some stretch of time. */
function account() {
  const readLatency = histogram();
  const writeLatency = histogram();
  const sums = {
    ...{ requests: 0, failed: 0, reads: 0, failedReads: 0, writes: 0, failedWrites: 0 },
    ...{ cacheable: 0, hits: 0, edgeHits: 0, edgeStaleHits: 0, bytes: 0, staleReads: 0 },
  };
  let oldestStaleMs: number | null = null;

  function addRead(outcome: Outcome): void {
    const { ok, latencyMs, served, bytes } = outcome;
    sums.reads++;
    if (ok) {
      readLatency.add(latencyMs);
      sums.bytes += bytes;
    } else sums.failedReads++;
    if (!outcome.cacheable) return;
    sums.cacheable++;
    if (!isHit(outcome)) return;
    sums.hits++;
    if (served === "edge" || served === "edge-stale") sums.edgeHits++;
    if (served === "edge-stale") sums.edgeStaleHits++;
  }

  function addWrite({ ok, latencyMs }: Outcome): void {
    sums.writes++;
    if (ok) writeLatency.add(latencyMs);
    else sums.failedWrites++;
  }

  return {
    add(outcome: Outcome): void {
      sums.requests++;
      if (!outcome.ok) sums.failed++;
      if (outcome.isRead) addRead(outcome);
      else addWrite(outcome);
    },
    addStale(ageMs: number): void {
      sums.staleReads++;
      oldestStaleMs = Math.max(oldestStaleMs ?? 0, ageMs);
    },
    report: (seconds: number): Account => ({
      ...sums,
      seconds,
      readLatency: latenciesOf(readLatency),
      writeLatency: latenciesOf(writeLatency),
      p95WithFailuresMs: quantileWithFailures(readLatency, sums.failedReads, 0.95),
      oldestStaleMs,
    }),
  };
}

const latenciesOf = (of: Histogram) => ({
  p50Ms: of.quantile(0.5),
  p95Ms: of.quantile(0.95),
  p99Ms: of.quantile(0.99),
});

/** Over answers and failures alike, a failure being slower than any answer; null where the quantile is a failure. */
function quantileWithFailures(answered: Histogram, failures: number, share: number): number | null {
  const rank = Math.ceil(share * (answered.count() + failures));
  return rank > answered.count() ? null : answered.quantile(rank / answered.count());
}

const newSlice = () => ({
  latencies: histogram(),
  sent: 0,
  done: 0,
  failed: 0,
  reads: 0,
  slow: 0,
  cacheable: 0,
  hits: 0,
});

export type BookOptions = { staleAfterMs: number; latencyLimitMs: number; phaseOf(due: number): number };

/** Adds up what the visitors see. A latency counts from when the visit was due, so that a stalled server hides nothing. */
export function loadBook({ staleAfterMs, latencyLimitMs, phaseOf }: BookOptions) {
  const accounts: ReturnType<typeof account>[] = [];
  const slices: ReturnType<typeof newSlice>[] = [];
  const writes = acknowledged(staleAfterMs);
  const accountAt = (due: number) => {
    const phase = phaseOf(due);
    accounts[phase] ??= account();
    return accounts[phase];
  };
  const sliceAt = (due: number) => {
    const second = Math.floor(due);
    while (slices.length <= second) slices.push(newSlice());
    return slices[second] ?? newSlice();
  };

  return {
    writes,
    /** Before its answer is known. */
    sent: (due: number): void => void sliceAt(due).sent++,
    add(outcome: Outcome): void {
      accountAt(outcome.due).add(outcome);
      const slice = sliceAt(outcome.due);
      slice.done++;
      if (!outcome.ok) slice.failed++;
      if (!outcome.isRead) return;
      slice.reads++;
      if (outcome.ok) slice.latencies.add(outcome.latencyMs);
      if (!outcome.ok || outcome.latencyMs > latencyLimitMs) slice.slow++;
      if (!outcome.cacheable) return;
      slice.cacheable++;
      if (isHit(outcome)) slice.hits++;
    },
    /** Whether a read was stale: whether any version that it showed was. */
    see(shown: readonly { id: number; version: number }[], due: number, readBegan: number): boolean {
      const ages = shown.flatMap(({ id, version }) => writes.staleMs(id, version, readBegan) ?? []);
      if (ages.length === 0) return false;
      accountAt(due).addStale(Math.max(...ages));
      return true;
    },
    slices: (): LoadSlice[] =>
      slices.map(({ latencies, ...counts }) => ({ ...counts, p95Ms: latencies.quantile(0.95) })),
    /** `seconds`: how long each phase lasted. */
    report(seconds: readonly number[]): LoadReport {
      return {
        phases: seconds.map((length, phase) => (accounts[phase] ?? account()).report(length)),
        slices: this.slices(),
        acknowledged: writes.all(),
      };
    },
  };
}
export type LoadBook = ReturnType<typeof loadBook>;
