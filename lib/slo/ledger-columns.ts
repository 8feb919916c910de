import { type Counts, type Ledger, type LedgerRow, ledgerOf, NOTHING, subtract } from "./ledger";

/** The rows of a ledger as columns, ascending by minute: for work that passes over tens of thousands of them at once. */
export type LedgerColumns = {
  /** Rows that are filled; the columns may be longer. */
  length: number;
  minutes: Float64Array;
  good: Float64Array;
  total: Float64Array;
  observedSeconds: Float64Array;
  /** One column per finite edge, cumulative over `le`; null where no row has a histogram. */
  buckets: Float64Array[] | null;
  /** Rows that have seen a histogram; null where all or none have. */
  seen: Uint8Array | null;
  /** What rows carried over a gap held, summed up to each row; null where none did. */
  carried: Omit<LedgerColumns, "minutes" | "carried" | "seen"> | null;
};

/** Columns of rows in memory. */
export function columnsOf(rows: readonly LedgerRow[]): LedgerColumns {
  const edges = rows.find(({ buckets }) => buckets !== null)?.buckets?.length ?? 0;
  const columns = emptyColumns(rows.length, edges);
  const carried: number[] = [];
  for (const [i, row] of rows.entries()) {
    columns.minutes[i] = row.minute;
    columns.good[i] = row.good;
    columns.total[i] = row.total;
    columns.observedSeconds[i] = row.observedSeconds;
    if (row.carried) carried.push(i);
    if (!row.buckets || row.buckets.length !== edges) continue;
    if (columns.seen) columns.seen[i] = 1;
    for (const [edge, count] of row.buckets.entries()) (columns.buckets?.[edge] as Float64Array)[i] = count;
  }
  return finished(columns, carried);
}

export function emptyColumns(length: number, edges: number): LedgerColumns {
  return {
    length,
    minutes: new Float64Array(length),
    good: new Float64Array(length),
    total: new Float64Array(length),
    observedSeconds: new Float64Array(length),
    buckets: edges > 0 ? Array.from({ length: edges }, () => new Float64Array(length)) : null,
    seen: edges > 0 ? new Uint8Array(length) : null,
    carried: null,
  };
}

/** The same columns, with the sums of what the rows at `carriedAt` carried. */
export function finished(columns: LedgerColumns, carriedAt: readonly number[]): LedgerColumns {
  const { length } = columns;
  const seen = columns.seen?.subarray(0, length).includes(0) ? columns.seen : null;
  const rows = carriedAt.filter((i) => i > 0);
  if (rows.length === 0) return { ...columns, seen, carried: null };
  const summed = (column: Float64Array): Float64Array => {
    const sums = new Float64Array(length);
    for (const i of rows) sums[i] = (column[i] as number) - (column[i - 1] as number);
    for (let i = 1; i < length; i++) sums[i] = (sums[i] as number) + (sums[i - 1] as number);
    return sums;
  };
  const carried = {
    length,
    good: summed(columns.good),
    total: summed(columns.total),
    observedSeconds: summed(columns.observedSeconds),
    buckets: columns.buckets?.map(summed) ?? null,
  };
  return { ...columns, seen, carried };
}

/** The last row at or before a minute, or the first one, as `Ledger.at` finds it. -1 where there is none. */
export function rowAt({ minutes, length }: LedgerColumns, minute: number): number {
  let low = 0;
  let high = length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((minutes[middle] as number) <= minute) low = middle;
    else high = middle - 1;
  }
  return length === 0 ? -1 : low;
}

/** Columns as the ledger that other figures are counted from. */
export function ledgerOver(columns: LedgerColumns): Ledger {
  const { length, minutes, good, total, observedSeconds, buckets, seen, carried } = columns;
  if (length === 0) return ledgerOf([]);
  const row = (i: number): LedgerRow => ({
    minute: minutes[i] as number,
    good: good[i] as number,
    total: total[i] as number,
    observedSeconds: observedSeconds[i] as number,
    buckets: buckets && (seen === null || seen[i] === 1) ? buckets.map((column) => column[i] as number) : null,
    carried: false,
  });
  const at = (minute: number): LedgerRow => row(rowAt(columns, minute));
  const sumUpTo = (i: number): Counts => ({
    good: carried?.good[i] ?? 0,
    total: carried?.total[i] ?? 0,
    observedSeconds: carried?.observedSeconds[i] ?? 0,
    buckets: carried?.buckets?.map((column) => column[i] as number) ?? null,
  });
  return {
    at,
    atOrAfter(minute) {
      const i = rowAt(columns, minute);
      return row((minutes[i] as number) < minute && i + 1 < length ? i + 1 : i);
    },
    first: () => row(0),
    last: () => row(length - 1),
    carried: (from, to) => (carried ? subtract(sumUpTo(rowAt(columns, to)), sumUpTo(rowAt(columns, from))) : NOTHING),
  };
}
