import "server-only";
import { msOf } from "@/lib/slo/window";
import { type Alert, alertsOfBreach } from "@/lib/store/alerts";
import { type SentAlert, sentForBreach } from "@/lib/store/alerts-sent";
import type { Breach } from "@/lib/store/breaches";
import type { Database } from "@/lib/store/database";
import type { Slo } from "@/lib/store/slos";
import { type AlertRow, alertsOf } from "./alerts";
import { plainEvent, type TimelineEvent } from "./timeline-event";

/** Of one breach; more would hide the rest of its timeline. */
const MOST = 20;

/** What Alertmanager said around a breach: of alerts of others, and of what was sent for the breach itself. */
export function alertEvents(db: Database, breach: Breach, slo: Slo, leadMinutes: number, now: Date): TimelineEvent[] {
  const from = msOf(breach.openedMinute - leadMinutes);
  const until = breach.closedMinute === null ? now.getTime() : msOf(breach.closedMinute);
  return [
    ...alertsOf(db, slo, from, until, MOST).flatMap((alert) => foreign(alert, from)),
    ...sentForBreach(db, breach.id).flatMap(sent),
    ...alertsOfBreach(db, breach.id).flatMap(ownNews),
  ];
}

/** One that fired long before stands at its own time all the same: it was firing when the breach opened. */
function foreign(alert: AlertRow, from: number): TimelineEvent[] {
  const { name, startsAt, endsAt, severity, annotations, slo, url, receiver, truncated, status, heardAt } = alert;
  const before = Date.parse(startsAt) < from;
  const where = slo === null ? "of the service" : null;
  const rest = truncated > 0 ? `${truncated} more of its group were not sent` : null;
  const still = status === "firing" ? `firing when last heard of at ${heardAt.slice(11, 16)}` : null;
  const summary = annotations.summary || annotations.description || null;
  const fired: TimelineEvent = {
    ...plainEvent("alert", Date.parse(startsAt), before ? "Alert was firing" : "Alert fired"),
    code: name,
    detail: [severity, summary, where, still, rest, `through ${receiver}`].filter(Boolean).join(" · "),
    href: url,
  };
  if (endsAt === null) return [fired];
  return [fired, { ...plainEvent("alert-resolved", Date.parse(endsAt), "Alert resolved"), code: name }];
}

function sent({ target, takenAt, endTakenAt }: SentAlert): TimelineEvent[] {
  const taken = { ...plainEvent("sent", takenAt, "Alertmanager took the alert"), code: target };
  if (endTakenAt === null) return [taken];
  return [taken, { ...plainEvent("sent", endTakenAt, "Alertmanager took its end"), code: target }];
}

/** That Alertmanager tells us of our own alert means that it has told others. */
function ownNews({ receiver, firingHeardAt, resolvedHeardAt, truncated }: Alert): TimelineEvent[] {
  const through = `through ${receiver}`;
  const rest = truncated > 0 ? ` · ${truncated} more of its group were not sent` : "";
  return [
    ...(firingHeardAt === null
      ? []
      : [
          {
            ...plainEvent("notified", firingHeardAt, "Alertmanager notified"),
            detail: `that it opened, ${through}${rest}`,
          },
        ]),
    ...(resolvedHeardAt === null
      ? []
      : [
          { ...plainEvent("notified", resolvedHeardAt, "Alertmanager notified"), detail: `that it closed, ${through}` },
        ]),
  ];
}
