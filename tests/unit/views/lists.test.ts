import { afterAll, expect, test, vi } from "vitest";
import { saveEpisode } from "@/lib/store/breaches";
import { atomically, database } from "@/lib/store/database";
import { shellView } from "@/lib/views/shell";
import { slosPage, slosView } from "@/lib/views/slos";
import { todayView } from "@/lib/views/today";
import { addSlo, LAST, NOW, READER, stock } from "./stocked";

const { db, clear } = stock();
afterAll(clear);

const FEW = 10;
const MANY = 120;
let extra = 0;
const ids = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, i) => `slo-${String(from + i).padStart(4, "0")}`);
const add = (from: number, to: number): void =>
  atomically(db, () => {
    for (const id of ids(from, to)) addSlo(db, id);
  });

/** How many statements a view runs when it is read for the first time after a write. */
async function asked(view: () => Promise<unknown>): Promise<number> {
  await view();
  addSlo(db, `extra-${extra++}`);
  const statement = Object.getPrototypeOf(database().$client.prepare("SELECT 1"));
  const spies = (["get", "all", "iterate"] as const).map((way) => vi.spyOn(statement, way));
  await view();
  const calls = spies.reduce((sum, { mock }) => sum + mock.calls.length, 0);
  for (const spy of spies) spy.mockRestore();
  return calls;
}

test("no list asks the database once per SLO", async () => {
  const views = {
    today: () => todayView(READER, NOW),
    shell: () => shellView(READER, NOW),
    page: () => slosPage(READER, NOW, { after: null, limit: String(FEW) }),
    slos: () => slosView(READER, NOW),
  };
  const count = async (): Promise<Record<string, number>> => {
    const counts: Record<string, number> = {};
    for (const [name, view] of Object.entries(views)) counts[name] = await asked(view);
    return counts;
  };
  add(0, FEW);
  const few = await count();
  add(FEW, MANY);
  expect(await count()).toEqual(few);
  for (const [name, calls] of Object.entries(few)) expect(calls, name).toBeGreaterThan(3);
});

test("the review page shows what needs somebody and counts the rest", async () => {
  const breach = { decisionPath: null, decisionId: null, adrCommit: null };
  for (const id of ids(0, 40))
    saveEpisode(
      db,
      id,
      "live",
      {
        kind: "objective-missed",
        openedMinute: LAST - 20,
        countedFrom: LAST - 25,
        closedMinute: null,
        closeReason: null,
        worst: 0.5,
        badEvents: 10,
        totalEvents: 20,
        budgetSpent: 0.1,
        targetVersion: 1,
      },
      breach,
    );
  const view = await todayView(READER, NOW);
  expect(view.breached.total).toBe(40);
  expect(view.items).toEqual({ total: 40, handled: 0 });
  expect(view.breached.items.length).toBeLessThan(40);
  expect(view.met.total).toBe(MANY - 40 + extra);
  expect(view.met.rows.length).toBeLessThan(50);
  expect(view.since.verdictsTotal).toBe(40);
  expect(JSON.stringify(view).length).toBeLessThan(100_000);
});

test("the API gives every SLO exactly once over its pages", async () => {
  const found: string[] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof slosPage>> = await slosPage(READER, NOW, { after, limit: "70" });
    found.push(...page.items.map(({ id }) => id));
    after = page.next;
  } while (after !== null);
  expect(found.length).toBe(MANY + extra);
  expect(found).toEqual([...new Set(found)].sort());
});

test("a page of a size that is none is refused", async () => {
  for (const limit of ["0", "x", "1001", "1.5"])
    await expect(slosPage(READER, NOW, { after: null, limit })).rejects.toMatchObject({ code: "bad-input" });
});

test("what is written shows at once, though lists are kept between writes", async () => {
  const before = (await todayView(READER, NOW)).met.total;
  addSlo(db, "one-more");
  expect((await todayView(READER, NOW)).met.total).toBe(before + 1);
});
