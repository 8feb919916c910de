import type { LedgerRow } from "@/lib/slo/ledger";
import { THINNING, thinnedSpans } from "@/lib/slo/thinning";
import type { Database } from "@/lib/store/database";
import { minuteOf, xorshift } from "./traffic";

const DAY = 1440;

/** Minutes whose rows the product's own thinning keeps, ascending up to `last`. */
function keptMinutes(last: number, days: number): number[] {
  const spans = thinnedSpans(THINNING, last);
  const isKept = (minute: number): boolean =>
    spans.every(
      ({ from, to, everyMinutes }) =>
        minute <= from || minute > to || (everyMinutes !== null && minute % everyMinutes === 0),
    );
  return Array.from({ length: days * DAY + 1 }, (_, i) => last - days * DAY + i).filter(isKept);
}

/** Rows of that shape, cumulative from an arbitrary start, with the counts that every single minute between them held. */
export function thinnedRows(last: number, days: number, withBuckets: boolean): LedgerRow[] {
  const kept = new Set(keptMinutes(last, days));
  const random = xorshift(1);
  const sum = { good: 0, total: 0, observedSeconds: 0 };
  const edges: number[] = [];
  const rows: LedgerRow[] = [];
  for (let minute = last - days * DAY; minute <= last; minute++) {
    const { good, total, buckets } = minuteOf(minute, random);
    sum.good += withBuckets ? 0 : good;
    sum.total += total;
    sum.observedSeconds += 60;
    for (const [edge, count] of buckets.entries()) edges[edge] = (edges[edge] ?? 0) + count;
    if (kept.has(minute)) rows.push({ minute, ...sum, buckets: withBuckets ? [...edges] : null, carried: false });
  }
  return rows;
}

/**
 * Fills the ledgers of ratio SLIs with the same rows, by SQL: about a million rows a second. The last row becomes zero and
 * those below it negative, as backfill leaves them; rows that are there already stay.
 */
export function fillLedgers(db: Database, sliIds: readonly number[], rows: readonly LedgerRow[]): void {
  const client = db.$client;
  const last = rows.at(-1);
  if (!last) return;
  // A temporary file needs no journal while it is filled.
  client.pragma("foreign_keys = OFF");
  client.pragma("journal_mode = OFF");
  client.pragma("synchronous = OFF");
  client.exec("CREATE TEMP TABLE template (minute INTEGER PRIMARY KEY, good REAL, total REAL, seconds INTEGER)");
  const add = client.prepare("INSERT INTO template VALUES (?, ?, ?, ?)");
  const copy = client.prepare(
    `INSERT OR IGNORE INTO ledger (sli_id, minute, good, total, observed_seconds, buckets, carried)
     SELECT ?, minute, good, total, seconds, NULL, 0 FROM template ORDER BY minute`,
  );
  client.transaction(() => {
    for (const { minute, good, total, observedSeconds } of rows)
      add.run(minute, good - last.good, total - last.total, observedSeconds - last.observedSeconds);
    for (const sliId of sliIds) copy.run(sliId);
  })();
  client.exec("DROP TABLE template");
  client.pragma("journal_mode = WAL");
  client.pragma("synchronous = FULL");
  client.pragma("foreign_keys = ON");
}
