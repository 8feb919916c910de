import "server-only";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import Sqlite from "better-sqlite3";
import { provision } from "@/lib/commands/provision";
import { provisionCosts } from "@/lib/commands/provision-costs";
import { config } from "@/lib/config";
import { settingOf } from "@/lib/engine-access";
import { checkFiles } from "@/lib/engine-secrets";
import { delayOf, engines } from "@/lib/engines";
import { adrCommit } from "@/lib/gateways/adr-commit";
import { readAdrFolders } from "@/lib/gateways/adr-folder";
import { readDemoLog } from "@/lib/gateways/demo-log";
import { type GeneratedHistory, readGeneratedHistory } from "@/lib/gateways/generated-history";
import { EngineError, prometheus } from "@/lib/gateways/prometheus";
import { log } from "@/lib/log";
import { DEFAULT_ENGINE } from "@/lib/slo/sli";
import { forgetWebhook } from "@/lib/store/alert-events";
import { database } from "@/lib/store/database";
import { tickLateness, tickSeconds, ticks } from "@/lib/telemetry";
import { sendAlerts } from "./alerting";
import { backfillStep } from "./backfill";
import { atLeastEvery, beside } from "./beside";
import { ALL_CONDITIONS_MS, CONDITION_LIMITS } from "./conditions";
import { addGeneratedRows, noteGeneratedSpans, noteHappenings } from "./generated";
import { noteStrays } from "./strays";
import { tick } from "./tick";
import { evaluateTriggers } from "./triggers";
import type { World } from "./world";

/** Provisions the SLOs, then counts and judges until the process ends. Returns once the loop runs. */
export async function startEvaluator(): Promise<void> {
  const { dataDir, sloDirs, costsDir, adrDirs, tickSeconds: period, generatedHistory, thinning } = config();
  const known = engines();
  for (const { access } of known) checkFiles(access, new Date());
  const db = database();
  const commitOf = (path: string): Promise<string | null> => adrCommit(adrDirs, path);
  const wrong = [
    ...(await provision(db, sloDirs, new Date(), commitOf)),
    ...(await provisionCosts(db, costsDir, new Date())),
  ];
  for (const { subject, message, wayOut } of wrong) log.warn({ wayOut }, `${subject}: ${message}`);
  noteStrays(
    db,
    known.map(({ name }) => name),
  );
  const records = async () => (await readAdrFolders(adrDirs)).records;
  const watched = known.map((engine): Watched => {
    const { name, url, access } = engine;
    const world = { db, engine: prometheus(url, access), engineName: name, delaySeconds: delayOf(asked(name)) };
    return { world: { ...world, thinning, commitOf, records }, setting: settingOf(access, "PROMETHEUS_URL") };
  });
  const [main] = watched;
  if (!main) {
    log.warn("PROMETHEUS_URL is not set: nothing is counted.");
    return;
  }
  const history = generatedHistory === null ? null : await readGeneratedHistory(generatedHistory);
  if (history) noteGeneratedSpans(db, history, new Date());
  const triggers = onceAMinute(async () => {
    const givenUp = AbortSignal.timeout(ALL_CONDITIONS_MS);
    const limits = { ...CONDITION_LIMITS, signal: givenUp };
    const engineNamed = known.map(({ name, url, access }) => {
      const engine = prometheus(url, access, limits);
      return [name, { engine, delaySeconds: delayOf(asked(name)) }] as const;
    });
    return evaluateTriggers({ ...main.world, engines: new Map(engineNamed) }, new Date(), givenUp);
  });
  if (config().alertWebhook === null) forgetWebhook(db);
  if ((config().alertmanager || config().alertWebhook) && config().publicUrl === null)
    log.warn("PUBLIC_URL is not set: what is sent to Alertmanager or a webhook carries no links to Plumbline.");
  // Beside the counting, which never waits for somebody who does not answer.
  const underWay = new Set<string>();
  const alerts = (): void =>
    void sendAlerts(db, new Date(), underWay).catch((error: unknown) =>
      log.error({ err: error }, "Alerts could not be sent; they are at the next tick."),
    );
  const demo = { history, file: generatedHistory };
  // Each engine has a loop of its own, so that one which is slow or silent keeps no other waiting.
  onlyOne(join(dataDir, "evaluator.lock"), period)
    .then(() =>
      Promise.all(
        watched.map((each) => loop(each, period, demo, each === main ? { triggers, alerts } : NOTHING_BESIDE)),
      ),
    )
    .catch((error: unknown) => {
      // Pages that go on without anybody counting would look alive.
      log.fatal({ err: error }, "The evaluator cannot go on; the server ends with it.");
      process.exit(1);
    });
}

/** One engine's world, and the setting that names it. */
type Watched = { world: World; setting: string };

const asked = (name: string) => (name === DEFAULT_ENGINE ? {} : { engine: name });

/** What the loop of the default engine does beside counting, for all. */
type Beside = { triggers: () => void; alerts: () => void } | null;
const NOTHING_BESIDE: Beside = null;

/** A tick that ends a little later than the one before is no reason to tell of alerts twice. */
const PERIODS_UNTOLD = 1.5;

/** The demo's generated history, and the file it was read from. */
type DemoHistory = { history: GeneratedHistory | null; file: string | null };

async function loop(
  { world, setting }: Watched,
  periodSeconds: number,
  { history, file }: DemoHistory,
  all: Beside,
): Promise<never> {
  const engine = world.engineName ?? DEFAULT_ENGINE;
  // Once a tick; by itself while one takes long, as it counts a long outage: what fires must be told again in time.
  const tellAlerts = all && atLeastEvery(PERIODS_UNTOLD * periodSeconds * 1000, all.alerts);
  for (let due = Date.now(); ; ) {
    tickLateness.observe({ engine }, Math.max(0, Date.now() - due) / 1000);
    due = Date.now() + periodSeconds * 1000;
    const answered = await runTick(world, engine, setting);
    if (all && file !== null) await noteDemoLog(world, file);
    all?.triggers();
    tellAlerts?.();
    // Backfill has what is left of the period.
    let more = answered;
    while (more && Date.now() < due) more = await runBackfill(world, history);
    await wait(Math.max(0, due - Date.now()));
  }
}

/** Held as long as the process lives: a collected connection would give the lock away. */
let lock: Sqlite.Database | undefined;

/** Waits until no other process evaluates this database. The lock is the operating system's: a killed process frees it at once. */
async function onlyOne(lockFile: string, periodSeconds: number): Promise<void> {
  lock = new Sqlite(lockFile, { timeout: 0 });
  for (let told = false; ; told = true) {
    try {
      lock.exec("BEGIN EXCLUSIVE");
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== "SQLITE_BUSY") throw error;
      if (!told) log.warn({ lockFile }, "Another process evaluates this DATA_DIR; this one waits to take over.");
      await wait(periodSeconds * 1000);
    }
  }
}

/**
 * Looks at triggers once a minute, however often is counted; also while the engine is silent, as days and periods do not ask
 * it. The counting does not wait for it: a condition may be slow.
 */
function onceAMinute(look: () => Promise<unknown>): () => void {
  const start = beside(look, (error) =>
    log.error({ err: error }, "The triggers of decisions could not be looked at; they are at the next minute."),
  );
  let lookedAt = 0;
  return () => {
    const minute = Math.floor(Date.now() / 60_000);
    if (minute === lookedAt) return;
    lookedAt = minute;
    start();
  };
}

/** Since when an engine is silent, ISO 8601 UTC, by its name. */
const silentSince = new Map<string, string>();

async function runTick(world: World, engine: string, setting: string): Promise<boolean> {
  const end = tickSeconds.startTimer({ engine });
  try {
    while (!(await tick(world, new Date())));
    const since = silentSince.get(engine);
    if (since !== undefined)
      log.info({ silentSince: since }, `${world.engine.name} answers again; missed minutes are counted.`);
    silentSince.delete(engine);
    ticks.inc({ engine, outcome: "counted" });
    return true;
  } catch (error) {
    ticks.inc({ engine, outcome: "failed" });
    if (!(error instanceof EngineError)) log.error({ err: error }, "A tick failed; it is tried again at the next one.");
    else if (!silentSince.has(engine)) {
      silentSince.set(engine, new Date().toISOString());
      log.warn(`${setting}: ${error.message}. Figures stay unknown; missed minutes are counted when it is back.`);
    }
    return false;
  } finally {
    end();
  }
}

async function noteDemoLog({ db }: World, historyFile: string): Promise<void> {
  try {
    noteHappenings(db, await readDemoLog(historyFile), new Date());
  } catch (error) {
    log.error({ err: error }, "The demo's log could not be read; it is read again at the next tick.");
  }
}

async function runBackfill(world: World, history: GeneratedHistory | null): Promise<boolean> {
  try {
    return await backfillStep(world, async (slo) => {
      if (history) addGeneratedRows(world.db, slo, history);
    });
  } catch (error) {
    if (!(error instanceof EngineError)) log.error({ err: error }, "A backfill step failed; it is tried again.");
    return false;
  }
}
