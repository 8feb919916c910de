import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { backfillStep } from "@/lib/evaluator/backfill";
import { tick } from "@/lib/evaluator/tick";
import { EngineError } from "@/lib/gateways/prometheus";
import { finalMinute, minuteAt, msOf } from "@/lib/slo/window";
import { freePort, type RunningEngine, startEngine } from "../integration/evaluator/engine";
import { type App, startApp } from "./app";
import { differing, type EpisodeRow, episodesIn, minutesHeld, onlooker } from "./ledger-rows";
import { steadySamples } from "./steady-samples";
import { type Conduct, startProxy, type TcpProxy } from "./tcp-proxy";
import {
  begunAt,
  copied,
  countUpTo,
  opened,
  sloDocument,
  type Workplace,
  watching,
  whenFinal,
  workplace,
} from "./watching";

const OUTAGE_MINUTES = Number(process.env.OUTAGE_MINUTES || 30);
const REFILLED_WITHIN_SECONDS = 60;
const TICK_SECONDS = 2;
const DELAY_SECONDS = 5;
/** arithmetic.md 18: a minute, and two ticks, and the delay. */
const UNKNOWN_AFTER_SECONDS = 60 + 2 * TICK_SECONDS + DELAY_SECONDS;
const LOOK_MS = 1000;
/** The gateway's own limit is 30 s. */
const GIVEN_UP_WITHIN_SECONDS = 35;

const began = Math.floor(Date.now() / 1000);
const span = {
  from: began - 3 * 3600,
  to: began + OUTAGE_MINUTES * 60 + 3600,
  scrapeSeconds: 15,
  requestsPerScrape: 200,
};
const outage = { from: began + 120, seconds: OUTAGE_MINUTES * 60 };
/** One job is well, one is ill from before the outage until its middle, one falls ill in the middle of it. */
const JOBS = {
  calm: [],
  ill: [{ from: began - 1200, to: outage.from + outage.seconds / 2, share: 0.4 }],
  unseen: [{ from: outage.from + outage.seconds / 3, to: outage.from + (outage.seconds * 2) / 3, share: 0.4 }],
};
const ids = Object.keys(JOBS);
const samples = `${Object.entries(JOBS)
  .map(([job, badTimes]) => steadySamples(job, span, badTimes))
  .join("\n")}\n# EOF\n`;

let engine: RunningEngine;
let proxy: TcpProxy;
let place: Workplace;
let app: App | null = null;

beforeAll(async () => {
  place = workplace(
    ids.map((job) =>
      sloDocument(job, 0.95, { part: "bad", promql: `${job}_bad{job="${job}"}` }, `${job}_requests{job="${job}"}`),
    ),
  );
  engine = await startEngine(samples);
  proxy = await startProxy(Number(new URL(engine.url).port));
});
afterAll(async () => {
  await app?.stop();
  proxy?.stop();
  await engine?.stop();
  place?.remove();
});

test("an engine out of reach leaves the figures unknown and every breach as it was, and its return fills every minute", async () => {
  const reference = await begunAt(minuteAt(began * 1000) - 60, place, "reference", engine.url);
  const dataDir = copied(reference, place, "app");
  const served = startApp(await freePort(), {
    DATA_DIR: dataDir,
    SLO_DIR: place.sloDir,
    ADR_DIR: place.folder("adr"),
    PROMETHEUS_URL: proxy.url,
    ANONYMOUS_READ: "on",
    TICK_SECONDS: String(TICK_SECONDS),
    DELAY_SECONDS: String(DELAY_SECONDS),
  });
  app = served;
  const look = onlooker(dataDir);
  await served.ready;
  const counted = () => Math.min(...look.extents().map(({ last }) => last));
  const due = () => finalMinute(new Date(), DELAY_SECONDS);
  await expect
    .poll(() => look.cursors().every(({ replayed }) => replayed) && counted() >= due(), { timeout: 120_000 })
    .toBe(true);
  expect(await verdictsOf(served)).toMatchObject({ calm: "met", ill: "breached", unseen: "met" });

  // The first half nobody listens; then somebody accepts and says nothing.
  await proxy.behave({ kind: "refuse" });
  // What had been answered before is written by then.
  await wait(TICK_SECONDS * 1000);
  const [cutAt, rows, episodes] = [Date.now(), look.extents(), look.episodes()];
  const lastEnd = msOf(counted());
  const age = () => (Date.now() - lastEnd) / 1000;
  let unknownAge: number | null = null;
  for (const half of [1, 2]) {
    if (half === 2) await proxy.behave({ kind: "hang" });
    for (; Date.now() < cutAt + (half * OUTAGE_MINUTES * 60_000) / 2; await wait(LOOK_MS)) {
      const asked = age();
      const verdicts = await verdictsOf(served);
      const heard = age();
      if (verdicts.calm === "unknown") unknownAge ??= heard;
      expect(verdicts, `after ${heard} s`).toMatchObject({ ill: "breached", unseen: verdicts.calm });
      if (heard < UNKNOWN_AFTER_SECONDS) expect(verdicts.calm, `after ${heard} s`).toBe("met");
      else if (asked > UNKNOWN_AFTER_SECONDS) expect(verdicts.calm, `after ${asked} s`).toBe("unknown");
      expect(look.extents(), "no row is written").toEqual(rows);
      expect(look.episodes(), "no episode begins, ends or changes").toEqual(episodes);
    }
  }

  await proxy.behave({ kind: "pass" });
  const backAt = Date.now();
  const missing = due() - counted();
  const seen = [look.extents()];
  const isFull = () => counted() >= finalMinute(new Date(backAt), DELAY_SECONDS);
  for (; !isFull() && Date.now() < backAt + 2 * REFILLED_WITHIN_SECONDS * 1000; await wait(5))
    seen.push(look.extents());
  seen.push(look.extents());
  const refilledSeconds = (Date.now() - backAt) / 1000;
  const refilled = counted();
  await expect.poll(counted, { timeout: 180_000 }).toBeGreaterThan(refilled);
  await served.stop();
  app = null;
  look.close();

  const ours = opened(dataDir);
  const world = await watching(place, reference, engine.url, DELAY_SECONDS);
  await countUpTo(world, Math.max(...ids.map((id) => minutesHeld(ours, id).at(-1)?.minute ?? 0)));
  while (await backfillStep(world, async () => {}));
  const compared = ids.map((id) => [minutesHeld(ours, id), minutesHeld(world.db, id)] as const);
  const wrong = compared.flatMap(([held, expected]) => differing(held, expected));
  const steps = new Set(seen.map((extents) => extents.map(({ last }) => last).join(" "))).size - 1;
  console.log(
    `out of reach for ${OUTAGE_MINUTES} min; unknown ${unknownAge?.toFixed(1)} s after the last counted minute ` +
      `(${UNKNOWN_AFTER_SECONDS} s are stated); ${missing} minutes of ${ids.length} SLOs refilled in ${refilledSeconds.toFixed(1)} s, ` +
      `in ${steps} steps; ${compared.reduce((sum, [, expected]) => sum + expected.length, 0)} minutes compared, ${wrong.length} differ`,
  );
  expect(refilledSeconds).toBeLessThan(REFILLED_WITHIN_SECONDS);
  for (const extents of seen)
    for (const { slo, rows, first, last } of extents)
      expect(rows, `${slo}: the minutes are filled oldest first, without a hole`).toBe(last - first + 1);
  for (const [i, extents] of seen.slice(1).entries())
    for (const [j, { last }] of extents.entries()) expect(last).toBeGreaterThanOrEqual(seen[i]?.[j]?.last ?? 0);
  expect(wrong).toEqual([]);
  const expected = episodesIn(world.db.$client);
  expect(brief(episodesIn(ours.$client))).toEqual(brief(expected));
  expect(new Set(expected.map(({ slo }) => slo)), "what the outage hid was found, and nothing else").toEqual(
    new Set(OUTAGE_MINUTES >= 15 ? ["ill", "unseen"] : expected.map(({ slo }) => slo)),
  );
  for (const each of [ours, world.db]) each.$client.close();
});

const WAITING: Conduct[] = [
  { kind: "refuse" },
  { kind: "hang" },
  { kind: "cut" },
  { kind: "trickle", bytesPerSecond: 5 },
];

test.each(WAITING)(
  "an engine's wire that does $kind leaves the ledger waiting, and costs no minute",
  async (conduct) => {
    const [begin, end] = [minuteAt(began * 1000) - 60, minuteAt(began * 1000) - 10];
    const reference = await begunAt(begin, place, `reference ${conduct.kind}`, engine.url);
    const dataDir = copied(reference, place, conduct.kind);
    const world = await watching(place, dataDir, proxy.url, DELAY_SECONDS);
    const before = ids.map((id) => minutesHeld(world.db, id));
    await proxy.behave(conduct);
    const asked = Date.now();
    const ticking = tick(world, whenFinal(end, DELAY_SECONDS)).catch((error: unknown) => error);
    const outcome = await Promise.race([ticking, wait(GIVEN_UP_WITHIN_SECONDS * 1000)]);
    expect(outcome, `given up within ${GIVEN_UP_WITHIN_SECONDS} s`).toBeInstanceOf(EngineError);
    const seconds = (Date.now() - asked) / 1000;
    expect(ids.map((id) => minutesHeld(world.db, id))).toEqual(before);
    expect(episodesIn(world.db.$client)).toEqual([]);
    await proxy.behave({ kind: "pass" });
    await countUpTo(world, end);
    const direct = await watching(place, reference, engine.url, DELAY_SECONDS);
    await countUpTo(direct, end);
    const wrong = ids.flatMap((id) => differing(minutesHeld(world.db, id), minutesHeld(direct.db, id)));
    console.log(
      `${conduct.kind}: given up after ${seconds.toFixed(1)} s; ${end - begin} minutes, ${wrong.length} differ`,
    );
    expect(wrong).toEqual([]);
    expect(minutesHeld(world.db, "calm").at(-1)?.minute).toBe(end);
    for (const each of [world.db, direct.db]) each.$client.close();
  },
);

test("an engine whose answers are slow is waited for", async () => {
  const [begin, end] = [minuteAt(began * 1000) - 60, minuteAt(began * 1000) - 10];
  const reference = await begunAt(begin, place, "reference slow", engine.url);
  const world = await watching(place, copied(reference, place, "slow"), proxy.url, DELAY_SECONDS);
  const direct = await watching(place, reference, engine.url, DELAY_SECONDS);
  await proxy.behave({ kind: "delay", ms: 3000 });
  await countUpTo(world, end);
  await countUpTo(direct, end);
  for (const id of ids) expect(differing(minutesHeld(world.db, id), minutesHeld(direct.db, id))).toEqual([]);
  for (const each of [world.db, direct.db]) each.$client.close();
});

async function verdictsOf({ url }: App): Promise<Record<string, string>> {
  const answer = await fetch(`${url}/api/v1/slos`, { signal: AbortSignal.timeout(10_000) });
  const { items } = (await answer.json()) as { items: { id: string; verdict: string }[] };
  return Object.fromEntries(items.map(({ id, verdict }) => [id, verdict]));
}

const brief = (episodes: readonly EpisodeRow[]) =>
  episodes.map(({ slo, kind, origin, opened, closed, reason }) => ({ slo, kind, origin, opened, closed, reason }));
