import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Engine, EngineError, prometheus } from "@/lib/gateways/prometheus";
import { openMetrics } from "../truth/open-metrics";
import { catchUp, slo, worldOf } from "../truth/world";
import { ENGINE, type RunningEngine, startEngine } from "./engine";
import { minutesOf } from "./ledger-rows";
import { scrapes, series, steady, up } from "./samples";

// Where the engines do not say the same, what each says: the list in ADR 0037 and the README, held by tests.

const M = Date.UTC(2026, 0, 12, 12) / 60_000;
const BEGIN = M - 90;
const ALL = scrapes(BEGIN, M + 20);
const LABELS = { job: "shop", instance: "shop-1" };
/** Minutes in which a counter is no number. */
const broken = { from: M - 20, to: M - 10 };
const isBroken = (second: number): boolean => second > broken.from * 60 && second <= broken.to * 60;

let running: RunningEngine;
let engine: Engine;
beforeAll(async () => {
  const text = openMetrics([
    steady("failed", LABELS, ALL, BEGIN, 12),
    // Begins in the middle of the five minutes before M.
    series("late", LABELS, scrapes(M - 2, M + 20), (second) => 10_000 + second - M * 60),
    steady("served", LABELS, ALL, BEGIN, 240),
    up(LABELS, ALL),
  ]).replace("# EOF\n", "");
  const odd = ALL.map((second) => `odd{job="shop"} ${isBroken(second) ? "NaN" : (second - BEGIN * 60) / 5} ${second}`);
  running = await startEngine(`${text}# TYPE odd unknown\n${odd.join("\n")}\n# EOF\n`);
  engine = prometheus(running.url, {});
});
afterAll(() => running?.stop());

/** What an expression gives at the end of minute M. */
const at = async (promql: string): Promise<number | undefined> =>
  (await engine.range(promql, M * 60, M * 60, 60))[0]?.values[0]?.[1];
/** What `served` stood at half an hour before: its last scrape was twelve seconds earlier. */
const SERVED = 1000 + (59 + 48 / 60) * 240;
const tagged = (promql: string): string => `label_replace(${promql}, "part", "1", "", "")`;
const isPrometheus = ENGINE === "prometheus";

describe("both engines say the same of", () => {
  test.each([
    ["a value at an instant of its own", `served @ ${(M - 30) * 60}`, SERVED],
    ["a value of before", "last_over_time(served[5m] offset 30m)", SERVED],
    ["what a minute holds", "count_over_time(served[59s999ms])", 4],
    ["a subquery at whole steps", "count_over_time((served)[59s:5s])", 12],
    ["parts joined by or", `${tagged("sum(absent)")} or ${tagged("count(up)")}`, 1],
  ])("%s", async (_, promql, value) => {
    expect(await at(promql)).toBe(value);
  });
});

describe("the engines differ in", () => {
  test("what is no number: Prometheus says that it is none, VictoriaMetrics that there is no sample", async () => {
    const world = worldOf(running.url, [slo("odd", "good", 'odd{job="shop"}', 'served{job="shop"}')]);
    await catchUp(world, broken.from - 5);
    await catchUp(world, M);
    const within = minutesOf(world, "odd", broken.from + 1, broken.to);
    expect(within.map(({ observedSeconds }) => observedSeconds)).toEqual(within.map(() => (isPrometheus ? 0 : 60)));
    expect(await at(`count(odd @ ${broken.to * 60})`)).toBe(isPrometheus ? 1 : undefined);
  });

  test("what is no number in a total: unobserved by both, as VictoriaMetrics has no sample of it", async () => {
    const world = worldOf(running.url, [slo("all", "good", 'served{job="shop"}', 'odd{job="shop"}')]);
    await catchUp(world, broken.from - 5);
    await catchUp(world, M);
    // The last sample before stands for another minute, as after every scrape that is missed.
    const within = minutesOf(world, "all", broken.from + 2, broken.to);
    expect(within.map(({ observedSeconds }) => observedSeconds)).toEqual(within.map(() => 0));
    expect(within.map(({ total }) => total)).toEqual(within.map(() => 0));
  });

  test("whether there is a sample that is no number: VictoriaMetrics keeps none", async () => {
    const samples = await at(`count_over_time(odd[10m] offset ${M - broken.to}m)`);
    expect(samples).toBe(isPrometheus ? 40 : undefined);
    if (isPrometheus) return;
    const span = { start: String(broken.from * 60 + 1), end: String(broken.to * 60) };
    const kept = await fetch(`${running.url}/api/v1/export?${new URLSearchParams({ "match[]": "odd", ...span })}`);
    expect(await kept.text()).toBe("");
  });

  test("what increase() makes of a series that is younger than its range: only Prometheus extrapolates", async () => {
    // 7 samples 15 s apart make 105 s, of which both know; Prometheus adds what it supposes before and after.
    const increase = (await at("increase(late[5m])")) ?? Number.NaN;
    if (isPrometheus) expect(increase).toBeGreaterThan(106);
    else expect(increase).toBe(105);
  });

  test("a rate without a range, which VictoriaMetrics takes over a step", async () => {
    const answer = at("rate(served)");
    if (isPrometheus) await expect(answer).rejects.toMatchObject({ fault: "rejected" });
    else expect(await answer).toBe(4);
  });

  test("native histograms, of which VictoriaMetrics knows nothing and says so", async () => {
    const answer = at("histogram_fraction(0, 1, served)");
    if (isPrometheus) expect(await answer).toBeUndefined();
    else await expect(answer).rejects.toThrow(/unknown func "histogram_fraction"/);
  });
});

describe("a question that is too much is known as one by either", () => {
  test("more points than it answers", async () => {
    const error = await engine.range("up", (M - 40 * 1440) * 60, M * 60, 60).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(EngineError);
    expect(error).toMatchObject({ fault: "too-much" });
    expect((error as Error).message.length, "without the query said over").toBeLessThan(250);
  });
});
