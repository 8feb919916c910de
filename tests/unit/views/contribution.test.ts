import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { contributions } from "@/db/daily";
import type { Reader } from "@/lib/auth/actor";
import { breachById, saveEpisode } from "@/lib/store/breaches";
import { beginContribution, contributionsOf, endContribution, Snapshot } from "@/lib/store/contributions";
import { contributionView } from "@/lib/views/contribution";
import { addSlo, LAST, NOW, stock } from "./stocked";

const { db, clear } = stock();
afterAll(clear);
afterEach(() => void vi.restoreAllMocks());

const READER = { name: "test", kind: "anonymous", id: null } as unknown as Reader;
const BREACH = 1;
beforeAll(() => {
  addSlo(db, "hits");
  const opened = { openedMinute: LAST - 30, countedFrom: LAST - 30, closedMinute: null, closeReason: null };
  const counts = { worst: 0.5, badEvents: 10, totalEvents: 20, budgetSpent: 0.1, targetVersion: 1 };
  const reason = { decisionPath: null, decisionId: null, adrCommit: null };
  saveEpisode(db, "hits", "live", { kind: "objective-missed", ...opened, ...counts }, reason);
  expect(breachById(db, BREACH)).not.toBeNull();
});

const ROW = { values: ["/"], bad: 50, total: 500, badShare: 0.5, totalShare: 0.5, lift: 1, isAlwaysWorse: false };
const UNIFORM: Snapshot = {
  bad: 100,
  total: 1000,
  tables: [{ labels: ["route"], rows: [ROW, { ...ROW, values: ["/x"] }], isConsequence: false, left: 0 }],
  verdict: { kind: "uniform", labels: [], rows: [], setAside: [] },
  isCompared: false,
  comparedWith: "the same time a week before",
  notAsked: [{ label: "job", why: "one value only" }],
  unanswered: [],
  span: null,
};

function begin(): number {
  const span = { fromMinute: LAST - 30, toMinute: LAST, startedAt: NOW.getTime() };
  return beginContribution(db, { breachId: BREACH, author: "Ada", ...span });
}

function keep(result: Snapshot): number {
  const id = begin();
  endContribution(db, id, "done", { result }, NOW);
  return id;
}

const viewed = () => contributionView(READER, NOW, BREACH);

const ALL = "No one stands out: the fault is uniform.";
const ASKED = "No one stands out among the labels that were asked.";
test.each<[string, Partial<Snapshot>, string]>([
  ["every label was asked, or has one value", {}, ALL],
  ["a label has too many values", { notAsked: [{ label: "user", why: "2,100 values, the cap is 2,000" }] }, ASKED],
  ["labels are too many", { notAsked: [{ label: "zone", why: "12 labels are asked by at most" }] }, ASKED],
  ["a question was not answered", { unanswered: ["region: too many samples"] }, ASKED],
])("the fault is called uniform only where nothing was left unasked: %s", (_, more, words) => {
  keep({ ...UNIFORM, ...more });
  expect(viewed()?.kept?.verdictWords).toBe(words);
});

test("of a breach only the newest snapshot is kept, and it is read once; a run that fails takes none away", () => {
  const results = (): number =>
    db
      .select()
      .from(contributions)
      .all()
      .filter(({ result }) => result !== null).length;
  for (const bad of [1, 2, 3]) keep({ ...UNIFORM, bad });
  expect(results()).toBe(1);
  const parsed = vi.spyOn(Snapshot, "safeParse");
  const { latest, kept } = contributionsOf(db, BREACH);
  expect(kept?.result?.bad).toBe(3);
  expect(latest).toBe(kept);
  expect(parsed).toHaveBeenCalledTimes(1);
  endContribution(db, begin(), "failed", { error: "silent" }, NOW);
  expect(contributionsOf(db, BREACH)).toMatchObject({ latest: { state: "failed" }, kept: { result: { bad: 3 } } });
  const cancelled = begin();
  endContribution(db, cancelled, "cancelled", {}, NOW);
  expect(endContribution(db, cancelled, "done", { result: UNIFORM }, NOW), "too late").toBe(false);
  expect(contributionsOf(db, BREACH).kept?.result?.bad).toBe(3);
});

test("rows that were too many to be kept are counted among those that are folded", () => {
  const [first] = UNIFORM.tables;
  keep({ ...UNIFORM, tables: [{ ...first, labels: ["route"], isConsequence: false, rows: [ROW, ROW], left: 40 }] });
  expect(viewed()?.kept?.tables[0]).toMatchObject({ rows: [{ bad: 50 }, { bad: 50 }], folded: 40 });
});

test.each<["always-worse" | "value", Snapshot["verdict"]["rows"], string, string]>([
  [
    "always-worse",
    [],
    "Route / carries half of the misses on half of the traffic, and did so before the breach as well.",
    "Who stands out did so before the breach as well: nobody is hit more than before.",
  ],
  [
    "value",
    [{ ...ROW, values: ["/stock"] }],
    "Beside route /stock, as bad before the breach, route / carries half of the other misses on half of the other traffic.",
    "One value stands out.",
  ],
])("what was as bad before the breach is said so: %s", (kind, setAside, sentence, words) => {
  keep({ ...UNIFORM, verdict: { kind, labels: ["route"], rows: [ROW], setAside }, isCompared: true });
  const kept = viewed()?.kept;
  expect(kept?.sentence?.map(({ text }) => text).join("")).toBe(sentence);
  expect(kept?.verdictWords).toBe(words);
});

test("what an earlier version kept is read as compared with nothing", () => {
  const { isCompared: _, comparedWith: __, verdict, ...rest } = UNIFORM;
  const { setAside: ___, ...older } = verdict;
  keep({ ...rest, verdict: older } as unknown as Snapshot);
  expect(viewed()?.kept).toMatchObject({ isCompared: false, verdict: "uniform" });
});
