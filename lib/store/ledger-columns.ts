import "server-only";
import { emptyColumns, finished, type LedgerColumns } from "@/lib/slo/ledger-columns";
import type { BoundOp } from "@/lib/slo/sli";
import { type Database, prepared } from "./database";
import { unpackCounts } from "./packed-counts";

/**
 * The rows from the one at or before `from` up to `to`. As one row of JSON and hexadecimal, which costs a third of fetching tens of
 * thousands: SQLite writes numbers with all their digits.
 */
export function loadedColumns(db: Database, sliId: number, from: number, to: number): LedgerColumns {
  const { rows, withBuckets } = prepared(db, statements);
  const bounds = [sliId, sliId, from, from, to];
  const read = rows.get(...bounds) as string[];
  const [minutes = [], good = [], total = [], seconds = [], carried = []] = read.map(
    (text) => JSON.parse(text) as number[],
  );
  const [sizes, bytes] = (withBuckets.get(...bounds) as [string, string | null] | undefined) ?? ["[]", null];
  const buckets = bytes === null ? null : unpacked(JSON.parse(sizes) as number[], Buffer.from(bytes, "hex"));
  const edges = buckets?.find((counts) => counts !== null)?.length ?? 0;
  const columns = emptyColumns(minutes.length, edges);
  columns.minutes.set(minutes);
  columns.good.set(good);
  columns.total.set(total);
  columns.observedSeconds.set(seconds);
  for (const [i, counts] of (buckets ?? []).entries()) {
    if (counts?.length !== edges) continue;
    if (columns.seen) columns.seen[i] = 1;
    for (let edge = 0; edge < edges; edge++) (columns.buckets?.[edge] as Float64Array)[i] = counts[edge] as number;
  }
  return finished(columns, carried);
}

const statements = ({ $client }: Database) => {
  const within = `FROM (SELECT * FROM ledger WHERE sli_id = ?
    AND minute >= COALESCE((SELECT MAX(minute) FROM ledger WHERE sli_id = ? AND minute <= ?), ?) AND minute <= ? ORDER BY minute)`;
  const list = (column: string): string => `json_group_array(${column})`;
  return {
    rows: $client
      .prepare(
        `SELECT ${["minute", "good", "total", "observed_seconds"].map(list).join(", ")},
         json_group_array(place) FILTER (WHERE carried = 1)
         FROM (SELECT *, ROW_NUMBER() OVER () - 1 AS place ${within})`,
      )
      .raw(),
    withBuckets: $client
      .prepare(
        `SELECT json_group_array(COALESCE(LENGTH(CAST(buckets AS BLOB)), 0)), group_concat(hex(buckets), '') ${within}
         HAVING COUNT(buckets) > 0`,
      )
      .raw(),
  };
};

/** Counts per edge of each row; null where it has none. */
function unpacked(sizes: readonly number[], bytes: Buffer): (number[] | null)[] {
  let at = 0;
  return sizes.map((size) => {
    if (size === 0) return null;
    const own = bytes.subarray(at, at + size);
    at += size;
    // Rows of the first schema hold JSON.
    return own[0] === OPENING_BRACKET ? (JSON.parse(own.toString("utf8")) as number[]) : unpackCounts(own);
  });
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
