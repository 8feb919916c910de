import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { followUps } from "./daily";

// Quarterly revisits of decisions, and the triggers that call for one early. `…At` columns are epoch milliseconds, days are
// ISO 8601 (2026-11-25), minutes are UTC epoch minutes and name their end.

/** How each trigger of each record stood when it was last looked at. */
export const triggerStates = sqliteTable(
  "trigger_states",
  {
    path: text("path").notNull(),
    triggerId: text("trigger_id").notNull(),
    /** What the trigger says, as text: with other terms it is another trigger. */
    terms: text("terms").notNull(),
    /** `not-met`, `holding`, `met`, `unknown` or `not-evaluated`. */
    standing: text("standing").notNull(),
    /** One sentence: what was measured, or why it is not known. */
    says: text("says").notNull(),
    /** Of a condition of the engine: the minute since which it holds; null while it does not. */
    holdsSince: integer("holds_since"),
    /** The last minute that the engine has answered for. */
    checkedMinute: integer("checked_minute"),
    lookedAt: integer("looked_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.path, table.triggerId] })],
);

/** A trigger that fired. Only ever added to. */
export const triggerFirings = sqliteTable(
  "trigger_firings",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    path: text("path").notNull(),
    /** null: it concerns every decision of the record. */
    decisionId: text("decision_id"),
    triggerId: text("trigger_id").notNull(),
    terms: text("terms").notNull(),
    /** What it fired for, such as the end of the last period: it fires once for each. */
    occasion: text("occasion").notNull(),
    reason: text("reason").notNull(),
    measured: text("measured", { mode: "json" }).notNull(),
    firedAt: integer("fired_at").notNull(),
  },
  (table) => [uniqueIndex("trigger_firings_once").on(table.path, table.triggerId, table.terms, table.occasion)],
);

/** A meeting: one for each quarter. */
export const revisits = sqliteTable("revisits", {
  /** "2026-Q4" */
  quarter: text("quarter").primaryKey(),
  startedAt: integer("started_at").notNull(),
  startedBy: text("started_by").notNull(),
  startedById: text("started_by_id").notNull(),
  /** Evidence is counted up to the end of this minute. */
  cutOffMinute: integer("cut_off_minute").notNull(),
  /** The decisions that called for it when it began, and why, as JSON. */
  agenda: text("agenda", { mode: "json" }).notNull(),
  /** null while it is held. */
  finishedAt: integer("finished_at"),
  finishedBy: text("finished_by"),
});

/** What was decided of a decision. Only ever added to; the newest of a decision in a quarter holds. */
export const revisitOutcomes = sqliteTable(
  "revisit_outcomes",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    quarter: text("quarter")
      .notNull()
      .references(() => revisits.quarter),
    path: text("path").notNull(),
    decisionId: text("decision_id").notNull(),
    /** `keep`, `tighten`, `relax`, `supersede`, `retire` or `need-data`. */
    outcome: text("outcome").notNull(),
    reason: text("reason").notNull(),
    /** Who decided, as people call them, as a JSON array. */
    names: text("names", { mode: "json" }).notNull(),
    /** When it is looked at again; null where it is not. */
    nextDue: text("next_due"),
    /** The date that its record said then; null where it said none. */
    fileDue: text("file_due"),
    /** Of a decision that is superseded: what the record that follows is called, and where it lies. */
    successorTitle: text("successor_title"),
    successorPath: text("successor_path"),
    followUpId: integer("follow_up_id").references(() => followUps.id),
    /** What the meeting saw, as JSON. */
    evidence: text("evidence", { mode: "json" }).notNull(),
    /** The outcome that this one takes the place of. */
    corrects: integer("corrects"),
    author: text("author").notNull(),
    authorId: text("author_id").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    index("revisit_outcomes_by_decision").on(table.path, table.decisionId, table.id),
    index("revisit_outcomes_by_quarter").on(table.quarter, table.id),
  ],
);

/** What was said and done besides. Only ever added to. */
export const revisitEntries = sqliteTable(
  "revisit_entries",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    quarter: text("quarter")
      .notNull()
      .references(() => revisits.quarter),
    /**
     * `note`, `added` (a decision to the agenda), `action-closed`, `action-kept`, or `seen`: what was seen of a decision that was
     * left without an outcome, whose text is JSON.
     */
    what: text("what").notNull(),
    /** null where it is about no single decision. */
    path: text("path"),
    decisionId: text("decision_id"),
    followUpId: integer("follow_up_id").references(() => followUps.id),
    text: text("text").notNull(),
    author: text("author").notNull(),
    authorId: text("author_id").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [index("revisit_entries_by_quarter").on(table.quarter, table.id)],
);
