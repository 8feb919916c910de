/** What was promised, from an instant on. Versions are only ever added. */
export type TargetVersion = {
  version: number;
  /** 0 < objective < 1. */
  objective: number;
  /** The bound of a good event: s for latencies, the query's own unit for gauges, null for ratios. */
  threshold: number | null;
  window: string;
  /** ms. */
  inForceFrom: number;
  decisionPath: string | null;
  decisionId: string | null;
  author: string;
  reason: string;
  /** The commit that last changed the decision's ADR when the version was made; null where git does not know the file. */
  adrCommit: string | null;
  /** It was loosened without a decision that says so, on purpose. */
  asDrift: boolean;
};

/** A span of minutes (from, to] with the version that held in it. */
export type TargetSpan = { from: number; to: number; version: TargetVersion };

const startMinute = (version: TargetVersion): number => Math.ceil(version.inForceFrom / 60_000);

const inOrder = (a: TargetVersion, b: TargetVersion): number => a.inForceFrom - b.inForceFrom || a.version - b.version;

/** As they mostly are already: this is asked for several times a minute and SLO. */
function ascending(versions: readonly TargetVersion[]): readonly TargetVersion[] {
  if (versions.length === 0) throw new RangeError("a target history has at least one version");
  const isAscending = versions.every(
    (version, i) => i === 0 || inOrder(versions[i - 1] as TargetVersion, version) <= 0,
  );
  return isAscending ? versions : versions.toSorted(inOrder);
}

/** Before the first version, the first one is assumed (arithmetic.md 12). */
export function targetAt(versions: readonly TargetVersion[], minute: number): TargetVersion {
  const sorted = ascending(versions);
  return sorted.findLast((version) => startMinute(version) < minute) ?? (sorted[0] as TargetVersion);
}

/** The version in force at an instant, ms: what is promised then, though it holds for whole minutes only from the next one on. */
export function targetInForce(versions: readonly TargetVersion[], at: number): TargetVersion {
  const sorted = ascending(versions);
  return sorted.findLast(({ inForceFrom }) => inForceFrom <= at) ?? (sorted[0] as TargetVersion);
}

/**
 * What takes the place of the version that figures were judged by: the one in force now where that is another one already,
 * else the next that is to come; null where neither is.
 */
export function targetAfter(
  versions: readonly TargetVersion[],
  judgedBy: TargetVersion,
  now: number,
): { version: TargetVersion; holds: boolean } | null {
  const inForce = targetInForce(versions, now);
  if (inForce.version !== judgedBy.version) return { version: inForce, holds: true };
  const next = ascending(versions).find(({ inForceFrom }) => inForceFrom > now && inForceFrom > judgedBy.inForceFrom);
  return next ? { version: next, holds: false } : null;
}

/** What a version takes the place of, and what takes its place; null where it has not both. */
export function neighboursOf(
  versions: readonly TargetVersion[],
  version: number,
): { before: TargetVersion; after: TargetVersion } | null {
  const sorted = ascending(versions);
  const at = sorted.findIndex((each) => each.version === version);
  const [before, after] = [sorted[at - 1], sorted[at + 1]];
  return at > 0 && before && after ? { before, after } : null;
}

/** The minutes (from, to] cut at every change of target, oldest first. */
export function targetSpans(versions: readonly TargetVersion[], from: number, to: number): TargetSpan[] {
  const sorted = ascending(versions);
  const spans: TargetSpan[] = [];
  let begin = from;
  let version = sorted[0] as TargetVersion;
  for (const next of sorted) {
    const cut = startMinute(next);
    if (cut >= to) break;
    if (cut > begin) {
      spans.push({ from: begin, to: cut, version });
      begin = cut;
    }
    version = next;
  }
  spans.push({ from: begin, to, version });
  return spans;
}
