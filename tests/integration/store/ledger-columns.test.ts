import { describe, expect, it } from "vitest";
import { columnsOf, ledgerOver } from "@/lib/slo/ledger-columns";
import { atomically } from "@/lib/store/database";
import { saveGaugeValues } from "@/lib/store/gauge-values";
import { appendRows, loadedLedger } from "@/lib/store/ledger";
import { loadedColumns, minutesPastBound } from "@/lib/store/ledger-columns";
import { generatedRows, thinned } from "../../unit/slo/generated-ledger";
import { addSlo, ownDatabase } from "./own-database";

const EDGES = [0.1, 0.2, 0.4];

describe("columns read from the database", () => {
  it.each([
    ["a ratio", null],
    ["a latency", EDGES],
  ])("are the rows that were written, fractions and negative ones too: %s", (_, edges) => {
    const db = ownDatabase();
    const sliId = addSlo(db, "took");
    const rows = thinned(generatedRows(3, 5000, edges), 1).map((row) => ({
      ...row,
      good: (row.good - 20_000) / 3,
      total: row.total - 20_000,
      buckets: row.buckets?.map((count, i) => (row.minute % 500 === 0 ? count / 7 : count - i * 9000)) ?? null,
    }));
    atomically(db, () => appendRows(db, sliId, rows));
    expect(loadedColumns(db, sliId, 0, 5000, edges?.length ?? 0)).toEqual(columnsOf(rows));
    const some = loadedColumns(db, sliId, 1234, 4000, edges?.length ?? 0);
    expect(some.minutes[0]).toBe(1230);
    const [ours, stored] = [ledgerOver(some), loadedLedger(db, sliId, 1230, 4000)];
    for (const minute of [1199, 1230, 1234, 2999, 3500, 4000, 4001]) {
      expect({ ...ours.at(minute), carried: false }).toEqual({ ...stored.at(minute), carried: false });
      expect(ours.carried(minute - 900, minute).total).toBeCloseTo(stored.carried(minute - 900, minute).total, 6);
    }
  });

  it("are none where nothing was counted", () => {
    const db = ownDatabase();
    expect(loadedColumns(db, addSlo(db, "took"), 0, 5000, 3).length).toBe(0);
  });
});

it("names the minutes in which a gauge did not meet a bound, and since when its values are kept", () => {
  const db = ownDatabase();
  const sliId = addSlo(db, "heap");
  expect(minutesPastBound(db, sliId, "lte", 80)).toBeNull();
  saveGaugeValues(
    db,
    sliId,
    [70, 80, 81, 79, 90].map((value, i) => ({ minute: 100 + i, value })),
  );
  expect(minutesPastBound(db, sliId, "lte", 80)).toEqual({ minutes: [102, 104], since: 99 });
  expect(minutesPastBound(db, sliId, "lt", 80)?.minutes).toEqual([101, 102, 104]);
  expect(minutesPastBound(db, sliId, "gte", 80)?.minutes).toEqual([100, 103]);
});
