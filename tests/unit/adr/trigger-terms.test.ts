import { expect, test } from "vitest";
import { readAdr } from "@/lib/adr/record";
import { termsOf } from "@/lib/adr/trigger-terms";

const recordWith = (triggers: string) =>
  readAdr(
    "docs/adr/0001-a.md",
    `---\nstatus: accepted\ndecisions:\n  d1: { title: A, status: accepted }\ntriggers:\n${triggers}\n---\n# A\n`,
  );

test.each([
  ["{ when: budget-exhausted, periods: 2 }", { kind: "budget-exhausted", periods: 2 }],
  ["{ when: over-achieved, periods: 3 }", { kind: "over-achieved", periods: 3, left: 0.9 }],
  ["{ when: promql, query: up == 0, for: 30m }", { kind: "promql", query: "up == 0", forSeconds: 1800 }],
  ["{ when: promql, query: up == 0 }", { kind: "promql", query: "up == 0", forSeconds: 0 }],
  ["{ when: cost-above, value: 12000 EUR/month }", { kind: "cost-above", amount: 12000, unit: "EUR/month" }],
  ["{ when: date, date: 2027-01-15 }", { kind: "date", day: "2027-01-15" }],
])("%s is read", (written, terms) => {
  const { triggers, problems } = recordWith(`  r1: ${written}`);
  expect(problems).toEqual([]);
  expect(triggers.map(termsOf)).toEqual([{ terms }]);
});

test.each([
  ["{ when: full-moon }", "when", /fires when “full-moon”: known are budget-exhausted/],
  ["{ when: budget-exhausted, periods: 0 }", "periods", /counts “0” periods/],
  ["{ when: budget-exhausted, periods: 1.5 }", "periods", /whole number/],
  ["{ when: over-achieved, left: 2 }", "left", /the rest “2” of the budget/],
  ["{ when: promql }", "query", /has no query/],
  ["{ when: promql, query: 'sum(up' }", "query", /is not PromQL/],
  ["{ when: promql, query: up, for: ages }", "for", /“ages”/],
  ["{ when: promql, query: up, for: 31d }", "for", /up to 30 days/],
  ["{ when: cost-above, value: a lot }", "value", /12000 EUR\/month/],
  ["{ when: date, date: 2026-02-30 }", "date", /2027-02-22/],
])("%s is a problem of the record, at its line", (written, _, message) => {
  const { triggers, problems } = recordWith(`  r0: { when: date, date: 2027-01-15 }\n  r1: ${written}`);
  expect(problems).toMatchObject([{ message: expect.stringMatching(message), line: 7 }]);
  expect(triggers).toHaveLength(2);
});
