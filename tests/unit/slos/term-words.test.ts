import { expect, test } from "vitest";
import { chipsOf, optionsOf } from "@/app/slos/term-words";
import { NO_TERMS } from "@/lib/slo/list-terms";
import { decision, listRow } from "./list-row";

const rows = [
  listRow({ id: "a", decision: decision("d1") }),
  listRow({ id: "b", decision: decision("d2"), team: null, tier: "10" }),
  listRow({ id: "c", decision: null, tier: "2" }),
];

test("a facet offers what there is with how many have it, numbers as people count, and what has none last", () => {
  const offered = (facet: "team" | "tier") => optionsOf(rows, facet, []).map(({ label, count }) => [label, count]);
  expect(offered("tier")).toEqual([
    ["1", 1],
    ["2", 1],
    ["10", 1],
  ]);
  expect(offered("team")).toEqual([
    ["Storefront", 2],
    ["No team", 1],
  ]);
});

test("a decision can be chosen by its record, by itself, or by its absence", () => {
  expect(optionsOf(rows, "decision", []).map(({ value, count }) => [value, count])).toEqual([
    [decision("d1").path, 2],
    [`${decision("d1").path}#d1`, 1],
    [`${decision("d1").path}#d2`, 1],
    ["none", 1],
  ]);
});

test("what is chosen stays on offer although nothing has it", () => {
  expect(optionsOf(rows, "service", ["gone"]).map(({ value, count }) => [value, count])).toContainEqual(["gone", 0]);
});

test("a filter is said in words", () => {
  const terms = {
    ...NO_TERMS,
    verdict: ["at-risk" as const],
    tier: ["1", "none"],
    window: ["28d"],
    decision: [`${decision("d2").path}#d2`],
    budget: 20,
    lint: true,
  };
  expect(chipsOf(terms, rows).map(({ label, value }) => `${label}: ${value}`)).toEqual([
    "Verdict: At risk",
    "Tier: 1, No tier",
    "Decision: ADR 0001 · D2 Decision d2",
    "Window: 28 days",
    "Budget under: 20\u202f%",
    "Lint: findings",
  ]);
  expect(chipsOf(NO_TERMS, rows)).toEqual([]);
});
