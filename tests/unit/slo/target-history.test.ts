import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { neighboursOf, targetAfter, targetAt, targetInForce, targetSpans } from "@/lib/slo/target-history";
import { targets } from "./notation";

const spans = (lines: string[], from: number, to: number) =>
  targetSpans(targets(...lines), from, to).map((span) => `${span.from}–${span.to} v${span.version.version}`);

describe("a target history", () => {
  it("assumes the first version before its creation (rule 12)", () => {
    expect(targetAt(targets("95% @100", "90% @200"), 5).version).toBe(1);
    expect(spans(["95% @100"], 0, 200)).toEqual(["0–100 v1", "100–200 v1"]);
  });

  it("holds a version from the first whole minute after its instant", () => {
    const versions = targets("95%", "90% @100", "80% @200.5");
    const at = (minute: number) => targetAt(versions, minute).version;
    expect([at(100), at(101), at(200), at(201), at(202)]).toEqual([1, 2, 2, 2, 3]);
  });

  it("promises a version from its instant on, though no minute is judged by it yet", () => {
    const versions = targets("95%", "90% @100", "80% @200.5");
    const at = (minute: number) => targetInForce(versions, minute * 60_000).version;
    expect([at(0), at(99.9), at(100), at(200), at(200.5)]).toEqual([1, 1, 2, 2, 3]);
    expect(targetInForce(targets("95% @100"), 0).version).toBe(1);
  });

  it("knows what stands beside a version, in the order in which they hold", () => {
    const versions = targets("95%", "90% @200", "80% @100");
    const beside = (version: number) => {
      const found = neighboursOf(versions, version);
      return found && [found.before.version, found.after.version];
    };
    expect([1, 2, 3, 4].map(beside)).toEqual([null, null, [1, 2], null]);
  });

  it("says what takes the place of the version that figures were judged by", () => {
    const versions = targets("95%", "90% @100", "80% @200");
    const follows = (judged: number, now: number) => {
      const next = targetAfter(versions, targetAt(versions, judged), now * 60_000);
      return next && `v${next.version.version}${next.holds ? " holds" : ""}`;
    };
    expect([follows(90, 99), follows(99, 101), follows(99, 201), follows(150, 151), follows(202, 203)]).toEqual([
      "v2",
      "v2 holds",
      "v3 holds",
      "v3",
      null,
    ]);
  });

  it("cuts a window at every change (rule 8)", () => {
    const lines = ["95%", "90% @100", "80% @200"];
    expect(spans(lines, 50, 300)).toEqual(["50–100 v1", "100–200 v2", "200–300 v3"]);
    expect(spans(lines, 100, 200)).toEqual(["100–200 v2"]);
    expect(spans(lines, 99, 101)).toEqual(["99–100 v1", "100–101 v2"]);
    expect(spans(lines, 300, 400)).toEqual(["300–400 v3"]);
  });

  it("takes the later of two versions of one minute, and versions in any order", () => {
    expect(spans(["95%", "90% @99.2", "80% @99.7"], 0, 200)).toEqual(["0–100 v1", "100–200 v3"]);
    expect(targetAt(targets("95% @100", "90% @0"), 50).version).toBe(2);
  });

  it("gives each minute of a window the version that holds in it", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 1, maxLength: 5 }), fc.nat(50), fc.nat(20), (from, begin, more) => {
        const versions = targets(...from.map((minute) => `95% @${minute}`));
        const found = targetSpans(versions, begin, begin + more + 1);
        expect(found[0]?.from).toBe(begin);
        expect(found.at(-1)?.to).toBe(begin + more + 1);
        found.slice(1).forEach((span, i) => {
          expect(span.from).toBe(found[i]?.to);
        });
        for (const span of found)
          for (let minute = span.from + 1; minute <= span.to; minute++)
            expect(span.version.version).toBe(targetAt(versions, minute).version);
      }),
    );
  });

  it("has at least one version", () => {
    expect(() => targetAt([], 5)).toThrow("at least one version");
  });
});
