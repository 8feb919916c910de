import { sql } from "drizzle-orm";
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

// Minutes are UTC epoch minutes and name their END: minute m covers ((m - 1) min, m min]. `…At` columns are epoch milliseconds.

export const slos = sqliteTable("slos", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  service: text("service").notNull(),
  tier: text("tier"),
  team: text("team"),
  description: text("description"),
  runbook: text("runbook"),
  /** The file that defines it, as SLO_DIR names it. */
  source: text("source").notNull(),
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
    thresholdSeconds: real("threshold_seconds"),
    window: text("window").notNull(),
    inForceFrom: integer("in_force_from").notNull(),
    decisionPath: text("decision_path"),
    decisionId: text("decision_id"),
    author: text("author").notNull(),
    reason: text("reason").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [uniqueIndex("target_versions_by_version").on(table.sloId, table.version)],
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
    /** Counts per edge of the SLI's `edges`, as a JSON array. */
    buckets: text("buckets", { mode: "json" }),
    /** The minute holds counts of earlier, unobserved minutes. */
    carried: integer("carried", { mode: "boolean" }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.sliId, table.minute] }),
    index("ledger_carried").on(table.sliId, table.minute).where(sql`carried = 1`),
  ],
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
});

export const assessments = sqliteTable("assessments", {
  sloId: text("slo_id")
    .primaryKey()
    .references(() => slos.id),
  minute: integer("minute").notNull(),
  figures: text("figures", { mode: "json" }).notNull(),
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

/** One row: what the evaluator last heard of the engine. */
export const engineState = sqliteTable("engine_state", {
  id: integer("id").primaryKey(),
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
