import { describe, expect, it } from "vitest";
import { type Finding, type LintFacts, lint, otherUnitOf } from "@/lib/slo/lint";
import { minuteAt } from "@/lib/slo/window";

const NOW = minuteAt(Date.parse("2026-11-22T20:00Z"));
const WEEK = 7 * 1440;

/** An SLO of which nothing is doubtful. */
const SOUND: LintFacts = {
  kind: "ratio",
  target: { objective: 0.99, threshold: null, window: "28d" },
  edges: null,
  minute: NOW,
  firstCountedMinute: NOW - 100 * 1440,
  baselineMinute: null,
  lately: { minutes: WEEK, good: 1_000_000, total: 1_008_000, observedSeconds: WEEK * 60 },
  series: { good: { now: 1, ever: true }, bad: null, total: { now: 1, ever: true } },
  approximate: false,
  otherUnit: null,
};

const findings = (facts: Partial<LintFacts>): Finding[] => lint({ ...SOUND, ...facts });
const target = (objective: number, window = "28d", threshold: number | null = null) => ({
  target: { objective, window, threshold },
});
/** What is found of one kind. */
const found = (code: Finding["code"], facts: Partial<LintFacts>) =>
  findings(facts).filter((finding) => finding.code === code);
/** As it reads, with plain spaces. */
const read = (text: string | null | undefined) => text?.replaceAll(/\s/g, " ");

describe("the lint", () => {
  it("finds nothing but a pair that is never watched in a sound SLO", () => {
    // 3d/6h over 28 days is 0.933 times.
    expect(findings({}).map(({ code, severity }) => [code, severity])).toEqual([["never-burns", "info"]]);
    expect(findings(target(0.99, "90d"))).toEqual([]);
  });

  it("offers the nearest edges for a threshold that is none (rule 9)", () => {
    const latency = { kind: "latency", edges: [0.1, 0.25, 0.5] } as const;
    const [finding] = found("no-such-edge", { ...latency, ...target(0.99, "28d", 0.2) });
    expect(finding).toMatchObject({ severity: "error", offers: [0.25, 0.1] });
    expect(read(finding?.wayOut)).toBe("Take 250 ms or 100 ms, or give the histogram a bucket at 200 ms.");
    expect(found("no-such-edge", { ...latency, ...target(0.99, "28d", 2) })[0]?.offers).toEqual([0.5]);
    expect(found("no-such-edge", { ...latency, ...target(0.99, "28d", 0.01) })[0]?.offers).toEqual([0.1]);
    expect(found("no-such-edge", { ...latency, ...target(0.99, "28d", 0.25) })).toEqual([]);
  });

  it("asks a gauge's bound for no edge", () => {
    expect(found("no-such-edge", { kind: "gauge", ...target(0.99, "28d", 80) })).toEqual([]);
  });

  it("misses le where a histogram's series are there without edges", () => {
    const latency = { kind: "latency", ...target(0.99, "28d", 0.2) } as const;
    expect(found("no-buckets", { ...latency, edges: null })).toMatchObject([{ severity: "error" }]);
    expect(found("no-buckets", { ...latency, edges: [] })).toHaveLength(1);
    expect(found("no-buckets", { ...latency, edges: [0.2] })).toEqual([]);
    expect(found("no-buckets", { edges: null })).toEqual([]);
    // Without a series it is the selector that is doubtful.
    const none = { good: { now: 0, ever: false }, bad: null, total: null };
    expect(found("no-buckets", { ...latency, edges: null, series: none })).toEqual([]);
  });

  it("sees more good events than there are", () => {
    const lately = { minutes: WEEK, total: 100_000, observedSeconds: WEEK * 60 };
    const [finding] = found("good-above-total", { lately: { ...lately, good: 100_001 } });
    expect(finding?.severity).toBe("error");
    expect(read(finding?.message)).toBe("Of 100,000 events in the last 7 d, 100,001 were good.");
    expect(found("good-above-total", { lately: { ...lately, good: 100_000 } })).toEqual([]);
    expect(found("good-above-total", { lately: { ...lately, good: null } })).toEqual([]);
  });

  it("names a burn factor that is out of reach, and what is watched instead (rule 16)", () => {
    // At 90 % the largest burn is 10 and 0.8 of it 8: 13.44 is out of reach, two others remain.
    expect(found("unreachable-burn", target(0.9))).toMatchObject([{ severity: "info", offers: [8] }]);
    expect(read(found("unreachable-burn", target(0.9))[0]?.message)).toBe(
      "At 90 %, no burn exceeds 10×: 13.4× over 1 h and 5 min is out of reach.",
    );
    expect(found("unreachable-burn", target(0.9))[0]?.wayOut).toMatch("Slower pairs");
    // At 80 % one remains, and the fastest is capped at 4.
    const capped = found("unreachable-burn", target(0.8));
    expect(capped.map(({ wayOut }) => wayOut)).toEqual(["4× is watched instead.", "Slower pairs are watched instead."]);
    expect(found("unreachable-burn", target(0.95))).toEqual([]);
  });

  it("warns where the name of a histogram says another unit than its edges are taken for", () => {
    const queries = { part: "", total: "" };
    const of = (buckets: string, unit?: "ms") =>
      otherUnitOf({ kind: "latency", buckets, total: [], queries, ...(unit ? { unit } : {}) });
    expect(of('istio_request_duration_milliseconds_bucket{job="a"}')).toBe("ms");
    expect(of("istio_request_duration_milliseconds_bucket", "ms")).toBeNull();
    expect(of("took_seconds_bucket")).toBeNull();
    expect(found("other-unit", {})).toEqual([]);
    expect(found("other-unit", { otherUnit: "ms" })).toMatchObject([
      { severity: "warning", wayOut: expect.stringContaining("plumbline.dev/unit: ms") },
    ]);
  });

  it("warns where no pair is left to watch (rule 16)", () => {
    expect(found("never-burns", target(0.95, "2d"))).toMatchObject([{ severity: "warning" }]);
    expect(found("unreachable-burn", target(0.2))).not.toEqual([]);
    for (const finding of found("unreachable-burn", target(0.2))) expect(finding.severity).toBe("warning");
  });

  it("says so where a factor is exactly 1: 3 d and 6 h over 30 days (rule 16)", () => {
    const [finding] = found("never-burns", target(0.99, "30d"));
    expect(read(finding?.message)).toBe("The budget lasts at 1× over 3 d and 6 h: not watched.");
  });

  it("says how much of the window was counted (rule 5)", () => {
    const [finding] = found("window-longer-than-data", { firstCountedMinute: NOW - 7 * 1440 });
    expect(read(finding?.message)).toBe("Of the 28 d of the window, 7 d were counted (25.0 %).");
    expect(found("window-longer-than-data", { firstCountedMinute: NOW - 28 * 1440 })).toEqual([]);
    expect(found("window-longer-than-data", { firstCountedMinute: null })).toEqual([]);
  });

  it("asks a calendar window for its period so far alone (rule 5)", () => {
    const sinceTheFirst = (21 * 24 + 20) * 60;
    const from = (minutes: number) => ({ ...target(0.99, "month@UTC"), firstCountedMinute: NOW - minutes });
    expect(found("window-longer-than-data", from(sinceTheFirst))).toEqual([]);
    expect(found("window-longer-than-data", from(sinceTheFirst - 1))).toHaveLength(1);
  });

  it("finds too little traffic where an hour allows less than one bad event (rule 15)", () => {
    const hourly = (events: number, objective: number) =>
      found("too-little-traffic", {
        ...target(objective),
        lately: { minutes: WEEK, good: 0, total: events * 168, observedSeconds: WEEK * 60 },
      });
    expect(hourly(100, 0.99)).toEqual([]);
    expect(hourly(10, 0.9)).toEqual([]);
    const [finding] = hourly(50, 0.99);
    expect(finding).toMatchObject({ severity: "warning", offers: [0.98] });
    expect(read(finding?.message)).toBe(
      "There is no objective-missed verdict: too little traffic. 60 minutes hold 50 events and allow 0.5 bad ones, so that one breaks 99 %.",
    );
    expect(read(finding?.wayOut)).toBe("Go by the budget, or take an objective of 98 % or less.");
    expect(hourly(0, 0.99)).toMatchObject([{ offers: [], wayOut: "Go by the budget." }]);
    expect(found("too-little-traffic", { lately: null })).toEqual([]);
  });

  it("takes the hour's traffic from what was observed", () => {
    const lately = { minutes: WEEK, good: 0, total: 16_800, observedSeconds: WEEK * 30 };
    expect(found("too-little-traffic", { lately })).toEqual([]);
    expect(found("too-little-traffic", { lately: { ...lately, observedSeconds: WEEK * 60 + 1 } })).toHaveLength(1);
  });

  it("says that several series share one budget (rule 11)", () => {
    expect(found("several-series", { series: { ...SOUND.series, total: { now: 3, ever: true } } })).toMatchObject([
      { severity: "info", message: "The total is the sum of 3 series: they share one budget." },
    ]);
    expect(found("several-series", {})).toEqual([]);
  });

  it("warns of a bad or good selector that never returned a series, and of a total as an error (rule 18)", () => {
    const never = { now: 0, ever: false };
    expect(found("never-seen", { series: { ...SOUND.series, bad: never } })).toMatchObject([
      { severity: "warning", message: "The engine never had a series for bad." },
    ]);
    expect(found("never-seen", { series: { good: never, bad: null, total: never } })).toMatchObject([
      { severity: "error", message: "The engine never had a series for total and good." },
    ]);
    expect(found("never-seen", { series: { ...SOUND.series, good: { now: 0, ever: true } } })).toEqual([]);
    expect(found("never-seen", { series: { good: null, bad: null, total: null } })).toEqual([]);
  });

  it("says where history starts, and what is approximate (rules 2, 9)", () => {
    expect(found("history-starts-here", { baselineMinute: NOW })).toMatchObject([
      { message: "History starts here: what the counters held by 22 Nov 2026, 20:00 UTC is not counted." },
    ]);
    expect(found("approximate", { approximate: true })).toMatchObject([{ severity: "info" }]);
  });

  it("names the gravest first", () => {
    const severities = findings({
      ...target(0.8, "28d", 0.2),
      edges: [0.1],
      firstCountedMinute: NOW - 1440,
      approximate: true,
    }).map(({ severity }) => severity);
    expect(severities).toEqual(["error", "warning", "info", "info", "info", "info"]);
  });

  it("has nothing to say of a window that cannot be read, and of nothing counted yet", () => {
    expect(findings({ ...target(0.99, "soon"), lately: null, firstCountedMinute: null })).toEqual([]);
  });
});
