import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

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
