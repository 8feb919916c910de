import "server-only";
import type Sqlite from "better-sqlite3";
import { add, type Counts, type Ledger, type LedgerRow, ledgerOf, NOTHING, subtract } from "@/lib/slo/ledger";
import type { ThinnedSpan } from "@/lib/slo/thinning";
import type { Database } from "./database";
import { packCounts, unpackCounts } from "./packed-counts";

// Window sums are thousands of look-ups a second: prepared once, and without a mapper between.
const COLUMNS = "minute, good, total, observed_seconds, buckets, carried";
type RawRow = [number, number, number, number, Buffer | string | null, number];

type Statements = Record<
  "before" | "after" | "last" | "carried" | "span" | "insert" | "remove" | "thin",
  Sqlite.Statement
>;
const prepared = new WeakMap<Sqlite.Database, Statements>();

function statementsOf({ $client }: Database): Statements {
  const known = prepared.get($client);
  if (known) return known;
  const read = (rest: string) => $client.prepare(`SELECT ${COLUMNS} FROM ledger WHERE sli_id = ? ${rest}`).raw();
  const statements: Statements = {
    before: read("AND minute <= ? ORDER BY minute DESC LIMIT 1"),
    after: read("AND minute >= ? ORDER BY minute LIMIT 1"),
    last: read("ORDER BY minute DESC LIMIT 1"),
    carried: read("AND carried = 1 AND minute > ? AND minute <= ?"),
    span: read("AND minute >= ? AND minute <= ? ORDER BY minute"),
    insert: $client.prepare(`INSERT INTO ledger (sli_id, ${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)`),
    // Beside a carried row stays the row before it, from which it is told what was carried.
    thin: $client.prepare(`DELETE FROM ledger WHERE sli_id = ? AND minute > ? AND minute <= ? AND minute % ? <> 0
      AND carried = 0 AND minute NOT IN (SELECT value FROM json_each(?))
      AND NOT EXISTS (SELECT 1 FROM ledger AS next
        WHERE next.sli_id = ledger.sli_id AND next.minute = ledger.minute + 1 AND next.carried = 1)`),
    remove: $client.prepare("DELETE FROM ledger WHERE sli_id = ? AND minute >= ? AND minute <= ?"),
  };
  prepared.set($client, statements);
  return statements;
}

const asRow = ([minute, good, total, observedSeconds, buckets, carried]: RawRow): LedgerRow => ({
  minute,
  good,
  total,
  observedSeconds,
  // Rows of the first schema hold JSON.
  buckets: buckets === null ? null : typeof buckets === "string" ? JSON.parse(buckets) : unpackCounts(buckets),
  carried: carried === 1,
});

/** A ledger whose look-ups read one row each. */
export function storedLedger(db: Database, sliId: number): Ledger {
  const { before, after, last, carried } = statementsOf(db);
  const one = (statement: Sqlite.Statement, ...bound: number[]): LedgerRow | null => {
    const row = statement.get(sliId, ...bound) as RawRow | undefined;
    return row ? asRow(row) : null;
  };
  const first = () => one(after, Number.MIN_SAFE_INTEGER);
  const at = (minute: number) => one(before, minute) ?? first();
  return {
    at,
    atOrAfter: (minute) => one(after, minute) ?? one(last),
    first,
    last: () => one(last),
    carried: (from, to) =>
      (carried.all(sliId, from, to) as RawRow[])
        .map(asRow)
        .reduce<Counts>((sum, row) => add(sum, subtract(row, at(row.minute - 1) ?? row)), NOTHING),
  };
}

/** The rows of (from - 1, to] in memory, for work that looks at every minute. */
export function loadedLedger(db: Database, sliId: number, from: number, to: number): Ledger {
  return ledgerOf((statementsOf(db).span.all(sliId, from, to) as RawRow[]).map(asRow));
}

/** @throws on a minute that is there already: nothing is counted twice. */
export function appendRows(db: Database, sliId: number, rows: readonly LedgerRow[]): void {
  const { insert } = statementsOf(db);
  for (const { minute, good, total, observedSeconds, buckets, carried } of rows)
    insert.run(sliId, minute, good, total, observedSeconds, buckets && packCounts(buckets), carried ? 1 : 0);
}

/** Writes minutes anew that were counted again: the rows are those of the minutes [first, last] and no others. */
export function replaceRows(db: Database, sliId: number, rows: readonly LedgerRow[]): void {
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return;
  statementsOf(db).remove.run(sliId, first.minute, last.minute);
  appendRows(db, sliId, rows);
}

/** Takes away the rows below a minute: only ever those that hold nothing, to make room for older history. */
export function dropRowsBelow(db: Database, sliId: number, minute: number): void {
  statementsOf(db).remove.run(sliId, Number.MIN_SAFE_INTEGER, minute - 1);
}

/**
 * Keeps of the minutes (from, to] those that are multiples of `everyMinutes` (null: none), and those that are edges in use. Rows
 * are cumulative, so that a window between kept rows stays what it was.
 */
export function thinRows(
  db: Database,
  sliId: number,
  { from, to, everyMinutes }: ThinnedSpan,
  edges: readonly number[],
): void {
  const { thin, remove } = statementsOf(db);
  if (everyMinutes === null) remove.run(sliId, from, to);
  else thin.run(sliId, from, to, everyMinutes, JSON.stringify(edges));
}
