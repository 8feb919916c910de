import { describe, expect, test } from "vitest";
import { readAdr } from "@/lib/adr/record";
import { unmeasuredDecisions } from "@/lib/adr/unmeasured";

const record = (decisions: string, targets = "") =>
  readAdr("docs/adr/0001-a.md", `---\nstatus: accepted\ndecisions: {${decisions}}\n${targets}---\n# A\n`);
const TARGETS = "targets: {t1: {decision: d1, slo: hits, objective: 0.9, window: 28d}}\n";
const ids = (text: ReturnType<typeof record>, ...measured: string[]) =>
  unmeasuredDecisions(text, (id) => measured.includes(id)).map(({ id }) => id);

describe("a decision ought to be measured", () => {
  const two = "d1: {title: Cache}, d2: {title: Purge}";

  test("where its record promises figures, until an SLO names it", () => {
    expect(ids(record(two, TARGETS))).toEqual(["d1", "d2"]);
    expect(ids(record(two, TARGETS), "d1", "d2")).toEqual([]);
  });

  test("not where its record promises none", () => {
    expect(ids(record(two))).toEqual([]);
  });

  test("or not, where it says so itself", () => {
    expect(ids(record("d1: {title: Cache, measured: no}, d2: {title: Purge}", TARGETS))).toEqual(["d2"]);
    expect(ids(record("d1: {title: Cache, measured: yes}, d2: {title: Purge}"))).toEqual(["d1"]);
  });

  test("only as long as it is accepted", () => {
    expect(ids(record("d1: {title: Cache, status: rejected}, d2: {title: Purge, status: proposed}", TARGETS))).toEqual(
      [],
    );
  });

  test("and an answer that is neither yes nor no is told", () => {
    expect(record("d1: {title: Cache, measured: maybe}").problems.map(({ message }) => message)).toEqual([
      "The decision “d1” says “measured: maybe”: it is yes or no.",
    ]);
  });
});
