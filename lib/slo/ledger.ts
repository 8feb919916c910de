/** What one minute held. `buckets`: counts per finite edge, cumulative over `le`; null where there is no histogram. */
export type Tally = {
  minute: number;
  good: number;
  total: number;
  observedSeconds: number;
  buckets: number[] | null;
  /** Holds counts of earlier, unobserved minutes: they count for windows and give no verdict (arithmetic.md 3). */
  carried: boolean;
};

/** The sum of every tally up to the end of `minute`, from an arbitrary zero. */
export type LedgerRow = Tally;

export type Counts = { good: number; total: number; observedSeconds: number; buckets: number[] | null };

/** Looks rows up; `at` gives the last row at or before the minute, or the first row there is. */
export type Ledger = {
  at(minute: number): LedgerRow | null;
  /** The first row at or after the minute, or the last row there is. */
  atOrAfter(minute: number): LedgerRow | null;
  first(): LedgerRow | null;
  last(): LedgerRow | null;
  /** Counts of the carried minutes in (from, to]. */
  carried(from: number, to: number): Counts;
};

export const NOTHING: Counts = { good: 0, total: 0, observedSeconds: 0, buckets: null };

/** Where one side has seen no histogram yet, it stands at zero. */
function perEdge(a: number[] | null, b: number[] | null, sign: 1 | -1): number[] | null {
  const edges = a ?? b;
  if (!edges || (a && b && a.length !== b.length)) return null;
  return edges.map((_, i) => (a?.[i] ?? 0) + sign * (b?.[i] ?? 0));
}

export function add(a: Counts, b: Counts): Counts {
  return {
    good: a.good + b.good,
    total: a.total + b.total,
    observedSeconds: a.observedSeconds + b.observedSeconds,
    buckets: perEdge(a.buckets, b.buckets, 1),
  };
}

export function subtract(a: Counts, b: Counts): Counts {
  return {
    good: a.good - b.good,
    total: a.total - b.total,
    observedSeconds: a.observedSeconds - b.observedSeconds,
    buckets: perEdge(a.buckets, b.buckets, -1),
  };
}

/** Rows above `last`, one for each tally; tallies are consecutive and ascending. */
export function rowsAbove(last: LedgerRow, tallies: readonly Tally[]): LedgerRow[] {
  let below = last;
  return tallies.map((tally) => {
    if (tally.minute !== below.minute + 1)
      throw new RangeError(`minute ${tally.minute} does not follow ${below.minute}`);
    below = { ...add(below, tally), minute: tally.minute, carried: tally.carried };
    return below;
  });
}

/** Rows below `first`, so that nothing above changes; tallies are consecutive, ascending, and end at `first.minute`. */
export function rowsBelow(first: LedgerRow, tallies: readonly Tally[]): LedgerRow[] {
  const rows: LedgerRow[] = [];
  let above: LedgerRow = first;
  for (let i = tallies.length - 1; i >= 0; i--) {
    const tally = tallies[i] as Tally;
    if (tally.minute !== above.minute) throw new RangeError(`minute ${tally.minute} does not end at ${above.minute}`);
    const carried = tallies[i - 1]?.carried ?? false;
    const { good, total, observedSeconds, buckets } = subtract(withBuckets(above, tally), tally);
    above = { minute: tally.minute - 1, good, total, observedSeconds, buckets, carried };
    rows.push(above);
  }
  return rows.reverse();
}

const withBuckets = (row: LedgerRow, like: Tally): LedgerRow =>
  row.buckets || !like.buckets ? row : { ...row, buckets: like.buckets.map(() => 0) };

/** Counts in (from, to]. Before the first row nothing was counted. */
export function countsIn(ledger: Ledger, from: number, to: number): Counts {
  const upper = ledger.at(to);
  const lower = ledger.at(from);
  if (!upper || !lower) return NOTHING;
  return subtract(upper, lower);
}

/** Counts in (from, to] without what was carried over a gap: only these may give a verdict. */
export function judgedIn(ledger: Ledger, from: number, to: number): Counts {
  const carried = ledger.carried(from, to);
  return carried.total === 0 ? countsIn(ledger, from, to) : subtract(countsIn(ledger, from, to), carried);
}

/** Minutes up to a minute, or to the end of the ledger, in which nothing was observed. */
export function silentMinutes(ledger: Ledger, upTo?: number): number {
  const [first, last] = [ledger.first(), upTo === undefined ? ledger.last() : ledger.at(upTo)];
  if (!first || !last) return 0;
  const isSilentFrom = (minute: number): boolean => ledger.at(minute)?.observedSeconds === last.observedSeconds;
  if (first.minute === last.minute || !isSilentFrom(last.minute - 1)) return 0;
  let low = first.minute;
  let high = last.minute - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isSilentFrom(middle)) high = middle;
    else low = middle + 1;
  }
  return last.minute - low;
}

/** Minutes in a row at the end of the ledger that were carried, up to a number of them. */
export function carriedMinutes(ledger: Ledger, most: number): number {
  const last = ledger.last()?.minute ?? 0;
  let n = 0;
  while (n < most && ledger.at(last - n)?.carried) n++;
  return n;
}

/**
 * The last minute, no later than this one, in which nothing was held over from a gap: one that is observed and not carried, or
 * the first of the ledger.
 */
export function settledMinute(ledger: Ledger, upTo: number): number {
  const first = ledger.first()?.minute ?? upTo;
  let minute = upTo;
  for (;;) {
    minute -= silentMinutes(ledger, minute);
    if (minute <= first || !ledger.at(minute)?.carried) return Math.max(first, minute);
    minute--;
  }
}

/**
 * Good events by the threshold then in force. null: the histogram has no such edge, or a version of before it was one names
 * no threshold.
 */
export function goodWithin(counts: Counts, edges: readonly number[] | null, threshold: number | null): number | null {
  // A ratio has no threshold, and a gauge was held against its bound when it was counted.
  if (edges === null) return counts.buckets === null ? counts.good : null;
  if (threshold === null) return null;
  if (!counts.buckets) return counts.total === 0 ? 0 : null;
  const edge = edges.findIndex((value) => Math.abs(value - threshold) < 1e-9);
  return edge < 0 ? null : (counts.buckets[edge] ?? null);
}

/** A ledger over rows held in memory, ascending by minute. */
export function ledgerOf(rows: readonly LedgerRow[]): Ledger {
  const carriedRows = rows.flatMap((row, i) =>
    row.carried && i > 0 ? [{ row, before: rows[i - 1] as LedgerRow }] : [],
  );
  /** The row at or before the minute, or the first; consecutive rows are found without a search. */
  const indexOf = (minute: number): number => {
    const guess = minute - (rows[0]?.minute ?? 0);
    if (rows[guess]?.minute === minute) return guess;
    let low = 0;
    let high = rows.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((rows[middle] as LedgerRow).minute <= minute) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  return {
    at: (minute) => rows[indexOf(minute)] ?? null,
    atOrAfter(minute) {
      const i = indexOf(minute);
      const row = rows[i];
      return (row && row.minute < minute ? rows[i + 1] : row) ?? rows.at(-1) ?? null;
    },
    first: () => rows[0] ?? null,
    last: () => rows.at(-1) ?? null,
    carried: (from, to) =>
      carriedRows.length === 0
        ? NOTHING
        : carriedRows
            .filter(({ row }) => row.minute > from && row.minute <= to)
            .reduce((sum, { row, before }) => add(sum, subtract(row, before)), NOTHING),
  };
}

/** A ledger with consecutive rows on top that are not written yet. */
export function extended(ledger: Ledger, rows: readonly LedgerRow[]): Ledger {
  const first = rows[0];
  const last = ledger.last();
  if (!first) return ledger;
  if (!last) return ledgerOf(rows);
  const top = ledgerOf([last, ...rows]);
  return {
    at: (minute) => (minute < first.minute ? ledger.at(minute) : top.at(minute)),
    atOrAfter: (minute) => (minute <= last.minute ? ledger.atOrAfter(minute) : top.atOrAfter(minute)),
    first: () => ledger.first(),
    last: () => top.last(),
    carried: (from, to) => add(ledger.carried(from, to), top.carried(Math.max(from, last.minute), to)),
  };
}

/** The same ledger, reading each row once: for one piece of work in which nothing is written. */
export function remembered(ledger: Ledger): Ledger {
  const once = <K, V>(read: (key: K) => V): ((key: K) => V) => {
    const known = new Map<K, V>();
    return (key) => {
      if (!known.has(key)) known.set(key, read(key));
      return known.get(key) as V;
    };
  };
  const first = once(() => ledger.first());
  const last = once(() => ledger.last());
  return {
    at: once(ledger.at),
    atOrAfter: once(ledger.atOrAfter),
    first: () => first(null),
    last: () => last(null),
    carried: ledger.carried,
  };
}
