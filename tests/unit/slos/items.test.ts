import { expect, test } from "vitest";
import { grouped } from "@/app/slos/group";
import { itemsOf, nextRow } from "@/app/slos/items";
import { listRow } from "./list-row";

const rows = [listRow({ id: "a", verdict: "breached" }), listRow({ id: "b" }), listRow({ id: "c" })];
const groups = grouped(rows, "verdict");
const keys = (folded: string[], withHeads = true): string[] => itemsOf(groups, folded, withHeads).map(({ key }) => key);

test("lines are the heads of groups with their rows under them", () => {
  expect(keys([])).toEqual(["group breached", "slo a", "group met", "slo b", "slo c"]);
});

test("a folded group has its head alone, and a list that is not grouped has no heads and folds nothing", () => {
  expect(keys(["met"])).toEqual(["group breached", "slo a", "group met"]);
  expect(keys(["met"], false)).toEqual(["slo a", "slo b", "slo c"]);
});

test("a row that is still asked for has its line already", () => {
  const [breached, met] = groups;
  if (!breached || !met) throw new Error("two groups were made");
  const lines = itemsOf([breached, { ...met, rows: met.rows.slice(0, 1) }], [], true);
  expect(lines).toHaveLength(5);
  expect(lines.at(-1)).toEqual({ kind: "row", key: "met 1", row: undefined });
});

test("the keyboard goes from row to row over heads, and stops at both ends", () => {
  const lines = itemsOf(groups, [], true);
  expect([nextRow(lines, -1, 1), nextRow(lines, 1, 1), nextRow(lines, 4, 1)]).toEqual([1, 3, 4]);
  expect([nextRow(lines, -1, -1), nextRow(lines, 3, -1), nextRow(lines, 1, -1)]).toEqual([4, 1, 1]);
  expect(nextRow([], -1, 1)).toBe(-1);
});
