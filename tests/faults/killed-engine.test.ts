import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tick, type World } from "@/lib/evaluator/tick";
import { EngineError } from "@/lib/gateways/prometheus";
import { add, NOTHING } from "@/lib/slo/ledger";
import { minuteAt } from "@/lib/slo/window";
import { episodesIn, minutesHeld } from "./ledger-rows";
import { type ScrapingEngine, scrapingEngine } from "./scraping-engine";
import { seed, seeded } from "./seeded";
import { type ShopExporter, startExporter } from "./shop-exporter";
import { countUpTo, sloDocument, type Workplace, watching, workplace } from "./watching";

const KILLS = 5;
const KILLS_APART_MS = 240_000;
const SHORTEST_DOWN_MS = 10_000;
const LONGEST_DOWN_MS = 60_000;
const SCRAPE_SECONDS = 5;
const DELAY_SECONDS = 5;
const INSTANCES = 3;
/** The only bad time there is. */
const SPELL = { afterMs: 300_000, forMs: 150_000 };
const USUAL_SHARE = 0.01;
const BAD_SHARE = 0.5;
/** Counts of two scrapes lie on either side of a minute's edge; around both ends of the run nothing happens. */
const QUIET_MS = 3 * SCRAPE_SECONDS * 1000;
const REQUESTS_PER_BEAT = 8;
const BEAT_MS = 100;

const random = seeded(`killed engine ${seed}`);
const requests = "shop_requests_total";
const SLOS = [
  sloDocument("availability", 0.95, { part: "bad", promql: `shop_bad_total{job="shop"}` }, `${requests}{job="shop"}`),
  sloDocument("steady", 0.95, { part: "bad", promql: `shop_slow_total{job="shop"}` }, `${requests}{job="shop"}`),
];

let place: Workplace;
let engine: ScrapingEngine;
const shops: ShopExporter[] = [];

beforeAll(async () => {
  place = workplace(SLOS);
  for (let i = 0; i < INSTANCES; i++) shops.push(await startExporter(random));
  const targets = shops.map(({ target }) => target);
  engine = await scrapingEngine(place.folder("engine"), SCRAPE_SECONDS, targets);
  await engine.start();
});
afterAll(async () => {
  await engine?.kill();
  for (const shop of shops) await shop.stop();
  place?.remove();
});

test("an engine that is killed five times costs no event, and opens and closes no breach falsely", async () => {
  await expect.poll(() => seriesOf(requests), { timeout: 60_000 }).toBe(INSTANCES);
  const firstMinute = minuteAt(Date.now()) + 1;
  const world = await watching(place, place.folder("ledger"), engine.url, DELAY_SECONDS);
  await until(firstMinute * 60_000 + DELAY_SECONDS * 1000);
  await countUpTo(world, firstMinute);

  const begun = Date.now();
  const spellFrom = begun + SPELL.afterMs;
  const over = new AbortController();
  const running = [traffic(spellFrom, over.signal), evaluation(world, over.signal)] as const;
  const down: number[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    const latest = KILLS_APART_MS - LONGEST_DOWN_MS;
    await until(begun + kill * KILLS_APART_MS + random() * latest);
    const downMs = SHORTEST_DOWN_MS + random() * (LONGEST_DOWN_MS - SHORTEST_DOWN_MS);
    await engine.kill();
    await wait(downMs);
    await engine.start();
    down.push(Math.round(downMs / 1000));
  }
  await expect
    .poll(() => episodesIn(world.db.$client).filter(({ closed }) => closed === null), { timeout: 1_500_000 })
    .toEqual([]);
  // The traffic ends well before a minute does, so that its last scrape lies in the same minute.
  const lastMinute = minuteAt(Date.now() + QUIET_MS) + 1;
  await until(lastMinute * 60_000 - QUIET_MS);
  over.abort();
  const [, unanswered] = await Promise.all(running);
  await until(lastMinute * 60_000 + DELAY_SECONDS * 1000);
  await countUpTo(world, lastMinute);

  const real = shops.reduce(
    (sum, { happened }) => ({
      total: sum.total + happened.total,
      bad: sum.bad + happened.bad,
      slow: sum.slow + happened.slow,
    }),
    { total: 0, bad: 0, slow: 0 },
  );
  const held = minutesHeld(world.db, "availability");
  const told = sumOf(world, "availability");
  const steady = sumOf(world, "steady");
  const errors = [
    ["total", told.total, real.total],
    ["bad", told.total - told.good, real.bad],
    ["slow", steady.total - steady.good, real.slow],
  ].map(([what, ours, truth]) => ({ what, ours, truth, percent: (Number(ours) / Number(truth) - 1) * 100 }));
  const shareError = ((told.total - told.good) / told.total / (real.bad / real.total) - 1) * 100;
  const episodes = episodesIn(world.db.$client);
  console.log(
    `seed ${seed}: ${KILLS} kills, down for ${down.join(", ")} s; ${unanswered} ticks without an answer; ` +
      `${held.length} minutes, ${held.filter(({ observedSeconds }) => observedSeconds === 0).length} unobserved, ` +
      `${held.filter(({ carried }) => carried).length} carried; ` +
      errors
        .map(({ what, ours, truth, percent }) => `${what} ${ours} of ${truth} (${percent.toFixed(3)} %)`)
        .join(", ") +
      `; error of the bad share ${shareError.toFixed(3)} %; ${episodes.length} episodes`,
  );
  for (const { what, percent } of errors) expect(Math.abs(percent), `error of ${what} in %`).toBeLessThan(0.1);
  expect(Math.abs(shareError), "error of the bad share in %").toBeLessThan(0.1);
  expect(
    episodes.map(({ slo, kind }) => [slo, kind]),
    "one bad time, one breach",
  ).toEqual([["availability", "objective-missed"]]);
  const [episode] = episodes;
  expect(episode?.opened).toBeGreaterThan(minuteAt(spellFrom));
  expect(episode?.opened).toBeLessThanOrEqual(minuteAt(spellFrom + SPELL.forMs + LONGEST_DOWN_MS) + 1);
  expect(episode?.closed).toBeGreaterThan(minuteAt(spellFrom + SPELL.forMs));
  expect(episode?.reason).toBe("within the target again");
  world.db.$client.close();
});

const until = (ms: number): Promise<void> => wait(Math.max(0, ms - Date.now()));

async function seriesOf(metric: string): Promise<number> {
  const answer = await fetch(`${engine.url}/api/v1/query?${new URLSearchParams({ query: metric })}`);
  return (await answer.json()).data.result.length;
}

async function traffic(spellFrom: number, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    const now = Date.now();
    const badShare = now >= spellFrom && now < spellFrom + SPELL.forMs ? BAD_SHARE : USUAL_SHARE;
    for (const shop of shops) shop.serve(Math.round(random() * REQUESTS_PER_BEAT), badShare, USUAL_SHARE);
    await wait(BEAT_MS);
  }
}

/** Ticks as the app does. Returns how many found no engine. */
async function evaluation(world: World, over: AbortSignal): Promise<number> {
  let unanswered = 0;
  for (; !over.aborted; await wait(SCRAPE_SECONDS * 1000)) {
    try {
      while (!(await tick(world, new Date())));
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      unanswered++;
    }
  }
  return unanswered;
}

function sumOf(world: World, id: string) {
  return minutesHeld(world.db, id).reduce((sum, held) => add(sum, held), NOTHING);
}
