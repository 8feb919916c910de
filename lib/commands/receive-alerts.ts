import "server-only";
import { type Actor, mustBeSignedIn } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { countInWords } from "@/lib/format/count";
import { log } from "@/lib/log";
import { mayEdit, mayEditAll, mayReview } from "@/lib/rights";
import { afterHearing } from "@/lib/slo/alert";
import {
  ALERT_SOURCE,
  type AlertmanagerMessage,
  aboutOf,
  alertRefused,
  type DraftedAlert,
  sentFor,
} from "@/lib/slo/alert-draft";
import { kindNamed } from "@/lib/slo/alert-name";
import { alertOf, dropOldestAlerts, saveAlert } from "@/lib/store/alerts";
import { addAudit } from "@/lib/store/audit";
import { breachOpenedAt } from "@/lib/store/breaches";
import { atomicallyWhenFree, type Database, database } from "@/lib/store/database";
import { servicesInUse, sloPlaces } from "@/lib/store/slos";
import { alertsHeard } from "@/lib/telemetry";

/** How many alerts came, how many of them said something new or were not taken, and how many Alertmanager says it left out. */
export type Received = { received: number; changed: number; refused: number; truncated: number };

/**
 * Takes what Alertmanager says of alerts, all or nothing but for those that cannot be stored: it does not repeat what is refused,
 * so that one odd alert would lose the others of its group. The same message again, and one that another has overtaken, change
 * nothing, so that it may be sent as often as its sender likes.
 * @throws DomainError `not-signed-in`, `not-allowed`, `bad-input`
 */
export async function receiveAlerts(actor: Actor, message: AlertmanagerMessage, now: Date): Promise<Received> {
  mustBeSignedIn(actor);
  if (!mayReview(actor))
    throw new DomainError(
      "not-allowed",
      `${actor.name} may not tell of alerts.`,
      "Use the token of an editor of what they are about.",
    );
  const db = database();
  const received = await atomicallyWhenFree(db, () => {
    const joined = joiner(db);
    const placed = message.alerts.map((alert) => ({ alert, place: joined(alert) }));
    for (const { alert, place } of placed) {
      mustHear(actor, alert, place.service);
      // It is found by what its sender says its labels are: those of another service may come with its fingerprint.
      const known = alertOf(db, alert.fingerprint, alert.startsAt);
      if (known) mustHear(actor, alert, known.service);
    }
    const taken = placed.filter(({ alert }) => alertRefused(alert, now) === null);
    const changes = taken.filter(({ alert, place }) => hear(db, actor, message, alert, place, now));
    if (changes.length > 0) {
      dropOldestAlerts(db);
      audit(db, actor, message, changes, now);
    }
    const refused = placed.length - taken.length;
    return { received: placed.length, changed: changes.length, refused, truncated: message.truncated };
  });
  tellRefused(message, now);
  for (const { status } of message.alerts) alertsHeard.inc({ status });
  return received;
}

/** What an alert is about; null: nothing that is known. */
type Place = { service: string | null; sloId: string | null; own: boolean; breachId: number | null };

/** By the id of an SLO that a label names; else by a service that one names. What we sent ourselves also by its breach. */
function joiner(db: Database): (alert: DraftedAlert) => Place {
  const services = new Set(servicesInUse(db));
  const slos = sloPlaces(db);
  return ({ labels, startsAt }) => {
    const about = aboutOf(labels);
    const sloId = about.slos.find((id) => slos.has(id)) ?? null;
    const service =
      (sloId === null ? about.services.find((each) => services.has(each)) : slos.get(sloId)?.service) ?? null;
    const sent = sentFor(labels, startsAt);
    const kind = sent && kindNamed(sent.alertname);
    // What it is joined to is the SLO by which it was seen who may tell of it.
    const breachId =
      sent && kind && sent.sloId === sloId ? breachOpenedAt(db, sent.sloId, kind, sent.openedMinute) : null;
    // Another Plumbline may share the Alertmanager: of breaches only those are ours that we know.
    const own = labels.source === ALERT_SOURCE && (breachId !== null || kind === null);
    return { service, sloId, own, breachId };
  };
}

/** What is about nothing that is known may be anybody's, so it takes an editor of everything. */
function mustHear(actor: Actor, { labels }: DraftedAlert, service: string | null): void {
  if (service === null ? mayEditAll(actor) : mayEdit(actor, service)) return;
  const name = labels.alertname ? ` ${labels.alertname}` : "";
  throw new DomainError(
    "not-allowed",
    `${actor.name} may not tell of the alert${name}, which is about ${service ?? "no SLO and no service that is known"}.`,
    "Route only alerts of its own services to this receiver, or use the token of an editor of all services.",
  );
}

/** Whether it said something new. */
function hear(
  db: Database,
  actor: Actor,
  { receiver, externalUrl, truncated }: AlertmanagerMessage,
  alert: DraftedAlert,
  place: Place,
  now: Date,
): boolean {
  const { fingerprint, startsAt, labels, annotations, generatorUrl } = alert;
  const known = alertOf(db, fingerprint, startsAt);
  const state = afterHearing(known, alert, now.getTime());
  const isLate = known !== null && state.status !== alert.status;
  saveAlert(db, {
    fingerprint,
    startsAt,
    name: labels.alertname ?? "",
    severity: labels.severity ?? null,
    labels,
    annotations: isLate ? known.annotations : annotations,
    generatorUrl,
    receiver,
    externalUrl,
    truncated: Math.max(truncated, known?.truncated ?? 0),
    ...place,
    ...state,
    heardAt: now.getTime(),
    author: actor.name,
  });
  return known === null || known.status !== state.status || known.endsAt !== state.endsAt;
}

function audit(
  db: Database,
  actor: Actor,
  { receiver, truncated }: AlertmanagerMessage,
  changes: readonly { alert: DraftedAlert }[],
  now: Date,
): void {
  const names = [...new Set(changes.map(({ alert }) => alert.labels.alertname ?? alert.fingerprint))];
  const n = changes.length;
  addAudit(
    db,
    actor,
    {
      action: "alert.heard",
      subjectKind: "alert",
      subjectId: receiver.slice(0, 200),
      summary: `${actor.name} told of ${countInWords(n)} ${n === 1 ? "alert" : "alerts"}: ${names.slice(0, 5).join(", ")}${names.length > 5 ? " and others" : ""}`,
      detail: {
        receiver,
        truncated,
        alerts: changes
          .slice(0, 50)
          .map(({ alert: { fingerprint, status, startsAt } }) => ({ fingerprint, status, startsAt })),
      },
    },
    now,
  );
}

function tellRefused({ alerts, receiver }: AlertmanagerMessage, now: Date): void {
  const refused = alerts.flatMap((alert) => {
    const why = alertRefused(alert, now);
    return why === null ? [] : [`${(alert.labels.alertname ?? alert.fingerprint).slice(0, 200)}: ${why}`];
  });
  if (refused.length === 0) return;
  const n = refused.length;
  log.warn(
    { receiver: receiver.slice(0, 200), alerts: refused.slice(0, 20) },
    `Alertmanager told of ${countInWords(n)} ${n === 1 ? "alert that" : "alerts that"} cannot be stored; the others of its message were taken.`,
  );
}
