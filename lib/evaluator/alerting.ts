import "server-only";
import { config } from "@/lib/config";
import { type Alertmanager, alertmanager, NotTaken, type SilencedAlert } from "@/lib/gateways/alertmanager";
import { log } from "@/lib/log";
import { sentFor } from "@/lib/slo/alert-draft";
import { kindNamed } from "@/lib/slo/alert-name";
import { type AlertToSend, alertRound } from "@/lib/slo/alert-round";
import { WEBHOOK } from "@/lib/store/alert-targets";
import { endsOfBreaches, firingAt, saveSent } from "@/lib/store/alerts-sent";
import { breachOpenedAt } from "@/lib/store/breaches";
import { atomicallyWhenFree, type Database } from "@/lib/store/database";
import { replaceSilences, type Silence } from "@/lib/store/silences";
import { alertsSent } from "@/lib/telemetry";
import { adrIndex } from "@/lib/views/adr-index";
import { isResting, notTaken, taken } from "./alert-health";
import { alertsWanted } from "./alerts-wanted";
import { tellWebhook } from "./webhook-events";

const AT_A_TIME = 100;
/** Alertmanager resolves what it has not heard of for as long; so many rounds may fail in it. */
const HOLD_MS = 5 * 60_000;
const ROUNDS_HELD = 4;

/**
 * Tells every Alertmanager what fires and what has ended, and hears from it which alerts are silenced; tells the webhook what
 * happened. Nothing is lost where one does not answer: what it is told is worked out each time from what holds and what it
 * was told before. Each is left alone for a while after a failure, the longer the more there were. None waits for another:
 * whoever is `underWay` from the round before is left out of this one, the others hear in time what fires.
 * @throws the first fault of ours, once all have been told
 */
export async function sendAlerts(db: Database, now: Date, underWay: Set<string> = new Set()): Promise<void> {
  const { alertmanager: configured, alertWebhook, publicUrl, tickSeconds } = config();
  const managers = (configured?.urls ?? []).map((url) => alertmanager(url, configured?.headers ?? {}));
  if (managers.length === 0 && alertWebhook === null) return;
  const adrs = await adrIndex();
  const wanted = managers.length === 0 ? [] : alertsWanted(db, adrs, publicUrl, now);
  const holdMs = Math.max(HOLD_MS, ROUNDS_HELD * tickSeconds * 1000);
  const rounds = managers.map((manager) =>
    alone(underWay, manager.name, () => tellAlertmanager(db, manager, wanted, holdMs, now)),
  );
  if (alertWebhook !== null)
    rounds.push(alone(underWay, WEBHOOK, () => tellWebhook(db, adrs, alertWebhook, publicUrl, now)));
  const failed = (await Promise.allSettled(rounds)).find(({ status }) => status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
}

async function alone(underWay: Set<string>, name: string, tell: () => Promise<void>): Promise<void> {
  if (underWay.has(name)) return;
  underWay.add(name);
  try {
    await tell();
  } finally {
    underWay.delete(name);
  }
}

async function tellAlertmanager(
  db: Database,
  manager: Alertmanager,
  wanted: readonly AlertToSend[],
  holdMs: number,
  now: Date,
): Promise<void> {
  const { name } = manager;
  if (isResting(db, name, now)) return;
  try {
    const told = firingAt(db, name);
    const ends = endsOfBreaches(
      db,
      told.flatMap(({ breachId }) => breachId ?? []),
    );
    const endOf = ({ breachId }: AlertToSend): number | null =>
      breachId === null ? null : (ends.get(breachId) ?? null);
    const round = alertRound(wanted, told, endOf, now.getTime(), holdMs);
    // Also where there is nothing to tell: whether it takes alerts is not known but by its taking them.
    for (let at = 0; at === 0 || at < round.length; at += AT_A_TIME) {
      const some = round.slice(at, at + AT_A_TIME);
      await manager.post(some.map((alert) => ({ ...alert, generatorUrl: alert.annotations.breach_url ?? null })));
      await atomicallyWhenFree(db, () => saveSent(db, name, some, now.getTime()));
      alertsSent.inc({ kind: "alertmanager", outcome: "taken" }, some.length);
    }
  } catch (error) {
    return notTaken(db, name, "alertmanager", error, now);
  }
  taken(db, name, "alertmanager", now);
  await hearSilences(db, manager);
}

/** Who has not said what is silenced when last asked; told once. */
const mute = new Set<string>();

/** One that takes every alert and does not say what is silenced is not deaf: what it said before stands until it ends. */
async function hearSilences(db: Database, manager: Alertmanager): Promise<void> {
  const { name } = manager;
  try {
    const silenced = await manager.silenced();
    replaceSilences(
      db,
      name,
      silenced.map((each) => silenceOf(db, name, each)),
    );
    if (mute.delete(name)) log.info(`${name} says again what is silenced.`);
  } catch (error) {
    if (!(error instanceof NotTaken)) throw error;
    if (!mute.has(name))
      log.warn(
        `${name} takes alerts, but does not say what is silenced (${error.message}); it is asked again at each tick.`,
      );
    mute.add(name);
  }
}

function silenceOf(db: Database, target: string, silenced: SilencedAlert): Silence {
  const { labels, alertStartsAt, fingerprint, silenceId, startsAt, endsAt, createdBy, comment } = silenced;
  const sent = sentFor(labels, alertStartsAt);
  const kind = sent && kindNamed(sent.alertname);
  const breachId = sent && kind ? breachOpenedAt(db, sent.sloId, kind, sent.openedMinute) : null;
  return {
    target,
    silenceId,
    startsAt,
    endsAt,
    createdBy,
    comment,
    fingerprint,
    name: labels.alertname ?? "",
    breachId,
  };
}
