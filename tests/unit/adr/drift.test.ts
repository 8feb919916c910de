import { expect, test } from "vitest";
import { driftBetween } from "@/lib/adr/drift";
import { parseThreshold } from "@/lib/adr/duration";
import type { AdrTarget } from "@/lib/adr/target";

const promised: AdrTarget = {
  id: "t1",
  decision: "d1",
  slo: "s",
  statement: null,
  sli: "latency",
  threshold: 0.2,
  objective: 0.95,
  window: "28d",
};
const stored = { objective: 0.95, threshold: 0.2, window: "28d" };

test.each([
  ["the same target", {}, {}, null],
  ["a difference in the last bit", { objective: 0.1 + 0.2 }, { objective: 0.3 }, null],
  ["the same window in weeks", { window: "4w" }, {}, null],
  ["a threshold that the record leaves open", { threshold: null }, {}, null],
  ["another objective", {}, { objective: 0.93 }, "The document says 95\u202f%, the store says 93\u202f%."],
  [
    "an objective of three nines",
    { objective: 0.999 },
    { objective: 0.9995 },
    "The document says 99.9\u202f%, the store says 99.95\u202f%.",
  ],
  ["another threshold", {}, { threshold: 1.5 }, "The document says 200\u202fms, the store says 1.5\u202fs."],
  [
    "a threshold that was dropped",
    {},
    { threshold: null },
    "The document says 200\u202fms, the store says no threshold.",
  ],
  ["another window", {}, { window: "30d" }, "The document says over 28 days, the store says over 30 days."],
  [
    "two differences",
    {},
    { objective: 0.9, window: "7d" },
    "The document says 95\u202f%, the store says 90\u202f%. The document says over 28 days, the store says over 7 days.",
  ],
])("%s", (_, document, store, words) => {
  expect(driftBetween({ ...promised, ...document }, { ...stored, ...store })).toBe(words);
});

test.each([
  ["200ms", 0.2],
  ["0.2s", 0.2],
  ["2 s", 2],
  ["70ms", 0.07],
  ["1m", 60],
  ["500us", 0.0005],
  ["200", null],
  ["0ms", null],
  ["-1s", null],
  ["fast", null],
])("the threshold %s is %s seconds", (text, seconds) => expect(parseThreshold(text)).toBe(seconds));
