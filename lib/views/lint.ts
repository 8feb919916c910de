import "server-only";
import { LRUCache } from "lru-cache";
import { keyOf } from "@/lib/rules/counting";
import { countsIn, goodWithin, type Ledger, NOTHING } from "@/lib/slo/ledger";
import { type Finding, type LintFacts, lint, otherUnitOf, type SeriesSeen } from "@/lib/slo/lint";
import { isApproximate, isCounted, publicKind, type Sli } from "@/lib/slo/sli";
import { type TargetVersion, targetAt } from "@/lib/slo/target-history";
import { minuteAt } from "@/lib/slo/window";
import type { Database } from "@/lib/store/database";
import { storedLedger } from "@/lib/store/ledger";
import type { Slo } from "@/lib/store/slos";

export type { Finding } from "@/lib/slo/lint";

const WEEK = 10_080;

/** What is doubtful about an SLO, gravest first; [] where nothing is. */
export const findingsOf = (ledger: Ledger, slo: Slo, now: Date): Finding[] => lint(factsOf(ledger, slo, now));

/** What would be doubtful about it with another target. */
export const findingsWith = (ledger: Ledger, slo: Slo, target: TargetVersion, now: Date): Finding[] =>
  lint(factsOf(ledger, { ...slo, targets: [target] }, now));

function factsOf(ledger: Ledger, slo: Slo, now: Date): LintFacts {
  const [first, last] = [ledger.first(), ledger.last()];
  const minute = last?.minute ?? minuteAt(now.getTime());
  const target = targetAt(slo.targets, minute);
  const from = Math.max(minute - WEEK, first?.minute ?? minute);
  const counts = countsIn(ledger, from, minute);
  const all = first && last ? countsIn(ledger, first.minute, last.minute) : NOTHING;
  const good = goodWithin(all, slo.edges, target.threshold) ?? 0;
  return {
    kind: publicKind(slo.sli),
    target,
    edges: slo.edges,
    minute,
    firstCountedMinute: first?.minute ?? null,
    baselineMinute: null,
    lately:
      minute > from
        ? {
            minutes: minute - from,
            good: goodWithin(counts, slo.edges, target.threshold),
            total: counts.total,
            observedSeconds: counts.observedSeconds,
          }
        : null,
    series: seriesOf(slo, { good, bad: all.total - good, total: all.total }),
    approximate: isApproximate(slo.sli),
    otherUnit: otherUnitOf(slo.sli),
  };
}

/** The series of each part when it was last counted; a part that ever counted anything had some. */
function seriesOf(
  { sli, seriesSeen }: Slo,
  counted: { good: number; bad: number; total: number },
): LintFacts["series"] {
  const seen = (keys: readonly string[], events: number): SeriesSeen | null => {
    if (!seriesSeen || keys.length === 0) return null;
    // Terms of a sum are one count by intention; several series of one term may not be.
    const now = keys.reduce((most, key) => Math.max(most, seriesSeen[key] ?? 0), 0);
    return { now, ever: now > 0 || events > 0 };
  };
  const { good, bad, total } = keysOf(sli);
  return { good: seen(good, counted.good), bad: seen(bad, counted.bad), total: seen(total, counted.total) };
}

function keysOf(sli: Sli): { good: string[]; bad: string[]; total: string[] } {
  if (!isCounted(sli)) return { good: [], bad: [], total: [] };
  const total = sli.total.map(({ selector }) => keyOf({ selector, perBucket: false }));
  if (sli.kind === "latency") return { good: [keyOf({ selector: sli.buckets, perBucket: true })], bad: [], total };
  const part = sli.part.map(({ selector }) => keyOf({ selector, perBucket: false }));
  return sli.counts === "good" ? { good: part, bad: [], total } : { good: [], bad: part, total };
}

/** What is doubtful changes with a target or over days; a list of a thousand SLOs does not look anew every minute. */
const KEPT_MS = 600_000;
const counted = new LRUCache<string, number>({ max: 20_000, ttl: KEPT_MS });

/** How many findings an SLO has that ask for something: errors and warnings, as of some minutes ago at most. */
export function findingsCount(db: Database, slo: Slo, now: Date): number {
  const key = `${slo.sliId} ${slo.targets.length} ${slo.edges?.length} ${JSON.stringify(slo.seriesSeen)}`;
  const known = counted.get(key);
  if (known !== undefined) return known;
  const asking = findingsOf(storedLedger(db, slo.sliId), slo, now).filter(({ severity }) => severity !== "info").length;
  counted.set(key, asking);
  return asking;
}
