import "server-only";
import { postEvent } from "@/lib/gateways/alert-webhook";
import { NotTaken } from "@/lib/gateways/alertmanager";
import { log } from "@/lib/log";
import { alertOfBreach, alertOfRevisit, type RevisitOut, revisitSubject } from "@/lib/slo/alert-out";
import { msOf } from "@/lib/slo/window";
import {
  type AlertEvent,
  addAlertEvent,
  beginWebhook,
  dropOldEvents,
  eventsAfter,
  eventsWaiting,
  passEvent,
} from "@/lib/store/alert-events";
import { alertTargetOf, WEBHOOK } from "@/lib/store/alert-targets";
import { breachById } from "@/lib/store/breaches";
import { atomically, type Database } from "@/lib/store/database";
import { alertEventsWaiting, alertsSent } from "@/lib/telemetry";
import type { AdrIndex } from "@/lib/views/adr-index";
import { isResting, notTaken, refusedOne, taken } from "./alert-health";
import { breachOut, dueRevisits } from "./alerts-wanted";

/** Of one round; the rest waits for the next. */
const AT_A_TIME = 50;

/**
 * Tells the webhook what happened, in order, each event at least once; a receiver knows one that comes twice by its `id`. An
 * event that it refuses for good is passed over, counted and logged; anything else holds the others back until it is taken.
 */
export async function tellWebhook(
  db: Database,
  adrs: AdrIndex,
  { url, secret }: { url: string; secret: string | null },
  publicUrl: string | null,
  now: Date,
): Promise<void> {
  beginWebhook(db, now.getTime());
  noteDueRevisits(db, dueRevisits(db, adrs, now), now);
  const after = (): number => alertTargetOf(db, WEBHOOK)?.lastEventId ?? 0;
  alertEventsWaiting.set(eventsWaiting(db, after()));
  if (isResting(db, WEBHOOK, now)) return;
  for (const event of eventsAfter(db, after(), AT_A_TIME)) {
    const told = messageOf(db, adrs, event, publicUrl);
    try {
      if (told) await postEvent(url, secret, event.key, told, new Date());
      passEvent(db, event.id, false);
      if (!told) continue;
      alertsSent.inc({ kind: "webhook", outcome: "taken" });
      taken(db, WEBHOOK, "webhook", now);
    } catch (error) {
      if (!(error instanceof NotTaken && error.refused)) return notTaken(db, WEBHOOK, "webhook", error, now);
      log.error(`ALERT_WEBHOOK_URL refuses the event ${event.key} (${error.message}); it is not sent again.`);
      passEvent(db, event.id, true);
      refusedOne(db, WEBHOOK, error.message, now);
    }
  }
  dropOldEvents(db, after(), now.getTime());
  alertEventsWaiting.set(eventsWaiting(db, after()));
}

/** Once for each time that one calls for a revisit. */
function noteDueRevisits(db: Database, due: readonly RevisitOut[], now: Date): void {
  atomically(db, () => {
    for (const revisit of due)
      addAlertEvent(db, {
        key: `${revisitSubject(revisit.decision)}@${new Date(revisit.since).toISOString()}`,
        event: "revisit-due",
        breachId: null,
        detail: revisit,
        createdAt: now.getTime(),
      });
  });
}

/** null where there is nothing to tell any more. */
function messageOf(db: Database, adrs: AdrIndex, event: AlertEvent, publicUrl: string | null): unknown {
  const { key: id, event: name, breachId, detail, createdAt } = event;
  const head = { version: 1, id, event: name, at: iso(createdAt) };
  if (breachId === null) {
    const revisit = detail as RevisitOut;
    const { labels, annotations } = alertOfRevisit(revisit, publicUrl);
    const { decision, reasons, owner, since } = revisit;
    return { ...head, labels, annotations, breach: null, revisit: { decision, reasons, owner, since: iso(since) } };
  }
  const breach = breachById(db, breachId);
  const out = breach && breachOut(db, adrs, breach);
  if (!breach || !out) return null;
  const { labels, annotations } = alertOfBreach(out, publicUrl);
  const isClosed = name === "breach-closed" && breach.closedMinute !== null;
  return {
    ...head,
    labels,
    annotations,
    breach: {
      id: breach.id,
      kind: breach.kind,
      slo: { id: out.slo.id, name: out.slo.name, service: out.slo.service },
      target: out.target,
      openedAt: iso(msOf(breach.openedMinute)),
      // What was known when it opened, also where it has closed since.
      closedAt: isClosed ? iso(msOf(breach.closedMinute ?? 0)) : null,
      closeReason: isClosed ? breach.closeReason : null,
    },
    revisit: null,
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();
