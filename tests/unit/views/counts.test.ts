import { afterAll, expect, test } from "vitest";
import { msOf } from "@/lib/slo/window";
import { countsView } from "@/lib/views/counts";
import { addSlo, LAST, NOW, READER, stock } from "./stocked";

const { db, clear } = stock();
afterAll(clear);

const iso = (minute: number): string => new Date(msOf(minute)).toISOString();
const ask = (id: string, from: number, to: number) => countsView(READER, NOW, id, iso(from), iso(to));

const sliId = addSlo(db, "thinned", { minutes: "9/10*60" });
// As thinning does: rows of every fifth minute stay.
db.$client.prepare("DELETE FROM ledger WHERE sli_id = ? AND minute % 5 <> ?").run(sliId, LAST % 5);
addSlo(db, "whole", { minutes: "9/10*30 -*15 9/10*15" });

test("counts over thinned rows say which minutes they are of (arithmetic.md 7)", async () => {
  const told = await ask("thinned", LAST - 13, LAST - 7);
  expect([told.from, told.to]).toEqual([iso(LAST - 15), iso(LAST - 5)]);
  expect(told).toMatchObject({ good: 90, total: 100, observedSeconds: 600, elapsedSeconds: 600, coverage: 1 });
});

test("counts of kept minutes are of exactly these", async () => {
  const told = await ask("whole", LAST - 40, LAST - 10);
  expect([told.from, told.to]).toEqual([iso(LAST - 40), iso(LAST - 10)]);
  expect(told).toMatchObject({ good: 135, total: 150, elapsedSeconds: 1800, coverage: 0.5 });
});

test("what lies ahead is not answered for", async () => {
  const told = await ask("whole", LAST - 5, LAST + 60);
  expect([told.from, told.to]).toEqual([iso(LAST - 5), iso(LAST)]);
});

test("a time before anything was counted holds nothing and has no coverage", async () => {
  const told = await ask("whole", LAST - 500, LAST - 400);
  expect([told.from, told.to]).toEqual([iso(LAST - 500), iso(LAST - 400)]);
  expect(told).toMatchObject({ good: 0, total: 0, observedSeconds: 0, elapsedSeconds: 6000, coverage: 0 });
});
