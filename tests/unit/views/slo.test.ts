import { afterAll, expect, test } from "vitest";
import { assumedSentence, judgedSentence, methodSteps } from "@/app/slos/[id]/budget-words";
import { minuteAt } from "@/lib/slo/window";
import { addRecount } from "@/lib/store/recounts";
import { sloView } from "@/lib/views/slo";
import { addSlo, LAST, NOW, READER, stock } from "./stocked";

const { db, clear } = stock();
afterAll(clear);

const DAY = 1440;
const plain = (text: string | null | undefined): string => (text ?? "").replaceAll("\u202f", " ");

async function viewOf(id: string) {
  const view = await sloView(READER, NOW, id, { range: "24h" });
  if (!view) throw new Error(`${id} is not there`);
  return view;
}

test("a window that crosses a change of target is explained by its parts and the weighted objective", async () => {
  addSlo(db, "changed", {
    minutes: `99/100*${4 * DAY}`,
    held: [`90% 4d @${LAST - 9 * DAY}`, `95% 4d @${LAST - 3 * DAY}`],
  });
  const view = await viewOf("changed");
  expect(plain(judgedSentence(view))).toBe("1 d at 90 %, then 3 d at 95 %: weighted objective 93.7 %.");
  expect(assumedSentence(view)).toBeNull();
  const total = 4 * DAY * 100;
  expect(view.budgetMethod).toMatchObject({ total, spent: total / 100, coverage: 1 });
  expect(view.budgetMethod?.allowed).toBeCloseTo((total / 4) * 0.1 + ((total * 3) / 4) * 0.05, 3);
  expect(view.budgetMethod?.judgedBy.map(({ version, allowed }) => [version, Math.round(allowed)])).toEqual([
    [1, total / 40],
    [2, Math.round((total * 3) / 80)],
  ]);
});

test("a target made inside the window is said to be assumed before", async () => {
  addSlo(db, "assumed", { held: [`95% 28d @${LAST - 60}`] });
  const view = await viewOf("assumed");
  expect(judgedSentence(view)).toBeNull();
  expect(plain(assumedSentence(view))).toContain("is assumed for the time before 08:11");
});

test("the forecast's method names the figures it was worked out from", async () => {
  addSlo(db, "running-out", { minutes: `100/100*${DAY} 90/100*360`, held: ["95% 4d"] });
  const view = await viewOf("running-out");
  const { row, budgetMethod: method } = view;
  if (!method?.rate || !method.rollsOff || row.exhaustedInSeconds === null) throw new Error("it does not run out");
  expect(method.rate).toEqual({ bad: 600, events: 6000, allowed: 300, coverage: 1 });
  // What is spent at the moment it names is what is allowed there (arithmetic.md 13).
  const hours = row.exhaustedInSeconds / 3600;
  const spent = method.spent - method.rollsOff.bad + method.rate.bad * hours;
  const allowed = method.allowed - method.rollsOff.allowed + method.rate.allowed * hours;
  expect(Math.abs(spent - allowed)).toBeLessThanOrEqual((method.rate.bad + method.rate.allowed) / 60);
  const words = Object.fromEntries(methodSteps(view).map(({ term, text }) => [term, plain(text)]));
  expect(words.Spent).toContain("3,600 misses among 180,000 events");
  expect(words.Rate).toContain("600 misses an hour among 6,000 events, which allow 300 (100 % observed)");
  expect(words.Allowed).toBe("5 % of 180,000 events are 9,000.");
});

test("a calendar window is forecast to its end, and nothing rolls off", async () => {
  addSlo(db, "monthly", { minutes: `98/100*${2 * DAY}`, held: ["95% month@UTC"] });
  const view = await viewOf("monthly");
  expect(view.budgetMethod?.rollsOff).toBeNull();
  expect(view.budgetMethod?.atEnd?.at).toBe("2026-12-01T00:00:00.000Z");
  expect(view.budgetMethod?.atEnd?.attainment).toBeCloseTo(0.98, 6);
  expect(view.budgetMethod?.from).toBe("2026-11-01T00:00:00.000Z");
  expect(methodSteps(view).at(-1)?.term).toBe("At the end");
});

test("without a rate of the last hours nothing is forecast", async () => {
  addSlo(db, "silent", { minutes: "99/100*600 -*400" });
  const view = await viewOf("silent");
  expect(view.budgetMethod?.rate).toBeNull();
  expect(methodSteps(view).find(({ term }) => term === "Gone")?.text).toBe("Not known.");
});

test("every figure of the page carries its coverage", async () => {
  addSlo(db, "half", { minutes: `99/100*${14 * DAY} -*${7 * DAY} 99/100*${7 * DAY}` });
  const view = await viewOf("half");
  expect(view.row.coverage).toBeCloseTo(0.75, 3);
  expect(view.row.budget.coverage).toBe(view.row.coverage);
  expect(view.row.lastHour.coverage).toBe(1);
  expect(view.row.burn6hCoverage).toBe(1);
  expect(view.budgetMethod?.coverage).toBe(view.row.coverage);
  for (const pair of view.burn) expect([pair.longCoverage, pair.shortCoverage]).toEqual([1, 1]);
  for (const point of view.budgetSeries.points) expect(point.coverage).toBeGreaterThan(0.7);
});

test("late events that were added are told", async () => {
  const sliId = addSlo(db, "late");
  const createdAt = Date.parse("2026-11-24T09:00:00Z");
  const minute = minuteAt(createdAt);
  const added = { goodAdded: 300, totalAdded: 312, secondsAdded: 0 };
  addRecount(db, sliId, { fromMinute: minute - 120, toMinute: minute, ...added, createdAt });
  expect((await viewOf("late")).counted.recounts).toEqual([
    { at: "2026-11-24T09:00:00.000Z", from: "2026-11-24T07:00:00.000Z", to: "2026-11-24T09:00:00.000Z", ...added },
  ]);
});
