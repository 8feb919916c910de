import { afterAll, expect, test } from "vitest";
import { rangeNotes } from "@/app/slos/[id]/range-words";
import { budgetSentence } from "@/app/slos/[id]/sentences";
import { type ShownTerms, sloView } from "@/lib/views/slo";
import { addSlo, LAST, NOW, READER, stock } from "./stocked";

const { db, clear } = stock();
afterAll(clear);

const DAY = 1440;
const iso = (minute: number): string => new Date(minute * 60_000).toISOString();
const plain = (text: string): string => text.replaceAll("\u202f", " ");
async function viewOf(id: string, terms: ShownTerms) {
  const view = await sloView(READER, NOW, id, terms);
  if (!view) throw new Error(`${id} is not there`);
  return view;
}
const headsOf = async (id: string, terms: ShownTerms) =>
  rangeNotes(await viewOf(id, terms)).map(({ head }) => plain(head));

test("a range that is wholly observed needs no word", async () => {
  addSlo(db, "whole", { minutes: `99/100*${2 * DAY}` });
  expect(await headsOf("whole", { range: "24h" })).toEqual([]);
});

test("a range says that it is unobserved, observed in part, or without traffic", async () => {
  addSlo(db, "part", { minutes: `99/100*${DAY} -*720 99/100*720` });
  expect(await headsOf("part", { range: "24h" })).toEqual(["50.0 % of this range was observed."]);
  expect(await headsOf("part", { from: iso(LAST - 4 * DAY), to: iso(LAST - 3 * DAY) })).toEqual([
    "Nothing of this range was observed.",
  ]);
  addSlo(db, "quiet", { minutes: `0/0*${2 * DAY}` });
  expect(await headsOf("quiet", { range: "24h" })).toEqual(["No traffic in this range."]);
});

test("an SLO of which nothing is counted yet says so, and what comes next", async () => {
  addSlo(db, "empty", { minutes: "" });
  db.run("DELETE FROM ledger WHERE sli_id = (SELECT id FROM slis WHERE slo_id = 'empty')");
  expect(await headsOf("empty", { range: "24h" })).toEqual(["Nothing is counted yet."]);
});

test("a range that cannot be shown says why, beside the one that is", async () => {
  const view = await viewOf("whole", { from: "2026-11-24", to: "2026-11-01" });
  expect(view.range.name).toBe("28d");
  expect(rangeNotes(view)[0]).toEqual({
    head: "The range does not begin before it ends.",
    text: "The last 28 days are shown instead.",
  });
});

test("the budget's sentence names the burn it forecasts by, and the two that its cone spans", async () => {
  addSlo(db, "burning", { minutes: `99/100*${3 * DAY} 50/100*240 80/100*120`, held: ["95% 4d"] });
  const view = await viewOf("burning", { range: "7d" });
  // Four bad hours and two better ones: the last 2 h burn less than the last 6 h, and more than the last day.
  expect(plain(budgetSentence(view))).toBe(
    "20 % is left of what 4 days may spend (81.2 % observed). At the burn of the last 6 h it is gone 11:25 UTC; the cone spans the burns of the last 6 h and the last day. Each point is what was left of the 4 days that ended then.",
  );
  const past = await viewOf("burning", { from: iso(LAST - 2 * DAY), to: iso(LAST - DAY) });
  expect(plain(budgetSentence(past))).toMatch(/^At .* UTC the budget had \d+ % left \(/);
});
