import { sql } from "drizzle-orm";
import { blob, index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

// Minutes are UTC epoch minutes and name their END: minute m covers ((m - 1) min, m min]. `…At` columns are epoch milliseconds.

export const slos = sqliteTable("slos", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  service: text("service").notNull(),
  tier: text("tier"),
  team: text("team"),
  description: text("description"),
  runbook: text("runbook"),
  /** The file that defines it, as SLO_DIR names it; "app" where it was made in the app. */
  source: text("source").notNull(),
  /** The OpenSLO document of one that was made in the app; null where a file defines it. */
  document: text("document"),
  /** What its file promises, as JSON; differs from the version in force where an edit in the app went on top. null: no file. */
  fileTarget: text("file_target", { mode: "json" }),
  /** The file says that its target is changed there only. */
  targetLocked: integer("target_locked", { mode: "boolean" }).notNull().default(false),
  createdAt: integer("created_at").notNull(),
  retiredAt: integer("retired_at"),
});

/** A changed definition begins a new segment; the old one keeps its ledger. */
export const slis = sqliteTable(
  "slis",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    sloId: text("slo_id")
      .notNull()
      .references(() => slos.id),
    version: integer("version").notNull(),
    definition: text("definition", { mode: "json" }).notNull(),
    /** Upper edges of the histogram's finite buckets, s; null until they were seen, or where there is no histogram. */
    edges: text("edges", { mode: "json" }),
    /** How many series each selector had when it last had any, as a JSON object; 0: never. */
    seriesSeen: text("series_seen", { mode: "json" }),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [uniqueIndex("slis_by_version").on(table.sloId, table.version)],
);

/** Only ever added to. */
export const targetVersions = sqliteTable(
  "target_versions",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    sloId: text("slo_id")
      .notNull()
      .references(() => slos.id),
    version: integer("version").notNull(),
    objective: real("objective").notNull(),
    /** s for latencies, the query's own unit for gauges. */
    threshold: real("threshold_seconds"),
    window: text("window").notNull(),
    inForceFrom: integer("in_force_from").notNull(),
    decisionPath: text("decision_path"),
    decisionId: text("decision_id"),
    author: text("author").notNull(),
    reason: text("reason").notNull(),
    createdAt: integer("created_at").notNull(),
    /** The commit that last changed the decision's ADR when the version was made; null where git does not know the file. */
    adrCommit: text("adr_commit"),
    /** It was loosened without a decision that says so, on purpose. */
    asDrift: integer("as_drift", { mode: "boolean" }).notNull().default(false),
  },
  (table) => [uniqueIndex("target_versions_by_version").on(table.sloId, table.version)],
);

/** Versions that were taken back before they held. Only ever added to. */
export const cancelledTargets = sqliteTable("cancelled_targets", {
  targetId: integer("target_id")
    .primaryKey()
    .references(() => targetVersions.id),
  author: text("author").notNull(),
  reason: text("reason").notNull(),
  createdAt: integer("created_at").notNull(),
});

/** Targets that somebody who may not edit, or a file beneath an edit, wishes for. */
export const proposals = sqliteTable(
  "proposals",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    sloId: text("slo_id")
      .notNull()
      .references(() => slos.id),
    /** `person` or `file`. */
    origin: text("origin").notNull(),
    objective: real("objective").notNull(),
    threshold: real("threshold"),
    window: text("window").notNull(),
    /** null: from when it is accepted. */
    inForceFrom: integer("in_force_from"),
    decisionPath: text("decision_path"),
    decisionId: text("decision_id"),
    reason: text("reason").notNull(),
    /** The version that it was made against. */
    baseVersion: integer("base_version").notNull(),
    author: text("author").notNull(),
    /** null for a file's. */
    authorId: text("author_id"),
    createdAt: integer("created_at").notNull(),
    /** `open`, `accepted`, `declined` or `withdrawn`. */
    state: text("state").notNull(),
    decidedBy: text("decided_by"),
    decidedAt: integer("decided_at"),
    decidedReason: text("decided_reason"),
  },
  (table) => [index("proposals_by_slo").on(table.sloId, table.state), index("proposals_by_state").on(table.state)],
);

/** Cumulative: a window is the difference of two rows. Values below the first live row are negative. */
export const ledger = sqliteTable(
  "ledger",
  {
    sliId: integer("sli_id")
      .notNull()
      .references(() => slis.id),
    minute: integer("minute").notNull(),
    good: real("good").notNull(),
    total: real("total").notNull(),
    observedSeconds: integer("observed_seconds").notNull(),
    /** Counts per edge of the SLI's `edges`, packed. */
    buckets: blob("buckets", { mode: "buffer" }),
    /** The minute holds counts of earlier, unobserved minutes. */
    carried: integer("carried", { mode: "boolean" }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.sliId, table.minute] }),
    index("ledger_carried").on(table.sliId, table.minute).where(sql`carried = 1`),
  ],
);

/** What a gauge held, minute by minute: its worst series. */
export const gaugeValues = sqliteTable(
  "gauge_values",
  {
    sliId: integer("sli_id")
      .notNull()
      .references(() => slis.id),
    minute: integer("minute").notNull(),
    value: real("value").notNull(),
  },
  (table) => [primaryKey({ columns: [table.sliId, table.minute] })],
);

/** Minutes that were counted again and had changed, because samples came late. Only ever added to. */
export const recounts = sqliteTable(
  "recounts",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    sliId: integer("sli_id")
      .notNull()
      .references(() => slis.id),
    /** The minutes (from, to] that were written anew. */
    fromMinute: integer("from_minute").notNull(),
    toMinute: integer("to_minute").notNull(),
    /** Events that were added, or taken away where negative. */
    goodAdded: real("good_added").notNull(),
    totalAdded: real("total_added").notNull(),
    secondsAdded: integer("seconds_added").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [index("recounts_by_sli").on(table.sliId, table.createdAt)],
);

/** Times that the corrected figures leave out, such as maintenance. */
export const exclusions = sqliteTable(
  "exclusions",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    sloId: text("slo_id")
      .notNull()
      .references(() => slos.id),
    /** The first occurrence. */
    fromAt: integer("from_at").notNull(),
    toAt: integer("to_at").notNull(),
    /** RFC 5545; null for a single one. */
    rrule: text("rrule"),
    /** IANA name, in which the rule recurs. */
    timeZone: text("time_zone"),
    /** `person` or `file`. */
    origin: text("origin").notNull().default("person"),
    reason: text("reason").notNull(),
    author: text("author").notNull(),
    createdAt: integer("created_at").notNull(),
    /** No occurrence that begins from here on counts; null while it holds. */
    endedAt: integer("ended_at"),
  },
  (table) => [index("exclusions_by_slo").on(table.sloId)],
);

export const cursors = sqliteTable("cursors", {
  sliId: integer("sli_id")
    .primaryKey()
    .references(() => slis.id),
  /** The last minute counted going up. */
  liveMinute: integer("live_minute").notNull(),
  /** The first row that was counted live; backfill goes down from here. */
  firstLiveMinute: integer("first_live_minute").notNull(),
  /** The lowest minute counted so far. */
  backfilledTo: integer("backfilled_to").notNull(),
  /** Where the engine's history begins; null until it was asked. */
  backfillFloor: integer("backfill_floor"),
  /** Past breaches of the backfilled minutes have been written. */
  replayed: integer("replayed", { mode: "boolean" }).notNull(),
  /** Why the last tick could not count this SLI; null where it did. */
  error: text("error"),
  breachState: text("breach_state", { mode: "json" }),
  /** What was gained in unobserved minutes and is not booked yet; null where nothing is. */
  held: text("held", { mode: "json" }),
  /** When counting down began, ms, and from which minute: how fast it goes tells how long it takes. */
  backfillBeganAt: integer("backfill_began_at"),
  backfillBeganTo: integer("backfill_began_to"),
  /** Somebody said that what lies below is not to be counted: when, ms, and who. */
  backfillCancelledAt: integer("backfill_cancelled_at"),
  backfillCancelledBy: text("backfill_cancelled_by"),
});

export const assessments = sqliteTable("assessments", {
  sloId: text("slo_id")
    .primaryKey()
    .references(() => slos.id),
  minute: integer("minute").notNull(),
  figures: text("figures", { mode: "json" }).notNull(),
});

/** As much of the last assessment as an order and a verdict need: lists of a thousand SLOs read no more. */
export const assessmentGists = sqliteTable("assessment_gists", {
  sloId: text("slo_id")
    .primaryKey()
    .references(() => slos.id),
  minute: integer("minute").notNull(),
  totalSeen: integer("total_seen", { mode: "boolean" }).notNull(),
  hourTotal: real("hour_total").notNull(),
  hourCoverage: real("hour_coverage").notNull(),
  burn6h: real("burn_6h"),
  exhaustedInSeconds: real("exhausted_in_seconds"),
  /** Of the window's budget. */
  remaining: real("remaining"),
  /** Observed share of the window. */
  coverage: real("coverage").notNull(),
});

/** One row that counts the writes to `slos`, `slis` and `target_versions`, by triggers: who keeps what was read can tell. */
export const definitionChanges = sqliteTable("definition_changes", {
  id: integer("id").primaryKey(),
  n: integer("n").notNull(),
});

export const breaches = sqliteTable(
  "breaches",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    sloId: text("slo_id")
      .notNull()
      .references(() => slos.id),
    kind: text("kind").notNull(),
    origin: text("origin").notNull(),
    openedMinute: integer("opened_minute").notNull(),
    closedMinute: integer("closed_minute"),
    closeReason: text("close_reason"),
    worst: real("worst"),
    badEvents: real("bad_events").notNull(),
    totalEvents: real("total_events").notNull(),
    budgetSpent: real("budget_spent"),
    targetVersion: integer("target_version").notNull(),
    decisionPath: text("decision_path"),
    decisionId: text("decision_id"),
    adrCommit: text("adr_commit"),
  },
  (table) => [
    index("breaches_by_slo").on(table.sloId, table.openedMinute),
    index("breaches_by_end").on(table.closedMinute),
    uniqueIndex("breaches_once").on(table.sloId, table.kind, table.openedMinute),
  ],
);

/** What the evaluator last heard of each engine. */
export const engineState = sqliteTable("engine_state", {
  /** `default`, or what ENGINES_FILE calls it. */
  engine: text("engine").primaryKey(),
  askedAt: integer("asked_at").notNull(),
  answeredAt: integer("answered_at"),
  error: text("error"),
});

export const generatedSpans = sqliteTable("generated_spans", {
  fromAt: integer("from_at").primaryKey(),
  toAt: integer("to_at").notNull(),
  note: text("note").notNull(),
});

/** What is configured wrongly, as found at the last start. */
export const problems = sqliteTable("problems", {
  subject: text("subject").primaryKey(),
  message: text("message").notNull(),
  wayOut: text("way_out"),
});
