import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { openDatabase } from "@/db/client";
import { type Exclusion, excludedSpans } from "@/lib/slo/exclusion";
import type { Database } from "@/lib/store/database";
import { addExclusion, endExclusion, exclusionsBySlo, exclusionsOf } from "@/lib/store/exclusions";
import { addSlo, ownDatabase, ownFolder } from "./own-database";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const AT = Date.UTC(2026, 0, 12, 2);
const once = { fromAt: AT, toAt: AT + HOUR, rrule: null, timeZone: null };
const nightly = { ...once, rrule: "FREQ=DAILY", timeZone: "Europe/Berlin" };
const made = (sloId: string, exclusion: Omit<Exclusion, "endedAt">, createdAt = AT) => ({
  sloId,
  ...exclusion,
  origin: "person" as const,
  reason: "maintenance of the database",
  author: "test",
  createdAt,
});

let db: Database;
beforeEach(() => {
  db = ownDatabase();
  for (const id of ["cart", "search", "quiet"]) addSlo(db, id);
});

describe("stored exclusions (rule 21)", () => {
  test("come back whole, those of one SLO, oldest first", () => {
    // The older one begins later: what counts is when they were made.
    const first = addExclusion(db, made("cart", { ...once, fromAt: AT + DAY, toAt: AT + DAY + HOUR }));
    const second = addExclusion(db, made("cart", nightly));
    addExclusion(db, made("search", once));
    expect(exclusionsOf(db, "cart")).toEqual([
      { id: first, ...made("cart", { ...once, fromAt: AT + DAY, toAt: AT + DAY + HOUR }), endedAt: null },
      { id: second, ...made("cart", nightly), endedAt: null },
    ]);
    expect(exclusionsOf(db, "quiet")).toEqual([]);
  });

  test("are grouped by SLO as they are listed, without the SLOs that have none", () => {
    for (const id of ["search", "cart", "search"]) addExclusion(db, made(id, once));
    const grouped = exclusionsBySlo(db);
    expect([...grouped.keys()].sort()).toEqual(["cart", "search"]);
    for (const [id, those] of grouped) expect(those).toEqual(exclusionsOf(db, id));
    expect(grouped.get("search")).toHaveLength(2);
  });

  test("are ended once, and only by their own SLO", () => {
    const id = addExclusion(db, made("cart", nightly));
    const other = addExclusion(db, made("cart", once));
    expect(endExclusion(db, "search", id, AT + DAY)).toBe(false);
    expect(endExclusion(db, "cart", id + other + 1, AT + DAY)).toBe(false);
    expect(exclusionsOf(db, "cart").map(({ endedAt }) => endedAt)).toEqual([null, null]);
    expect(endExclusion(db, "cart", id, AT + DAY)).toBe(true);
    expect(endExclusion(db, "cart", id, AT + 5 * DAY)).toBe(false);
    expect(exclusionsOf(db, "cart")).toMatchObject([
      { id, endedAt: AT + DAY, reason: "maintenance of the database" },
      { id: other, endedAt: null },
    ]);
  });

  test("keep what they excluded before they were ended, and exclude nothing from then on", () => {
    const id = addExclusion(db, made("cart", nightly));
    const [from, to] = [AT / 60_000 - 60, (AT + 4 * DAY) / 60_000 + 120];
    const spans = () => excludedSpans(exclusionsOf(db, "cart"), from, to);
    const before = spans();
    expect(before).toHaveLength(5);
    endExclusion(db, "cart", id, AT + 2 * DAY);
    expect(spans()).toEqual(before.slice(0, 2));
  });

  test("that were stored before they said whose they are are a file's where a file made them", () => {
    const folder = ownFolder();
    const [file, older] = [join(folder, "plumbline.db"), join(folder, "migrations")];
    cpSync("db/migrations", older, { recursive: true });
    const journal = join(older, "meta", "_journal.json");
    const { entries, ...rest } = JSON.parse(readFileSync(journal, "utf8")) as { entries: { tag: string }[] };
    const before = entries.filter(({ tag }) => tag < "0006");
    writeFileSync(journal, JSON.stringify({ ...rest, entries: before }));
    const old = openDatabase(file, older);
    old.$client.exec(`
      INSERT INTO slos (id, name, service, source, created_at) VALUES ('cart', 'Cart', 'shop', '/slos/cart.yaml', 0);
      INSERT INTO exclusions (slo_id, from_at, to_at, reason, author, created_at)
        VALUES ('cart', 0, 1, 'a', '/slos/cart.yaml', 0), ('cart', 0, 1, 'b', '/older/cart.YML', 0), ('cart', 0, 1, 'c', 'somebody', 0)`);
    old.$client.close();
    const upgraded = openDatabase(file, resolve("db/migrations"));
    onTestFinished(() => void upgraded.$client.close());
    expect(exclusionsOf(upgraded, "cart").map(({ origin }) => origin)).toEqual(["file", "file", "person"]);
  });

  test("belong to an SLO that there is", () => {
    expect(() => addExclusion(db, made("nobody", once))).toThrow(/FOREIGN KEY/);
  });
});
