import "server-only";
import { emptyColumns, finished, type LedgerColumns, rowAt } from "@/lib/slo/ledger-columns";
import type { BoundOp } from "@/lib/slo/sli";
import { type Database, prepared } from "./database";
import { eachCount } from "./packed-counts";

/**
 * The rows from the one at or before `from` up to `to`. As one row of JSON and hexadecimal, which costs a third of fetching tens of
 * thousands: SQLite writes numbers with all their digits. `edges`: how many finite edges the histogram has, 0 without one.
 */
export function loadedColumns(db: Database, sliId: number, from: number, to: number, edges: number): LedgerColumns {
  const { first, rows, buckets, carried } = prepared(db, statements);
  const bounds = [sliId, (first.get(sliId, from) as number | null) ?? from, to];
  const [minutes = [], good = [], total = [], seconds = []] = (rows.get(...bounds) as string[]).map(
    (text) => JSON.parse(text) as number[],
  );
  const columns = emptyColumns(minutes.length, edges);
  columns.minutes.set(minutes);
  columns.good.set(good);
  columns.total.set(total);
  columns.observedSeconds.set(seconds);
  if (edges > 0) {
    const [sizes, hexadecimal] = buckets.get(...bounds) as [string, string];
    unpackInto(columns, JSON.parse(sizes) as number[], Buffer.from(hexadecimal, "hex"));
  }
  return finished(
    columns,
    (carried.all(...bounds) as number[]).map((minute) => rowAt(columns, minute)),
  );
}

const statements = ({ $client }: Database) => {
  const within = "FROM ledger WHERE sli_id = ? AND minute >= ? AND minute <= ?";
  // Whole numbers are written faster as such.
  const list = (column: string): string => `json_group_array(iif(${column} = CAST(${column} AS INTEGER),
    CAST(${column} AS INTEGER), ${column}))`;
  return {
    first: $client.prepare("SELECT MAX(minute) FROM ledger WHERE sli_id = ? AND minute <= ?").pluck(),
    rows: $client
      .prepare(
        `SELECT json_group_array(minute), ${list("good")}, ${list("total")}, json_group_array(observed_seconds)
         FROM (SELECT minute, good, total, observed_seconds ${within} ORDER BY minute)`,
      )
      .raw(),
    buckets: $client
      .prepare(
        `SELECT json_group_array(COALESCE(OCTET_LENGTH(buckets), 0)), COALESCE(group_concat(hex(buckets), ''), '')
         FROM (SELECT buckets ${within} ORDER BY minute)`,
      )
      .raw(),
    carried: $client.prepare(`SELECT minute ${within} AND carried = 1`).pluck(),
  };
};

function unpackInto({ buckets, seen }: LedgerColumns, sizes: readonly number[], bytes: Buffer): void {
  let row = 0;
  const take = (edge: number, count: number): void => {
    const column = buckets?.[edge];
    if (column) column[row] = count;
  };
  let at = 0;
  for (; row < sizes.length; row++) {
    const end = at + (sizes[row] as number);
    if (end > at && seen) seen[row] = 1;
    // Rows of the first schema hold JSON.
    if (bytes[at] === OPENING_BRACKET && end > at)
      for (const [edge, count] of (JSON.parse(bytes.toString("utf8", at, end)) as number[]).entries())
        take(edge, count);
    else if (end > at) eachCount(bytes, at, end, take);
    at = end;
  }
}

const OPENING_BRACKET = 0x5b;

const MEETS: Record<BoundOp, string> = { lt: "<", lte: "<=", gt: ">", gte: ">=" };

/** The minutes, ascending, in which a gauge's worst value does not meet a bound, and since when values are kept; null: none is. */
export function minutesPastBound(
  db: Database,
  sliId: number,
  op: BoundOp,
  bound: number,
): { minutes: number[]; since: number } | null {
  const first = db.$client.prepare("SELECT MIN(minute) FROM gauge_values WHERE sli_id = ?").pluck().get(sliId) as
    | number
    | null;
  if (first === null) return null;
  const past = db.$client
    .prepare(`SELECT minute FROM gauge_values WHERE sli_id = ? AND NOT value ${MEETS[op]} ? ORDER BY minute`)
    .pluck()
    .all(sliId, bound) as number[];
  return { minutes: past, since: first - 1 };
}
