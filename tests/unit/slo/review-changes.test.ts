import fc from "fast-check";
import { expect, test } from "vitest";
import { changeOf, medianMinutes, type Stood } from "@/lib/slo/review-changes";
import { VERDICTS } from "@/lib/slo/verdict";

const open = { id: 7, openedMinute: 100, closedMinute: null };
const closed = { id: 6, openedMinute: 40, closedMinute: 78 };
const stood = (text: string): Stood => {
  const [verdict, left] = text.split(" ");
  return [VERDICTS.find((each) => each === verdict) ?? "met", left === undefined ? null : Number(left)];
};

test.each([
  ["met 0.9", "breached 0.1", [open], "new", 7],
  ["unknown", "breached 0.1", [open], "new", 7],
  ["at-risk 0.4", "breached 0.1", [open], "worse", 7],
  ["met 0.9", "at-risk 0.4", [], "worse", null],
  ["met 0.9", "at-risk 0.4", [closed], "worse", 6],
  ["breached 0.1", "at-risk 0.1", [closed], "better", 6],
  ["breached 0.1", "met 0.5", [closed], "resolved", 6],
  ["met 0.9", "met 0.8", [closed], "resolved", 6],
  ["breached 0.1", "breached 0.1", [closed, open], "new", 7],
  ["met 0.9", "unknown 0.9", [], "lost", null],
  ["no-traffic 0.5", "no-traffic 0.5", [closed], "lost", 6],
  ["breached 0.1", "no-traffic 0.1", [], "lost", null],
  ["unknown", "met 0.9", [], "better", null],
  ["met 0.11", "met 0.18", [], "better", null],
  ["met 0.18", "met 0.11", [], "worse", null],
])("from %s to %s is told", (was, is, touched, what, breach) => {
  const change = changeOf(stood(was), stood(is), touched);
  expect(change?.what).toBe(what);
  expect(change?.breach?.id ?? null).toBe(breach);
});

test.each([
  ["met 0.9", "met 0.8"],
  ["met 0.18", "met 0.17"],
  ["unknown", "no-traffic"],
  ["breached 0.1", "breached 0.1"],
])("from %s to %s is not worth a line", (was, is) => expect(changeOf(stood(was), stood(is), [])).toBeNull());

test("where no review kept anything, only breaches tell", () => {
  expect(changeOf(null, stood("met 0.1"), [])).toBeNull();
  expect(changeOf(null, stood("breached 0.1"), [open])).toMatchObject({ what: "new", breach: open });
  expect(changeOf(null, stood("met 0.5"), [closed])).toMatchObject({ what: "resolved", breach: closed });
  expect(changeOf(null, stood("unknown 0.5"), [closed]), "no data is never healthy").toMatchObject({ what: "lost" });
});

test("nothing that became worse is told as better, and the other way round", () => {
  const any = fc.tuple(fc.constantFrom(...VERDICTS), fc.option(fc.double({ min: -1, max: 1, noNaN: true })));
  const badness = ([verdict]: Stood): number => ({ breached: 2, "at-risk": 1 })[verdict as "breached" | "at-risk"] ?? 0;
  fc.assert(
    fc.property(any, any, fc.subarray([open, closed]), (was, is, touched) => {
      const what = changeOf(was, is, touched)?.what;
      if (badness(is) > badness(was)) expect(what).toMatch(/^(new|worse)$/);
      if (what === "resolved") expect(is[0], "no data is never healthy").toBe("met");
      if (what === "better") expect(badness(is)).toBeLessThanOrEqual(badness(was));
    }),
  );
});

test("the median of the reviews is that of those whose beginning is known", () => {
  const took = (...minutes: (number | null)[]) =>
    medianMinutes(minutes.map((each) => ({ startedAt: each === null ? null : 0, finishedAt: (each ?? 1) * 60_000 })));
  expect(took()).toBeNull();
  expect(took(null, null)).toBeNull();
  expect(took(7)).toBe(7);
  expect(took(12, 3, null, 7)).toBe(7);
  expect(took(4, 8)).toBe(6);
});
