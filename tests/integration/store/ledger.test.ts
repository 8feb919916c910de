import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openDatabase } from "@/db/client";
import { countsIn, type LedgerRow } from "@/lib/slo/ledger";
import { appendRows, dropRowsBelow, loadedLedger, replaceRows, storedLedger } from "@/lib/store/ledger";
import { addRecount, recountsOf } from "@/lib/store/recounts";
import { addSlo, ownDatabase, ownFolder } from "./own-database";

const MIGRATIONS = resolve("db/migrations");

/** Ten events a minute, of which some are within each of two edges. */
const row = (minute: number, buckets: number[] | null = [2 * minute, 5 * minute]): LedgerRow => ({
  minute,
  good: 0,
  total: 10 * minute,
  observedSeconds: 60 * minute,
  buckets,
  carried: false,
});
const rows = (from: number, to: number): LedgerRow[] => Array.from({ length: to - from + 1 }, (_, i) => row(from + i));

/** The folder of migrations as it was when there was only the first. */
function firstMigrationOnly(): string {
  const folder = join(ownFolder(), "migrations");
  mkdirSync(join(folder, "meta"), { recursive: true });
  const journal = JSON.parse(readFileSync(join(MIGRATIONS, "meta/_journal.json"), "utf8"));
  const [first] = journal.entries;
  writeFileSync(join(folder, "meta/_journal.json"), JSON.stringify({ ...journal, entries: [first] }));
  copyFileSync(join(MIGRATIONS, `${first.tag}.sql`), join(folder, `${first.tag}.sql`));
  return folder;
}

test("rows that the first schema wrote are read beside those that were packed since", () => {
  const file = join(ownFolder(), "plumbline.db");
  const old = openDatabase(file, firstMigrationOnly()).$client;
  old.exec(`INSERT INTO slos (id, name, service, source, created_at) VALUES ('old', 'old', 'shop', 'old.yaml', 0);
    INSERT INTO slis (id, slo_id, version, definition, created_at) VALUES (1, 'old', 1, '{}', 0)`);
  const insert = old.prepare(
    "INSERT INTO ledger (sli_id, minute, good, total, observed_seconds, buckets, carried) VALUES (1, ?, 0, ?, ?, ?, 0)",
  );
  const written = [-1, 0, 1, 2].map((minute) => row(minute));
  for (const { minute, total, observedSeconds, buckets } of written)
    insert.run(minute, total, observedSeconds, JSON.stringify(buckets));
  insert.run(-2, -20, -120, null);
  old.close();

  const db = openDatabase(file, MIGRATIONS);
  onTestFinished(() => void db.$client.close());
  appendRows(db, 1, rows(3, 6));
  const typeOf = db.$client.prepare("SELECT typeof(buckets) FROM ledger WHERE minute = ?").pluck();
  expect([-2, 2, 3].map((minute) => typeOf.get(minute))).toEqual(["null", "text", "blob"]);
  for (const ledger of [storedLedger(db, 1), loadedLedger(db, 1, -2, 6)]) {
    expect(ledger.at(2)).toEqual(row(2));
    expect(ledger.at(-2)).toEqual(row(-2, null));
    expect(countsIn(ledger, -1, 6)).toEqual({ good: 0, total: 70, observedSeconds: 420, buckets: [14, 35] });
    expect(countsIn(ledger, 1, 4)).toEqual({ good: 0, total: 30, observedSeconds: 180, buckets: [6, 15] });
  }
});

test("a minute is counted once: a row that is there already is refused", () => {
  const db = ownDatabase();
  const sliId = addSlo(db, "cart");
  appendRows(db, sliId, rows(1, 3));
  expect(() => appendRows(db, sliId, [row(3)])).toThrow(/UNIQUE/);
});

test("rows written anew take the place of those minutes and of no others", () => {
  const db = ownDatabase();
  const [cart, search] = [addSlo(db, "cart"), addSlo(db, "search")];
  for (const sliId of [cart, search]) appendRows(db, sliId, rows(1, 9));
  const again = [4, 5, 6].map((minute) => ({ ...row(minute), total: row(minute).total + 1, carried: minute === 5 }));
  replaceRows(db, cart, again);
  replaceRows(db, cart, []);
  const held = (sliId: number) => [...Array(9).keys()].map((i) => loadedLedger(db, sliId, 1, 9).at(i + 1));
  expect(held(cart)).toEqual([...rows(1, 3), ...again, ...rows(7, 9)]);
  expect(held(search)).toEqual(rows(1, 9));
});

test("rows below a minute go, and the minute stays", () => {
  const db = ownDatabase();
  const sliId = addSlo(db, "cart");
  appendRows(db, sliId, rows(-5, 5));
  dropRowsBelow(db, sliId, 2);
  expect(storedLedger(db, sliId).first()).toEqual(row(2));
  expect(storedLedger(db, sliId).last()).toEqual(row(5));
});

test("recounts are listed newest first, those of one SLI, and as many as are asked for (rule 4)", () => {
  const db = ownDatabase();
  const [cart, search] = [addSlo(db, "cart"), addSlo(db, "search")];
  const recount = (toMinute: number) => ({
    fromMinute: toMinute - 7,
    toMinute,
    goodAdded: 2.5,
    totalAdded: -1,
    secondsAdded: 60,
    createdAt: toMinute * 60_000,
  });
  for (const minute of [100, 160, 220]) addRecount(db, cart, recount(minute));
  addRecount(db, search, recount(130));
  expect(recountsOf(db, cart, 2)).toEqual([recount(220), recount(160)]);
  expect(recountsOf(db, search, 10)).toEqual([recount(130)]);
});
