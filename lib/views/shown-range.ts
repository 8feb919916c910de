import "server-only";
import { dayAndTime } from "@/lib/format/time";
import { budgetOf } from "@/lib/slo/error-budget";
import { countsIn, type Ledger } from "@/lib/slo/ledger";
import { type AskedRange, minutesOf, type RangeName, type RangeTerms, readRange, stepFor } from "@/lib/slo/range";
import { finalMinute, minuteAt, msOf } from "@/lib/slo/window";
import type { Slo } from "@/lib/store/slos";
import { coverageIn, snappedOutward } from "./coverage";
import { type SeriesPoint, seriesOf } from "./series";

/** What an address asks for: a range, and whether the time before it stands beside it. */
export type ShownTerms = RangeTerms & { readonly previous?: string | null | undefined };

/** Sums of a range; null: nothing to divide, or nothing observed. */
type RangeSums = { good: number; total: number; attainment: number | null; coverage: number };

/** What the charts are of. Times are ISO 8601 UTC and those that were used: edges snap to rows that are kept. */
export type ShownRange = {
  /** null: an absolute one. */
  name: RangeName | null;
  from: string;
  to: string;
  stepSeconds: number;
  /** It ends with the last counted minute. */
  isLive: boolean;
  /** Why what was asked for is not shown. */
  problem: string | null;
  sums: RangeSums;
};

/** The same length of time just before the range; `slice` is the place of the slice that each point is compared with. */
export type PreviousRange = { from: string; to: string; sums: RangeSums; series: PreviousPoint[] };
export type PreviousPoint = Pick<SeriesPoint, "slice" | "attainment" | "total" | "observed" | "p95Seconds"> & {
  /** Where it is drawn: the end of the slice that it is compared with, ms. */
  t: number;
};

export type Shown = {
  range: ShownRange;
  series: SeriesPoint[];
  previous: PreviousRange | null;
  /** The minutes (from, to] and how many are in a slice. */
  minutes: { from: number; to: number; step: number };
};

/** Reads the ledger only, in at most some 340 slices however long the range is. */
export function shownRange(ledger: Ledger, slo: Slo, terms: ShownTerms, now: Date, delaySeconds: number): Shown {
  const last = ledger.last()?.minute ?? minuteAt(now.getTime());
  const { asked, problem } = askedOf(ledger, terms, now);
  const wanted = minutesOf(asked, last, finalMinute(now, delaySeconds));
  // Charts end with what was counted; the sums also know of the gap between that and the end that was asked for.
  const { from, to } = snappedOutward(ledger, wanted.from, wanted.to);
  const end = Math.max(to, wanted.to);
  const step = stepFor(to - from);
  const range: ShownRange = {
    name: asked.name,
    from: iso(from),
    to: iso(end),
    stepSeconds: step * 60,
    isLive: to >= last,
    problem,
    sums: sumsOf(ledger, slo, from, end),
  };
  return {
    range,
    series: seriesOf(ledger, slo, from, to, step),
    previous: terms.previous === "on" ? previousOf(ledger, slo, from, to, step) : null,
    minutes: { from, to, step },
  };
}

/** What was asked for, or the default range where nothing of it was counted. */
function askedOf(ledger: Ledger, terms: ShownTerms, now: Date): { asked: AskedRange; problem: string | null } {
  const read = readRange(terms, now.getTime());
  const last = ledger.last();
  if (!last || read.asked.name !== null || read.asked.from < last.minute) return read;
  const problem = `Nothing was counted in this range: the last counted minute is ${dayAndTime(iso(last.minute))}.`;
  return { asked: readRange({}, now.getTime()).asked, problem };
}

function previousOf(ledger: Ledger, slo: Slo, from: number, to: number, step: number): PreviousRange {
  const begin = from - (to - from);
  const kept = snappedOutward(ledger, begin, from);
  return {
    from: iso(kept.from),
    to: iso(from),
    sums: sumsOf(ledger, slo, kept.from, from),
    // Its first slice takes what the snapped edge adds; each keeps the place of the one that it is compared with.
    series: seriesOf(ledger, slo, begin, from, step).map((point) => ({
      slice: point.slice,
      t: msOf(Math.min(to, from + (point.slice + 1) * step)),
      attainment: point.attainment,
      total: point.total,
      observed: point.observed,
      p95Seconds: point.p95Seconds,
    })),
  };
}

function sumsOf(ledger: Ledger, slo: Slo, from: number, to: number): RangeSums {
  const { good, attainment } = budgetOf(ledger, slo.targets, slo.edges, from, to);
  const { total, observedSeconds } = countsIn(ledger, from, to);
  return {
    good,
    total,
    attainment: observedSeconds === 0 ? null : attainment,
    coverage: coverageIn(ledger, from, to),
  };
}

const iso = (minute: number): string => new Date(msOf(minute)).toISOString();
