import { describe, expect, it } from "vitest";
import type { Sli } from "@/lib/slo/sli";
import { fileDrift, targetFields } from "@/lib/slo/target-difference";
import { targetEtag, targetEtagsIn } from "@/lib/slo/target-etag";

const latency: Sli = { kind: "native", histogram: "h", queries: { part: "p", total: "t" } };
const gauge: Sli = { kind: "gauge", op: "lt", query: "g" };
const target = { objective: 0.95, threshold: 0.2, window: "28d", decisionPath: "docs/adr/0001-a.md", decisionId: "d1" };

describe("the difference of two targets", () => {
  it("names each field in words", () => {
    const other = {
      objective: 0.999,
      threshold: 0.25,
      window: "month@Europe/Berlin",
      decisionPath: null,
      decisionId: null,
    };
    expect(targetFields(latency, other, target)).toEqual([
      { field: "objective", yours: "99.9\u202f%", current: "95\u202f%" },
      { field: "threshold", yours: "250\u202fms", current: "200\u202fms" },
      { field: "window", yours: "calendar month (Europe/Berlin)", current: "28 days" },
      { field: "decision", yours: "none", current: "docs/adr/0001-a.md#d1" },
    ]);
  });

  it("is none where both promise the same, in whatever words", () => {
    expect(targetFields(latency, { ...target, window: "4w" }, target)).toEqual([]);
    expect(fileDrift(latency, target, target)).toBeNull();
    expect(fileDrift(latency, null, target)).toBeNull();
  });

  it("reads as drift from the file, in the unit of the SLI", () => {
    expect(fileDrift(latency, target, { ...target, objective: 0.93, window: "7d" })).toBe(
      "The file says 95\u202f%, the store says 93\u202f%. The file says over 28 days, the store says over 7 days.",
    );
    expect(fileDrift(gauge, { ...target, threshold: 80 }, { ...target, threshold: 90 })).toBe(
      "The file says threshold 80, the store says threshold 90.",
    );
  });
});

describe("the etag of a target", () => {
  it("is read as it was written, in a list and when weak", () => {
    const state = { versions: 7, cancelled: 1 };
    expect(targetEtag(state)).toBe('"v7.1"');
    expect(targetEtagsIn('"v6.0", W/"v7.1"')).toEqual([{ versions: 6, cancelled: 0 }, state]);
    expect(targetEtagsIn('"a, \\",W/"v7.1" , "v6.0')).toEqual([state]);
  });

  it.each(["", "*", "v7.1", '"7.1"', '"v7"', '"v1234567890.1"'])("is not in %s", (text) => {
    expect(targetEtagsIn(text)).toEqual([]);
  });
});
