import "server-only";
import { and, desc, eq, gte, isNull, lt, lte, or, type SQL } from "drizzle-orm";
import { alerts } from "@/db/alerts";
import type { AlertState } from "@/lib/slo/alert";
import type { Database } from "./database";

type Labels = Readonly<Record<string, string>>;

/** One time that an alert fired, as Alertmanager told of it. `…At` are ms. */
export type Alert = Omit<typeof alerts.$inferSelect, "status" | "labels" | "annotations"> & {
  status: AlertState["status"];
  labels: Labels;
  annotations: Labels;
};

const asAlert = (row: typeof alerts.$inferSelect): Alert => ({
  ...row,
  status: row.status === "resolved" ? "resolved" : "firing",
  labels: row.labels as Labels,
  annotations: row.annotations as Labels,
});

/** So many are kept, the newest. */
const MOST_KEPT = 100_000;

export function alertOf(db: Database, fingerprint: string, startsAt: number): Alert | null {
  const { fingerprint: of, startsAt: at } = alerts;
  const row = db
    .select()
    .from(alerts)
    .where(and(eq(of, fingerprint), eq(at, startsAt)))
    .get();
  return row ? asAlert(row) : null;
}

/** Adds it, or brings a known one up to date; what it was joined to does not change. */
export function saveAlert(db: Database, alert: Omit<Alert, "id">): void {
  const { status, endsAt, annotations, truncated, firingHeardAt, resolvedHeardAt, heardAt, receiver } = alert;
  const told = { status, endsAt, annotations, truncated, firingHeardAt, resolvedHeardAt, heardAt, receiver };
  const { changes } = db
    .update(alerts)
    .set(told)
    .where(and(eq(alerts.fingerprint, alert.fingerprint), eq(alerts.startsAt, alert.startsAt)))
    .run();
  // An upsert would use up an id each time.
  if (changes === 0) db.insert(alerts).values(alert).run();
}

/** All but the newest `kept`. */
export function dropOldestAlerts(db: Database, kept: number = MOST_KEPT): void {
  const newestToGo = db.select({ id: alerts.id }).from(alerts).orderBy(desc(alerts.id)).limit(1).offset(kept);
  db.delete(alerts).where(lte(alerts.id, newestToGo)).run();
}

/** What is about an SLO: joined to it, or to its service and to no SLO. */
const about = ({ service, sloId }: { service: string; sloId: string }): SQL | undefined =>
  or(eq(alerts.sloId, sloId), and(isNull(alerts.sloId), eq(alerts.service, service)));

/** It fired at some time in [fromMs, toMs]. */
const during = (fromMs: number, toMs: number): SQL | undefined =>
  and(lte(alerts.startsAt, toMs), or(eq(alerts.status, "firing"), gte(alerts.endsAt, fromMs)));

/** Those of others about an SLO that fired at some time in [fromMs, toMs], oldest first, `most` of the newest. */
export const alertsAbout = (
  db: Database,
  place: { service: string; sloId: string },
  fromMs: number,
  toMs: number,
  most: number,
): Alert[] =>
  db
    .select()
    .from(alerts)
    .where(and(eq(alerts.own, false), about(place), during(fromMs, toMs)))
    .orderBy(desc(alerts.startsAt), desc(alerts.id))
    .limit(most)
    .all()
    .map(asAlert)
    .reverse();

/** What came back of what was sent for a breach, oldest first. */
export const alertsOfBreach = (db: Database, breachId: number): Alert[] =>
  db.select().from(alerts).where(eq(alerts.breachId, breachId)).orderBy(alerts.id).all().map(asAlert);

/** How the list of alerts is narrowed; null: not by that. Times are ms. */
export type AlertFilter = {
  status: AlertState["status"] | null;
  service: string | null;
  slo: { id: string; service: string } | null;
  breachId: number | null;
  name: string | null;
  own: boolean | null;
  fromMs: number | null;
  toMs: number | null;
};

/** Newest first, from the one before `before` on. */
export function alertPage(
  db: Database,
  filter: AlertFilter,
  before: { startsAt: number; id: number } | null,
  limit: number,
): Alert[] {
  const { status, service, slo, breachId, name, own, fromMs, toMs } = filter;
  return db
    .select()
    .from(alerts)
    .where(
      and(
        status === null ? undefined : eq(alerts.status, status),
        service === null ? undefined : eq(alerts.service, service),
        slo === null ? undefined : about({ service: slo.service, sloId: slo.id }),
        breachId === null ? undefined : eq(alerts.breachId, breachId),
        name === null ? undefined : eq(alerts.name, name),
        own === null ? undefined : eq(alerts.own, own),
        during(fromMs ?? Number.MIN_SAFE_INTEGER, toMs ?? Number.MAX_SAFE_INTEGER),
        before === null
          ? undefined
          : or(
              lt(alerts.startsAt, before.startsAt),
              and(eq(alerts.startsAt, before.startsAt), lt(alerts.id, before.id)),
            ),
      ),
    )
    .orderBy(desc(alerts.startsAt), desc(alerts.id))
    .limit(limit)
    .all()
    .map(asAlert);
}
