import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { breaches, slos } from "./schema";

// What goes to and comes from Alertmanager. `…At` columns are epoch milliseconds.

/** What Alertmanager's webhook said, one row for each time that an alert fired. */
export const alerts = sqliteTable(
  "alerts",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    /** Of its labels, as Alertmanager makes it. */
    fingerprint: text("fingerprint").notNull(),
    startsAt: integer("starts_at").notNull(),
    /** `firing` or `resolved`. */
    status: text("status").notNull(),
    /** The latest end that was heard of; null while none was. */
    endsAt: integer("ends_at"),
    /** Its label `alertname`; empty where it has none. */
    name: text("name").notNull(),
    severity: text("severity"),
    labels: text("labels", { mode: "json" }).notNull(),
    annotations: text("annotations", { mode: "json" }).notNull(),
    generatorUrl: text("generator_url"),
    receiver: text("receiver").notNull(),
    /** Where that Alertmanager says it is found. */
    externalUrl: text("external_url"),
    /** So many more of its group Alertmanager had and did not send. */
    truncated: integer("truncated").notNull(),
    /** What it was joined to when it first came; null: to nothing. */
    service: text("service"),
    sloId: text("slo_id").references(() => slos.id),
    /** Plumbline sent it. */
    own: integer("own", { mode: "boolean" }).notNull(),
    /** The breach that it was sent for; null for one of somebody else. */
    breachId: integer("breach_id").references(() => breaches.id),
    firingHeardAt: integer("firing_heard_at"),
    resolvedHeardAt: integer("resolved_heard_at"),
    heardAt: integer("heard_at").notNull(),
    author: text("author").notNull(),
  },
  (table) => [
    uniqueIndex("alerts_once").on(table.fingerprint, table.startsAt),
    index("alerts_by_time").on(table.startsAt),
    index("alerts_by_slo").on(table.sloId, table.startsAt),
    index("alerts_by_service").on(table.service, table.startsAt),
    index("alerts_by_breach").on(table.breachId),
  ],
);

/** What a plain webhook is told, in this order; those of breaches are written by triggers in the transaction of their change. */
export const alertEvents = sqliteTable(
  "alert_events",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    /** By which a receiver knows it again, such as `breach-12-opened`. */
    key: text("key").notNull(),
    /** `breach-opened`, `breach-closed` or `revisit-due`. */
    event: text("event").notNull(),
    breachId: integer("breach_id").references(() => breaches.id, { onDelete: "cascade" }),
    /** Of a revisit, what is told of it; null for breaches, whose rows say it. */
    detail: text("detail", { mode: "json" }),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [uniqueIndex("alert_events_once").on(table.key)],
);

/** What each Alertmanager was told and with which labels, which stay what they were for as long as the alert does. */
export const alertsSent = sqliteTable(
  "alerts_sent",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    /** As in `alert_targets`. */
    target: text("target").notNull(),
    /** `breach:12`, or `revisit:docs/adr/0001-….md#d1`. */
    subject: text("subject").notNull(),
    breachId: integer("breach_id").references(() => breaches.id),
    startsAt: integer("starts_at").notNull(),
    labels: text("labels", { mode: "json" }).notNull(),
    annotations: text("annotations", { mode: "json" }).notNull(),
    /** When it was first taken. */
    takenAt: integer("taken_at").notNull(),
    /** When its end was taken; null while it fires, or its end is still to be told. */
    endTakenAt: integer("end_taken_at"),
  },
  (table) => [
    uniqueIndex("alerts_sent_open").on(table.target, table.subject, table.startsAt),
    index("alerts_sent_by_breach").on(table.breachId),
  ],
);

/** How those whom alerts are sent to take them. */
export const alertTargets = sqliteTable("alert_targets", {
  /** An Alertmanager's host, port and path; `webhook` for the one that there is. */
  target: text("target").primaryKey(),
  /** `alertmanager` or `webhook`. */
  kind: text("kind").notNull(),
  triedAt: integer("tried_at").notNull(),
  /** null: never. */
  takenAt: integer("taken_at"),
  /** Since when it has not; null where it does. */
  failingSince: integer("failing_since"),
  /** Attempts that failed in a row. */
  failures: integer("failures").notNull(),
  /** Why it did not take what it was sent last; null where it did. Where it is not failing: that it refused it for good. */
  error: text("error"),
  /** A webhook's: the last event that it took, or that was given up. */
  lastEventId: integer("last_event_id"),
  /** A webhook's: events that it refused for good since it last took one. */
  givenUp: integer("given_up").notNull().default(0),
});

/** Silences that hold back an alert of ours or one that was heard of, as each Alertmanager last said. */
export const silences = sqliteTable(
  "silences",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    target: text("target").notNull(),
    silenceId: text("silence_id").notNull(),
    startsAt: integer("starts_at").notNull(),
    endsAt: integer("ends_at").notNull(),
    createdBy: text("created_by").notNull(),
    comment: text("comment").notNull(),
    /** The alert that it holds back. */
    fingerprint: text("fingerprint").notNull(),
    name: text("name").notNull(),
    /** Of our own, the breach; null for one of somebody else. */
    breachId: integer("breach_id").references(() => breaches.id),
  },
  (table) => [
    uniqueIndex("silences_once").on(table.target, table.silenceId, table.fingerprint),
    index("silences_by_breach").on(table.breachId),
    index("silences_by_fingerprint").on(table.fingerprint),
  ],
);
