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

// People and sessions: the columns that better-auth reads and writes, and ours beside them.

const instant = (name: string) => integer(name, { mode: "timestamp_ms" });

export const people = sqliteTable("people", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  email: text("email").notNull().unique(),
  emailVerified: integer("email_verified", { mode: "boolean" }).notNull().default(false),
  image: text("image"),
  createdAt: instant("created_at").notNull(),
  updatedAt: instant("updated_at").notNull(),
  twoFactorEnabled: integer("two_factor_enabled", { mode: "boolean" }).default(false),
  /** `viewer`, `editor` or `admin`. */
  role: text("role").notNull().default("viewer"),
  /** The services that an editor may edit, as a JSON array; null: all. */
  services: text("services", { mode: "json" }),
  /** ms; nobody signs in as them from then on. */
  disabledAt: integer("disabled_at"),
});

export const sessions = sqliteTable(
  "sessions",
  {
    id: text("id").primaryKey(),
    token: text("token").notNull().unique(),
    userId: text("user_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    expiresAt: instant("expires_at").notNull(),
    ipAddress: text("ip_address"),
    userAgent: text("user_agent"),
    createdAt: instant("created_at").notNull(),
    /** When it was last used, to within some minutes. */
    updatedAt: instant("updated_at").notNull(),
    /** The password was right and the second factor is still asked for: better-auth makes a session first and takes it back. */
    pending: integer("pending", { mode: "boolean" }).notNull().default(false),
  },
  (table) => [index("sessions_by_person").on(table.userId)],
);

/** How a person signs in: a password, or an identity provider. */
export const accounts = sqliteTable(
  "accounts",
  {
    id: text("id").primaryKey(),
    accountId: text("account_id").notNull(),
    providerId: text("provider_id").notNull(),
    userId: text("user_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    accessToken: text("access_token"),
    refreshToken: text("refresh_token"),
    idToken: text("id_token"),
    accessTokenExpiresAt: instant("access_token_expires_at"),
    refreshTokenExpiresAt: instant("refresh_token_expires_at"),
    scope: text("scope"),
    password: text("password"),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (table) => [index("accounts_by_person").on(table.userId)],
);

export const verifications = sqliteTable(
  "verifications",
  {
    id: text("id").primaryKey(),
    identifier: text("identifier").notNull(),
    value: text("value").notNull(),
    expiresAt: instant("expires_at").notNull(),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (table) => [index("verifications_by_identifier").on(table.identifier)],
);

export const twoFactors = sqliteTable(
  "two_factors",
  {
    id: text("id").primaryKey(),
    secret: text("secret").notNull(),
    backupCodes: text("backup_codes").notNull(),
    userId: text("user_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    verified: integer("verified", { mode: "boolean" }).default(true),
    failedVerificationCount: integer("failed_verification_count").default(0),
    lockedUntil: instant("locked_until"),
  },
  (table) => [index("two_factors_by_person").on(table.userId)],
);

/** Links that work once: to set up, to join, to come back in. */
export const oneTimeLinks = sqliteTable("one_time_links", {
  /** SHA-256 of the secret in the link, hexadecimal. */
  hash: text("hash").primaryKey(),
  /** `set-up`, `invite`, `reset` or `demo-editor`. */
  purpose: text("purpose").notNull(),
  /** Whom a `reset` is for. */
  personId: text("person_id").references(() => people.id, { onDelete: "cascade" }),
  role: text("role").notNull(),
  services: text("services", { mode: "json" }),
  createdBy: text("created_by").notNull(),
  /** The admin who made it, whom it does not outlive as one; null: the operator, on the server's machine. */
  createdById: text("created_by_id").references(() => people.id, { onDelete: "cascade" }),
  createdAt: integer("created_at").notNull(),
  expiresAt: integer("expires_at").notNull(),
  usedAt: integer("used_at"),
});

/** Bearer tokens of the API. */
export const apiTokens = sqliteTable(
  "api_tokens",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    /** The first characters, by which people tell them apart. */
    prefix: text("prefix").notNull(),
    /** SHA-256 of the whole token, hexadecimal. */
    hash: text("hash").notNull().unique(),
    role: text("role").notNull(),
    services: text("services", { mode: "json" }),
    /** It may do no more than they may. */
    personId: text("person_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    createdAt: integer("created_at").notNull(),
    expiresAt: integer("expires_at").notNull(),
    lastUsedAt: integer("last_used_at"),
    revokedAt: integer("revoked_at"),
  },
  (table) => [index("api_tokens_by_person").on(table.personId)],
);

/** Who did what. Only ever added to; triggers hold it. */
export const audit = sqliteTable(
  "audit",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    at: integer("at").notNull(),
    /** `person`, `token`, `file`, `anonymous` or `system`. */
    actorKind: text("actor_kind").notNull(),
    actorId: text("actor_id"),
    actorName: text("actor_name").notNull(),
    /** Such as `target.changed`. */
    action: text("action").notNull(),
    /** What it was done to: `slo`, `person`, `token` …, and its id. */
    subjectKind: text("subject_kind").notNull(),
    subjectId: text("subject_id").notNull(),
    /** One sentence. */
    summary: text("summary").notNull(),
    detail: text("detail", { mode: "json" }),
    ip: text("ip"),
  },
  (table) => [
    index("audit_by_action").on(table.action, table.id),
    index("audit_by_subject").on(table.subjectKind, table.subjectId, table.id),
    index("audit_by_actor").on(table.actorId, table.id),
  ],
);
