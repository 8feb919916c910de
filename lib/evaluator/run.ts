import "server-only";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import Sqlite from "better-sqlite3";
import { provision } from "@/lib/commands/provision";
import { provisionCosts } from "@/lib/commands/provision-costs";
import { config } from "@/lib/config";
import { checkFiles } from "@/lib/engine-files";
import { adrCommit } from "@/lib/gateways/adr-commit";
import { readAdrFolders } from "@/lib/gateways/adr-folder";
import { readDemoLog } from "@/lib/gateways/demo-log";
import { type GeneratedHistory, readGeneratedHistory } from "@/lib/gateways/generated-history";
import { EngineError, prometheus } from "@/lib/gateways/prometheus";
import { log } from "@/lib/log";
import { forgetWebhook } from "@/lib/store/alert-events";
import { database } from "@/lib/store/database";
import { tickLateness, tickSeconds, ticks } from "@/lib/telemetry";
import { sendAlerts } from "./alerting";
import { backfillStep } from "./backfill";
import { atLeastEvery, beside } from "./beside";
import { ALL_CONDITIONS_MS, CONDITION_LIMITS } from "./conditions";
import { addGeneratedRows, noteGeneratedSpans, noteHappenings } from "./generated";
import { tick } from "./tick";
import { evaluateTriggers } from "./triggers";
import type { World } from "./world";

/** Provisions the SLOs, then counts and judges until the process ends. Returns once the loop runs. */
export async function startEvaluator(): Promise<void> {
  const {
    dataDir,
    sloDirs,
    costsDir,
    adrDirs,
    prometheusUrl,
    prometheusAccess,
    delaySeconds,
    tickSeconds: period,
    generatedHistory,
    thinning,
  } = config();
  checkFiles(prometheusAccess, new Date());
  const db = database();
  const commitOf = (path: string): Promise<string | null> => adrCommit(adrDirs, path);
  const wrong = [
    ...(await provision(db, sloDirs, new Date(), commitOf)),
    ...(await provisionCosts(db, costsDir, new Date())),
  ];
  for (const { subject, message, wayOut } of wrong) log.warn({ wayOut }, `${subject}: ${message}`);
  if (prometheusUrl === null) {
    log.warn("PROMETHEUS_URL is not set: nothing is counted.");
    return;
  }
  const engine = prometheus(prometheusUrl, prometheusAccess);
  const records = async () => (await readAdrFolders(adrDirs)).records;
  const world: World = { db, engine, delaySeconds, thinning, commitOf, records };
  const history = generatedHistory === null ? null : await readGeneratedHistory(generatedHistory);
  if (history) noteGeneratedSpans(db, history, new Date());
  const triggers = onceAMinute(async () => {
    const givenUp = AbortSignal.timeout(ALL_CONDITIONS_MS);
    const limits = { ...CONDITION_LIMITS, signal: givenUp };
    return evaluateTriggers(
      { ...world, engine: prometheus(prometheusUrl, prometheusAccess, limits) },
      new Date(),
      givenUp,
    );
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
  loop(world, period, demo, { triggers, alerts }, join(dataDir, "evaluator.lock")).catch((error: unknown) => {
    // Pages that go on without anybody counting would look alive.
    log.fatal({ err: error }, "The evaluator cannot go on; the server ends with it.");
    process.exit(1);
  });
}

/** A tick that ends a little later than the one before is no reason to tell of alerts twice. */
const PERIODS_UNTOLD = 1.5;

/** The demo's generated history, and the file it was read from. */
type DemoHistory = { history: GeneratedHistory | null; file: string | null };

async function loop(
  world: World,
  periodSeconds: number,
  { history, file }: DemoHistory,
  { triggers, alerts }: { triggers: () => void; alerts: () => void },
  lockFile: string,
): Promise<void> {
  await onlyOne(lockFile, periodSeconds);
  // Once a tick; by itself while one takes long, as it counts a long outage: what fires must be told again in time.
  const tellAlerts = atLeastEvery(PERIODS_UNTOLD * periodSeconds * 1000, alerts);
  for (let due = Date.now(); ; ) {
    tickLateness.observe(Math.max(0, Date.now() - due) / 1000);
    due = Date.now() + periodSeconds * 1000;
    const answered = await runTick(world);
    if (file !== null) await noteDemoLog(world, file);
    triggers();
    tellAlerts();
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

let silentSince: string | null = null;

async function runTick(world: World): Promise<boolean> {
  const end = tickSeconds.startTimer();
  try {
    while (!(await tick(world, new Date())));
    if (silentSince !== null)
      log.info({ silentSince }, `${world.engine.name} answers again; missed minutes are counted.`);
    silentSince = null;
    ticks.inc({ outcome: "counted" });
    return true;
  } catch (error) {
    ticks.inc({ outcome: "failed" });
    if (!(error instanceof EngineError)) log.error({ err: error }, "A tick failed; it is tried again at the next one.");
    else if (silentSince === null) {
      silentSince = new Date().toISOString();
      log.warn(`PROMETHEUS_URL: ${error.message}. Figures stay unknown; missed minutes are counted when it is back.`);
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
