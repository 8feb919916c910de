import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tick, type World } from "@/lib/evaluator/tick";
import { add, NOTHING } from "@/lib/slo/ledger";
import { minuteAt } from "@/lib/slo/window";
import { type RunningEngine, startEngine } from "../integration/evaluator/engine";
import { simulate } from "../integration/evaluator/simulation";
import { differing, episodesIn, type MinuteHeld, minutesHeld } from "./ledger-rows";
import { changed, everyValue, honest, type Spoil, type SpoilingEngine, startSpoiling } from "./spoiling-engine";
import { begunAt, copied, countUpTo, sloDocument, type Workplace, watching, whenFinal, workplace } from "./watching";

const DELAY_SECONDS = 60;
const HOURS = 6;
const end = Math.floor(Date.now() / 3_600_000) * 3600 - 3600;
/** Counted honestly up to `begin`, then the answers are spoiled up to `spoiled`, then honest again. */
const begin = minuteAt(end * 1000) - 90;
const spoiled = begin + 20;
const healed = spoiled + 25;

const SLOS = {
  availability: sloDocument(
    "availability",
    0.9,
    { part: "bad", promql: 'shop_bad{job="shop"}' },
    'shop_requests{job="shop"}',
  ),
  latency: sloDocument(
    "latency",
    0.8,
    { part: "good", promql: 'shop_seconds_bucket{job="shop",le="0.2"}' },
    'shop_seconds_count{job="shop"}',
  ),
};
const ids = Object.keys(SLOS);

let engine: RunningEngine;
let spoiling: SpoilingEngine;
let place: Workplace;
let begun: string;
let truth: ReadonlyMap<string, MinuteHeld[]>;
let copies = 0;

beforeAll(async () => {
  engine = await startEngine(simulate(11, end, HOURS).openMetrics);
  spoiling = await startSpoiling(engine.url);
  place = workplace(Object.values(SLOS));
  begun = await begunAt(begin, place, "begun", engine.url);
  const straight = await watching(place, copied(begun, place, "straight"), engine.url, DELAY_SECONDS);
  await countUpTo(straight, healed);
  truth = new Map(ids.map((id) => [id, minutesHeld(straight.db, id)]));
  straight.db.$client.close();
});
afterAll(async () => {
  await spoiling?.stop();
  await engine?.stop();
  place?.remove();
});

/** A ledger that was counted up to `begin`, and now hears the spoiled answers. */
const hearing = (spoil: Spoil): Promise<World> => {
  spoiling.spoil = spoil;
  return watching(place, copied(begun, place, `copy-${copies++}`), spoiling.url, DELAY_SECONDS);
};

const WAITED_FOR: [string, Spoil][] = [
  ["carry warnings", changed((answer) => ({ ...answer, warnings: ["a store did not answer in time"] }))],
  ["are cut in the middle", () => null],
  ["are JSON that ends early", (answer) => ({ ...answer, body: answer.body.slice(0, answer.body.length / 2) })],
  ["are HTTP 503", () => ({ status: 503, body: "Service Unavailable", contentType: "text/plain" })],
  [
    "are HTTP 429 in JSON",
    () => ({ status: 429, body: '{"message":"too many requests"}', contentType: "application/json" }),
  ],
  ["are a sign-in page", () => ({ status: 200, body: "<html>Sign in</html>", contentType: "text/html" })],
  ["are empty", (answer) => ({ ...answer, body: "" })],
  ["are an empty object", changed(() => ({}))],
  ["succeed without data", changed(() => ({ status: "success" }))],
  [
    "say that the query timed out",
    changed(() => ({ status: "error", errorType: "timeout", error: "query timed out" })),
  ],
  ["say that it broke inside", changed(() => ({ status: "error", errorType: "internal", error: "no such block" }))],
  ["are instants instead of ranges", changed(({ data, ...rest }) => ({ ...rest, data: instants(data) }))],
];

describe("answers that say nothing leave the ledger waiting", () => {
  test.each(WAITED_FOR)("when they %s", async (_, spoil) => {
    const world = await hearing(spoil);
    const before = ids.map((id) => minutesHeld(world.db, id));
    for (let minute = begin + 1; minute <= spoiled; minute++)
      await tick(world, whenFinal(minute, DELAY_SECONDS)).catch(() => {});
    expect(ids.map((id) => minutesHeld(world.db, id))).toEqual(before);
    expect(episodesIn(world.db.$client)).toEqual([]);
    spoiling.spoil = honest;
    await countUpTo(world, healed);
    for (const id of ids) expect(differing(minutesHeld(world.db, id), truth.get(id) ?? [])).toEqual([]);
    world.db.$client.close();
  });
});

const NOTHING_TOLD: [string, Spoil][] = [
  ["hold no series", changed(({ data, ...rest }) => ({ ...rest, data: data && { ...data, result: [] } }))],
  ["are NaN", everyValue("NaN")],
  ["are +Inf", everyValue("+Inf")],
  ["are -Inf", everyValue("-Inf")],
  ["are no numbers", everyValue("many")],
];

describe("answers without a number are neither 0 % nor 100 %", () => {
  test.each(NOTHING_TOLD)("when they %s", async (_, spoil) => {
    const world = await hearing(spoil);
    for (let minute = begin + 1; minute <= spoiled; minute++)
      await tick(world, whenFinal(minute, DELAY_SECONDS)).catch(() => {});
    for (const id of ids) {
      const heard = minutesHeld(world.db, id).filter(({ minute }) => minute > begin);
      expect(heard.filter(({ observedSeconds, total }) => observedSeconds !== 0 || total !== 0)).toEqual([]);
    }
    expect(episodesIn(world.db.$client)).toEqual([]);
    spoiling.spoil = honest;
    await countUpTo(world, healed);
    for (const id of ids) {
      const told = minutesHeld(world.db, id).filter(({ minute }) => minute > spoiled + 1);
      const real = truth.get(id)?.filter(({ minute }) => minute > spoiled + 1) ?? [];
      expect(real.length).toBe(healed - spoiled - 1);
      expect(differing(told, real), "what comes after is counted as ever").toEqual([]);
    }
    world.db.$client.close();
  });
});

describe("a counter of a real engine that is no number for a while gives no verdict", () => {
  const documents = (["good", "bad"] as const).map((part) =>
    sloDocument(`by-${part}`, 0.93, { part, promql: `${part}{job="shop"}` }, 'served{job="shop"}'),
  );
  let broken: Workplace;
  beforeAll(() => {
    broken = workplace(documents);
  });
  afterAll(() => broken?.remove());

  test.each([
    ["bad", "NaN"],
    ["bad", "+Inf"],
    ["good", "NaN"],
    ["good", "+Inf"],
    ["served", "NaN"],
    ["served", "+Inf"],
  ])("when %s is %s", async (counter, value) => {
    const own = await startEngine(samplesWith(counter, value));
    const world = await watching(broken, broken.folder(`${counter} ${value}`), own.url, DELAY_SECONDS);
    try {
      await countUpTo(world, begin);
      await countUpTo(world, spoiled + 10);
      for (const part of ["good", "bad"]) {
        const held = minutesHeld(world.db, `by-${part}`).filter(({ minute }) => minute > begin);
        const { good, total, observedSeconds } = held.reduce((sum, each) => add(sum, each), NOTHING);
        const bad = total - good;
        console.log(
          `${counter} is ${value} for ${spoiled - begin - 5} of ${held.length} minutes, ${part} counted: ${observedSeconds / 60} minutes ` +
            `observed; ${total} requests of ${held.length * PER_MINUTE}, ${bad} bad of ${held.length * PER_MINUTE * BAD_SHARE}`,
        );
        // What was carried over the gap may stand in the minute after it.
        const judged = held.filter(({ observedSeconds, carried }) => observedSeconds > 0 && !carried);
        const wrong = judged.filter(({ good, total }) => good !== total * (1 - BAD_SHARE));
        expect(
          wrong.map(({ minute, good, total }) => [minute - begin, good, total]),
          `${part}: a minute that may give a verdict holds what happened`,
        ).toEqual([]);
        expect(total, "no request is invented").toBeLessThanOrEqual(held.length * PER_MINUTE);
        expect(bad, "nor a bad one").toBeLessThanOrEqual(held.length * PER_MINUTE * BAD_SHARE);
        expect(bad).toBeGreaterThanOrEqual(0);
      }
      expect(episodesIn(world.db.$client)).toEqual([]);
    } finally {
      world.db.$client.close();
      await own.stop();
    }
  });
});

const BAD_SHARE = 0.05;
const PER_SCRAPE = 20;
const PER_MINUTE = 4 * PER_SCRAPE;

/** Steady traffic every 15 s, of which BAD_SHARE is bad; in (begin + 5, spoiled] one of the counters is no number. */
function samplesWith(broken: string, value: string): string {
  const lines = Object.entries({
    served: PER_SCRAPE,
    good: PER_SCRAPE * (1 - BAD_SHARE),
    bad: PER_SCRAPE * BAD_SHARE,
  }).flatMap(([name, perScrape]) => {
    const rows = [`# TYPE ${name} unknown`];
    for (let second = (begin - 90) * 60, n = 0; second <= (spoiled + 30) * 60; second += 15, n += perScrape) {
      const isBroken = name === broken && second > (begin + 5) * 60 && second <= spoiled * 60;
      rows.push(`${name}{job="shop",instance="shop-1"} ${isBroken ? value : n} ${second}`);
    }
    return rows;
  });
  return `${lines.join("\n")}\n# EOF\n`;
}

const instants = (data: { result: { metric: object; values: unknown[] }[] } | undefined) => ({
  resultType: "vector",
  result: data?.result.map(({ metric, values }) => ({ metric, value: values[0] })),
});
