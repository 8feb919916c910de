/** What was promised, from an instant on. Versions are only ever added. */
export type TargetVersion = {
  version: number;
  /** 0 < objective < 1. */
  objective: number;
  /** Upper edge of a good latency, s; null for ratios. */
  threshold: number | null;
  window: string;
  /** ms. */
  inForceFrom: number;
  decisionPath: string | null;
  decisionId: string | null;
  author: string;
  reason: string;
};

/** A span of minutes (from, to] with the version that held in it. */
export type TargetSpan = { from: number; to: number; version: TargetVersion };

const startMinute = (version: TargetVersion): number => Math.ceil(version.inForceFrom / 60_000);

function ascending(versions: readonly TargetVersion[]): TargetVersion[] {
  const sorted = [...versions].sort((a, b) => a.inForceFrom - b.inForceFrom || a.version - b.version);
  if (sorted.length === 0) throw new RangeError("a target history has at least one version");
  return sorted;
}

/** Before the first version, the first one is assumed (arithmetic.md 12). */
export function targetAt(versions: readonly TargetVersion[], minute: number): TargetVersion {
  const sorted = ascending(versions);
  return sorted.findLast((version) => startMinute(version) < minute) ?? (sorted[0] as TargetVersion);
}

/** The minutes (from, to] cut at every change of target, oldest first. */
export function targetSpans(versions: readonly TargetVersion[], from: number, to: number): TargetSpan[] {
  const sorted = ascending(versions);
  const cuts = sorted.map(startMinute).filter((minute) => minute > from && minute < to);
  const edges = [from, ...new Set(cuts), to];
  return edges.slice(1).map((end, i) => ({ from: edges[i] as number, to: end, version: targetAt(sorted, end) }));
}
