import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { backfillStep } from "@/lib/evaluator/backfill";
import { finalMinute } from "@/lib/slo/window";
import { freePort, type RunningEngine, startEngine } from "../integration/evaluator/engine";
import { simulate } from "../integration/evaluator/simulation";
import { type App, startApp } from "./app";
import { differing, episodesIn, isClosed, minutesHeld, onlooker } from "./ledger-rows";
import { seed, seeded } from "./seeded";
import { startProxy, type TcpProxy } from "./tcp-proxy";
import { begunAt, copied, countUpTo, opened, sloDocument, type Workplace, watching, workplace } from "./watching";

const KILLS = 20;
const HOURS = 120;
/** The traffic goes on for so long after the run begins, so that live minutes have events as well. */
const AHEAD_HOURS = 2;
/** So long the app was away when it starts for the first time: all of it is live catch-up. */
const AWAY_HOURS = 30;
const DELAY_SECONDS = 5;
/** Replaying the history of one SLI, as a share of the work of counting it. */
const REPLAY_MINUTES = 1800;
/** The longest time between a point of the work and the kill that it sets off. */
const KILL_WITHIN_MS = 1500;
/** By so much the engine's answers are late, so that there is a time in which to be killed. */
const SLOW_MS = 40;

const random = seeded(`killed app ${seed}`);
const end = Math.ceil(Date.now() / 3_600_000) * 3600 + AHEAD_HOURS * 3600;
const historyBegins = end / 60 - HOURS * 60;
const begin = finalMinute(new Date(), DELAY_SECONDS) - AWAY_HOURS * 60;

// Five in a hundred are bad and ten slow: some objectives are missed always, some now and then, some never. None has a
// budget so nearly spent that the minute at which the history is complete decides whether it was exhausted.
const bad = { part: "bad", promql: 'shop_bad{job="shop"}' } as const;
const fast = { part: "good", promql: 'shop_seconds_bucket{job="shop",le="0.2"}' } as const;
const SLOS = {
  "availability-missed": sloDocument("availability-missed", 0.97, bad, 'sum(rate(shop_requests{job="shop"}[$window]))'),
  "availability-at-times": sloDocument("availability-at-times", 0.945, bad, 'shop_requests{job="shop"}'),
  "availability-met": sloDocument("availability-met", 0.9, bad, 'shop_requests{job="shop"}'),
  "latency-at-times": sloDocument("latency-at-times", 0.91, fast, 'shop_seconds_count{job="shop"}'),
  "latency-met": sloDocument("latency-met", 0.8, fast, 'shop_seconds_count{job="shop"}'),
};
const ids = Object.keys(SLOS);

let engine: RunningEngine;
let slowly: TcpProxy;
let place: Workplace;
let app: App | null = null;

beforeAll(async () => {
  place = workplace(Object.values(SLOS));
  engine = await startEngine(simulate(Math.floor(random() * 2 ** 31), end, HOURS).openMetrics);
  slowly = await startProxy(Number(new URL(engine.url).port));
  await slowly.behave({ kind: "delay", ms: SLOW_MS });
});
afterAll(async () => {
  await app?.stop();
  slowly?.stop();
  await engine?.stop();
  place?.remove();
});

test("an app that is killed twenty times counts what one that was left alone counts", async () => {
  const begun = await begunAt(begin, place, "begun", engine.url);
  const killed = copied(begun, place, "killed");
  const port = await freePort();
  const start = (): App =>
    startApp(port, {
      DATA_DIR: killed,
      SLO_DIR: place.sloDir,
      ADR_DIR: place.folder("adr"),
      PROMETHEUS_URL: slowly.url,
      TICK_SECONDS: "2",
      DELAY_SECONDS: String(DELAY_SECONDS),
    });
  const look = onlooker(killed);
  const phases: string[] = [];
  try {
    for (let kill = 0; kill < KILLS; kill++) {
      app = start();
      // A point of the work, further on than all before.
      await reached(look, (kill + random()) / KILLS, app);
      // Mostly soon, because a piece of work is short; now and then much later.
      await wait(KILL_WITHIN_MS * random() ** 3);
      await app.killWhole();
      phases.push(phaseOf(look));
    }
    app = start();
    await app.ready;
    await reached(look, 1, app);
    const done = Math.min(...look.cursors().map(({ live }) => live));
    await expect
      .poll(() => Math.min(...look.cursors().map(({ live }) => live)), { timeout: 180_000 })
      .toBeGreaterThan(done);
    await app.stop();
    app = null;
  } finally {
    look.close();
  }

  const ours = opened(killed);
  const last = Math.max(...ids.map((id) => minutesHeld(ours, id).at(-1)?.minute ?? 0));
  const alone = await watching(place, begun, engine.url, DELAY_SECONDS);
  await countUpTo(alone, last);
  while (await backfillStep(alone, async () => {}));

  let compared = 0;
  const wrong: string[] = [];
  for (const id of ids) {
    const [held, reference] = [minutesHeld(ours, id), minutesHeld(alone.db, id)];
    compared += reference.length;
    wrong.push(...differing(held, reference).map((minute) => `${id} ${minute}`));
    expect(reference.length, `${id}: the whole history was counted`).toBeGreaterThan(last - historyBegins - 60);
    expect(reference.reduce((sum, { total }) => sum + total, 0)).toBeGreaterThan(0);
  }
  const [episodes, expected] = [episodesIn(ours.$client), episodesIn(alone.db.$client)];
  const closed = expected.filter(isClosed);
  console.log(
    `seed ${seed}: ${phases.length} kills (${tally(phases)}); ${compared} minutes of ${ids.length} SLOs compared, ` +
      `${wrong.length} differ; ${closed.length} closed episodes (${tally(closed.map(({ kind, origin }) => `${kind}, ${origin}`))})`,
  );
  expect(phases, "kills in live catch-up and in backfill").toEqual(
    expect.arrayContaining(["live catch-up", "backfill"]),
  );
  expect(wrong, "every minute is there once and holds the same").toEqual([]);
  expect(new Set(closed.map(({ origin }) => origin)), "both live and backfilled minutes held breaches").toEqual(
    new Set(["live", "backfill"]),
  );
  expect(episodes.filter(isClosed), "the same closed episodes").toEqual(closed);
  const opening = (rows: typeof episodes) => rows.map(({ slo, kind, opened, closed }) => [slo, kind, opened, closed]);
  expect(opening(episodes), "the same open ones").toEqual(opening(expected));
  ours.$client.close();
  alone.db.$client.close();
});

type Look = ReturnType<typeof onlooker>;

/** How much of the work is done, 0..1: live catch-up, backfill and replay of every SLI. */
function doneOf(look: Look): number {
  const away = finalMinute(new Date(), DELAY_SECONDS);
  const shares = look.cursors().map(({ live, firstLive, lowest, replayed }) => {
    const whole = away - historyBegins + REPLAY_MINUTES;
    return replayed && live >= away
      ? 1
      : (live - firstLive + firstLive - lowest + (replayed ? REPLAY_MINUTES : 0)) / whole;
  });
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

async function reached(look: Look, point: number, by: App): Promise<void> {
  for (const until = Date.now() + 300_000; doneOf(look) < point; await wait(5))
    if (by.ended || Date.now() > until)
      throw new Error(`the work stands at ${doneOf(look)} and does not reach ${point}: ${by.lines.join(" | ")}`);
}

function phaseOf(look: Look): string {
  const cursors = look.cursors();
  const now = finalMinute(new Date(), DELAY_SECONDS);
  if (cursors.some(({ live }) => live < now - 1)) return "live catch-up";
  if (cursors.some(({ floor, lowest }) => floor === null || lowest > floor)) return "backfill";
  return cursors.some(({ replayed }) => !replayed) ? "replay" : "caught up";
}

const tally = (words: readonly string[]): string =>
  [...new Set(words)].map((word) => `${words.filter((each) => each === word).length} ${word}`).join(", ");
