import { describe, expect, it } from "vitest";
import { valueQueriesOf } from "@/lib/rules/value-query";
import { valueTalliesOf } from "@/lib/rules/value-tally";
import type { Sli, SliOf } from "@/lib/slo/sli";

const MINUTE = 29_000_000;
const queries = { part: "", total: "" };
const gauge = (op: "lte" | "gte" = "lte"): Sli => ({ kind: "gauge", op, query: "queue" });
const period = (counts: "good" | "bad" = "bad"): Sli => ({
  kind: "period",
  counts,
  part: 'last_over_time(part{job="cw"}[299999ms])',
  total: 'last_over_time(total{job="cw"}[299999ms])',
  queries,
  timing: { periodSeconds: 300 },
});
const approximate = (over: Partial<SliOf<"approximate">> = {}): Sli => ({
  kind: "approximate",
  counts: "bad",
  part: { promql: 'avg(rate(part{job="a"}[5m]))', perMinute: 60 },
  total: { promql: 'avg(increase(total{job="a"}[10m]))', perMinute: 0.1 },
  queries,
  ...over,
});
const raw = (counts: "good" | "bad"): Sli =>
  approximate({ counts, part: { promql: "share", perMinute: 1 }, total: null, queries: { part: "", total: null } });

/** Answers of one minute: the first query whose text holds the piece gives the value. */
function values(sli: Sli, bounds: number[], answers: Record<string, number>, minute = MINUTE) {
  const asked = valueQueriesOf(sli, bounds);
  return new Map(
    Object.entries(answers).map(([piece, value]) => {
      const query = asked.find((each) => each.includes(piece));
      if (query === undefined) throw new RangeError(`nothing asked holds ${piece}`);
      return [query, new Map([[minute, value]])];
    }),
  );
}

/** What the minute held, as [good, total, observed seconds]. */
function held(sli: Sli, answers: Record<string, number>, bound: number | null = null, minute = MINUTE) {
  const known = values(sli, bound === null ? [] : [bound], answers, minute);
  const [tally] = valueTalliesOf(sli, () => bound, known, minute, minute).tallies;
  return tally && [tally.good, tally.total, tally.observedSeconds];
}
const UNOBSERVED = [0, 0, 0];
const FRESH = { timestamp: MINUTE * 60 - 10, count_over_time: 40 };

describe("a gauge", () => {
  const all = { "count(((queue) > -Inf < Inf))": 3, ...FRESH };

  it("has one slice per series, good where it meets the bound", () => {
    expect(held(gauge(), { ...all, "<= 80": 2 }, 80)).toEqual([2, 3, 60]);
  });

  it("has none that meets it where the engine names none", () => {
    expect(held(gauge(), all, 80)).toEqual([0, 3, 60]);
  });

  it("is unobserved without an answer, without a bound, and where its samples are old", () => {
    expect(held(gauge(), FRESH, 80)).toEqual(UNOBSERVED);
    expect(held(gauge(), all, null)).toEqual(UNOBSERVED);
    expect(held(gauge(), { ...all, timestamp: MINUTE * 60 - 61 }, 80)).toEqual(UNOBSERVED);
  });

  it("is held against the bound then in force", () => {
    const known = new Map([
      ...values(gauge(), [80, 90], { "count(((queue) > -Inf < Inf))": 1 }),
      ...values(gauge(), [80, 90], { "<= 90": 1 }, MINUTE + 1),
    ]);
    const [series] = valueQueriesOf(gauge(), []);
    known.set(
      series ?? "",
      new Map([
        [MINUTE, 1],
        [MINUTE + 1, 1],
      ]),
    );
    const { tallies } = valueTalliesOf(gauge(), (minute) => (minute > MINUTE ? 90 : 80), known, MINUTE, MINUTE + 1);
    expect(tallies.map(({ good, total }) => [good, total])).toEqual([
      [0, 1],
      [1, 1],
    ]);
  });

  it("keeps its worst value, in the minutes that have one", () => {
    const known = values(gauge(), [], { ...all, "max(((": 97 });
    expect(valueTalliesOf(gauge(), () => 80, known, MINUTE - 1, MINUTE + 1).worst).toEqual([
      { minute: MINUTE, value: 97 },
    ]);
  });

  it("has no worst value in a minute that is unobserved", () => {
    const old = values(gauge(), [], { ...all, "max(((": 97, timestamp: MINUTE * 60 - 61 });
    expect(valueTalliesOf(gauge(), () => 80, old, MINUTE, MINUTE).worst).toEqual([]);
    const uncounted = values(gauge(), [], { "max(((": 97 });
    expect(valueTalliesOf(gauge(), () => 80, uncounted, MINUTE, MINUTE).worst).toEqual([]);
  });
});

describe("gauges that hold a period's sum", () => {
  it("are booked in the period's last minute, with the period's seconds (rule 10)", () => {
    const known = values(period(), [], { "sum(last_over_time(total": 1000, "sum(last_over_time(part": 10 });
    // Every minute has an answer, and one in five ends a period.
    for (const [query, answers] of known)
      known.set(query, new Map(Array.from({ length: 10 }, (_, i) => [MINUTE + i, answers.get(MINUTE) ?? 0])));
    const { tallies } = valueTalliesOf(period(), () => null, known, MINUTE, MINUTE + 9);
    expect(tallies.map(({ minute }) => minute)).toEqual(Array.from({ length: 10 }, (_, i) => MINUTE + i));
    expect(tallies.filter(({ total }) => total > 0)).toMatchObject([
      { minute: MINUTE, good: 990, total: 1000, observedSeconds: 300, carried: false },
      { minute: MINUTE + 5, good: 990, total: 1000, observedSeconds: 300, carried: false },
    ]);
    expect(tallies.filter(({ observedSeconds }) => observedSeconds > 0)).toHaveLength(2);
  });

  it("are unobserved without a sample in the period", () => {
    expect(held(period(), { "sum(last_over_time(part": 10 })).toEqual(UNOBSERVED);
  });

  it("count bad events that have no series as none, unless nobody is there to tell", () => {
    expect(held(period(), { "sum(last_over_time(total": 1000 })).toEqual([1000, 1000, 300]);
    expect(held(period(), { "sum(last_over_time(total": 1000, "up{": 1 })).toEqual([1000, 1000, 300]);
    expect(held(period(), { "sum(last_over_time(total": 1000, "up{": 0 })).toEqual(UNOBSERVED);
  });

  it("keep what a period held when their exporter has gone since", () => {
    const both = { "sum(last_over_time(total": 1000, "sum(last_over_time(part": 10 };
    expect(held(period(), { ...both, "up{": 0 })).toEqual([990, 1000, 300]);
  });

  it("never take missing good events for none, where there were events", () => {
    expect(held(period("good"), { "sum(last_over_time(total": 1000 })).toEqual(UNOBSERVED);
    expect(held(period("good"), { "sum(last_over_time(total": 0 })).toEqual([0, 0, 300]);
  });
});

describe("an expression that is evaluated as written", () => {
  const total = { "sum(avg(increase(total": 2000, ...FRESH };
  const part = { "sum(avg(rate(part": 0.5 };

  it("is taken as the events of its minute, each side in its own unit", () => {
    expect(held(approximate(), { ...total, ...part })).toEqual([200 - 30, 200, 60]);
    expect(held(approximate({ counts: "good" }), { ...total, ...part })).toEqual([30, 200, 60]);
  });

  it("is unobserved without a total, with old samples, and while its targets are down", () => {
    expect(held(approximate(), part)).toEqual(UNOBSERVED);
    expect(held(approximate(), { ...total, ...part, timestamp: MINUTE * 60 - 61 })).toEqual(UNOBSERVED);
    expect(held(approximate(), { ...total, ...part, "up{": 0 })).toEqual(UNOBSERVED);
  });

  it("has no bad events where they have no series, and is unobserved where they are no number", () => {
    expect(held(approximate(), total)).toEqual([200, 200, 60]);
    expect(held(approximate(), { ...total, "count(avg(rate(part": 1 })).toEqual(UNOBSERVED);
    expect(held(approximate({ counts: "good" }), total)).toEqual(UNOBSERVED);
  });
});

describe("a native histogram", () => {
  const native: Sli = { kind: "native", histogram: 'h{job="a"}', queries };
  const count = { histogram_count: 2, ...FRESH };

  it("has the events of its minute, and the share of them within the threshold", () => {
    expect(held(native, { ...count, "histogram_fraction(0, 0.2,": 0.75 }, 0.2)).toEqual([90, 120, 60]);
  });

  it("has no share of nothing", () => {
    expect(held(native, { ...count, histogram_count: 0 }, 0.2)).toEqual([0, 0, 60]);
  });

  it("is unobserved without a count, a share or a threshold, with old samples, and while its targets are down", () => {
    const share = { "histogram_fraction(0, 0.2,": 0.75 };
    expect(held(native, { ...FRESH, ...share }, 0.2)).toEqual(UNOBSERVED);
    expect(held(native, count, 0.2)).toEqual(UNOBSERVED);
    expect(held(native, count, null)).toEqual(UNOBSERVED);
    expect(held(native, { ...count, ...share, timestamp: MINUTE * 60 - 61 }, 0.2)).toEqual(UNOBSERVED);
    expect(held(native, { ...count, ...share, "up{": 0 }, 0.2)).toEqual(UNOBSERVED);
  });
});

describe("a bare ratio", () => {
  it("weighs every minute the same, whatever its traffic", () => {
    expect(held(raw("good"), { "avg(share": 0.75 })).toEqual([0.75, 1, 60]);
    expect(held(raw("bad"), { "avg(share": 0.25 })).toEqual([0.75, 1, 60]);
  });

  it("is unobserved without a number, never 0 or 1", () => {
    expect(held(raw("good"), {})).toEqual(UNOBSERVED);
    expect(held(raw("bad"), {})).toEqual(UNOBSERVED);
  });

  it("is unobserved outside 0 to 1, but for what a division leaves", () => {
    expect(held(raw("good"), { "avg(share": 97 })).toEqual(UNOBSERVED);
    expect(held(raw("bad"), { "avg(share": -0.1 })).toEqual(UNOBSERVED);
    expect(held(raw("good"), { "avg(share": 1 + 1e-12 })).toEqual([1, 1, 60]);
  });
});

it("is no tally of what is counted from counters", () => {
  const sum = [{ sign: 1 as const, selector: "a" }];
  const ratio: Sli = { kind: "ratio", counts: "good", part: sum, total: sum, queries };
  expect(() => valueTalliesOf(ratio, () => null, new Map(), 0, 0)).toThrow(RangeError);
});
