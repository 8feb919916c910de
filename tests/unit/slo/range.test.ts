import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { minutesOf, readRange, stepFor } from "@/lib/slo/range";

const NOW = Date.parse("2026-11-24T09:12:30Z");
const minute = (text: string): number => Date.parse(text) / 60_000;
const read = (from: string | null, to: string | null) => readRange({ from, to }, NOW);

describe("a range in an address", () => {
  test("is a name, or the last 28 days where it names none", () => {
    expect(readRange({ range: "quarter" }, NOW)).toEqual({ asked: { name: "quarter" }, problem: null });
    expect(readRange({}, NOW)).toEqual({ asked: { name: "28d" }, problem: null });
    expect(readRange({ range: "toString" }, NOW)).toMatchObject({
      asked: { name: "28d" },
      problem: expect.any(String),
    });
  });

  test("is two instants, cut outward to whole minutes and at now", () => {
    expect(read("2026-11-12T00:59:30+01:00", "2026-11-12T02:00:30Z").asked).toEqual({
      name: null,
      from: minute("2026-11-11T23:59Z"),
      to: minute("2026-11-12T02:01Z"),
    });
    expect(read("2026-11-24T09:00Z", "2027-11-24T09:00Z").asked).toMatchObject({ to: minute("2026-11-24T09:13Z") });
    expect(read("2026-11-24T09:00Z", null).asked).toMatchObject({ to: minute("2026-11-24T09:13Z") });
  });

  test("is two days, the last one whole", () => {
    expect(read("2026-11-01", "2026-11-02").asked).toEqual({
      name: null,
      from: minute("2026-11-01T00:00Z"),
      to: minute("2026-11-03T00:00Z"),
    });
  });

  test.each([
    ["ends before it begins", "2026-11-12", "2026-11-11T00:00Z", "The range does not begin before it ends."],
    ["is empty", "2026-11-12T00:00Z", "2026-11-12T00:00Z", "The range does not begin before it ends."],
    ["lies ahead", "2027-01-01", "2027-02-01", "The range lies ahead: nothing is counted there yet."],
    ["is longer than two years", "2024-11-01", "2026-11-24", "The range is longer than two years."],
    ["has no beginning", null, "2026-11-12", "The range has an end and no beginning."],
    ["begins at no time", "yesterday", "2026-11-12", '"yesterday" is no time.'],
    ["begins on a day that there is not", "2026-02-30T00:00Z", "2026-11-12", '"2026-02-30T00:00Z" is no time.'],
    ["ends at no time", "2026-11-12", "<script>", '"<script>" is no time.'],
  ])("says in a sentence why it cannot be shown where it %s", (_, from, to, problem) => {
    expect(read(from, to)).toEqual({ asked: { name: "28d" }, problem });
  });

  test("a quarter is the one that the last minute is in", () => {
    const last = minute("2026-11-24T09:12Z");
    expect(minutesOf({ name: "quarter" }, last, last + 9)).toEqual({ from: minute("2026-10-01T00:00Z"), to: last });
  });
});

test("no chart has more than 340 slices, and none that is longer than an hour has fewer than 60", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 731 * 1440 }), (minutes) => {
      const slices = Math.ceil(minutes / stepFor(minutes));
      expect(slices).toBeLessThanOrEqual(340);
      if (minutes >= 60) expect(slices).toBeGreaterThanOrEqual(60);
    }),
  );
});
