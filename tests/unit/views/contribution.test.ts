import { afterAll, beforeAll, expect, test } from "vitest";
import type { Reader } from "@/lib/auth/actor";
import { breachById, saveEpisode } from "@/lib/store/breaches";
import { beginContribution, endContribution, type Snapshot } from "@/lib/store/contributions";
import { contributionView } from "@/lib/views/contribution";
import { addSlo, LAST, NOW, stock } from "./stocked";

const { db, clear } = stock();
afterAll(clear);

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

const ROW = { values: ["/"], bad: 50, total: 500, badShare: 0.5, totalShare: 0.5, lift: 1 };
const UNIFORM: Snapshot = {
  bad: 100,
  total: 1000,
  tables: [{ labels: ["route"], rows: [ROW, { ...ROW, values: ["/x"] }], isConsequence: false, left: 0 }],
  verdict: { kind: "uniform", labels: [], rows: [] },
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
