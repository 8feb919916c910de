import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { people } from "./people";
import { breaches, slos } from "./schema";

// What people add to the figures: reviews, follow-ups, annotations, what they say of a breach, and views they keep.
// `…At` columns are epoch milliseconds, days are ISO 8601 (2026-11-25).

/** What was done with an item of the daily review. Only ever added to; the newest that is not taken back holds. */
export const reviewMarks = sqliteTable(
  "review_marks",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    /** `slo:<id>`, `drift:<id of an SLO>`, or `decision:<path>` for the revisit of a record. */
    subject: text("subject").notNull(),
    /** The state that it is about, such as `breached 1047`: a mark holds for as long as its subject is in that state. */
    state: text("state").notNull(),
    /** `acknowledged`, `followed-up`, `dismissed`, `noted` or `taken-back`. */
    what: text("what").notNull(),
    /** A note, or the reason of a dismissal. */
    text: text("text"),
    followUpId: integer("follow_up_id").references(() => followUps.id),
    /** The mark that is taken back. */
    takesBack: integer("takes_back"),
    author: text("author").notNull(),
    authorId: text("author_id").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    index("review_marks_by_subject").on(table.subject, table.id),
    index("review_marks_by_time").on(table.createdAt),
  ],
);

/** Something that somebody has to do by a day. */
export const followUps = sqliteTable(
  "follow_ups",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    /** `review`, `breach` or `revisit`: where it was noted. */
    origin: text("origin").notNull(),
    sloId: text("slo_id").references(() => slos.id),
    breachId: integer("breach_id").references(() => breaches.id),
    decisionPath: text("decision_path"),
    decisionId: text("decision_id"),
    text: text("text").notNull(),
    /** A name, as people call somebody or a team. */
    owner: text("owner").notNull(),
    dueDay: text("due_day").notNull(),
    author: text("author").notNull(),
    authorId: text("author_id").notNull(),
    createdAt: integer("created_at").notNull(),
    closedAt: integer("closed_at"),
    closedBy: text("closed_by"),
    closedNote: text("closed_note"),
  },
  (table) => [
    index("follow_ups_by_end").on(table.closedAt, table.dueDay),
    index("follow_ups_by_breach").on(table.breachId),
  ],
);

/** A daily review that somebody finished, with Today as it then was. Only ever added to. */
export const reviews = sqliteTable(
  "reviews",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    /** UTC. */
    day: text("day").notNull(),
    /** When its first item was handled; null where none was. */
    startedAt: integer("started_at"),
    finishedAt: integer("finished_at").notNull(),
    note: text("note"),
    /** What Today showed when it was finished, as JSON. */
    view: text("view", { mode: "json" }).notNull(),
    author: text("author").notNull(),
    authorId: text("author_id").notNull(),
  },
  (table) => [index("reviews_by_day").on(table.day, table.id)],
);

/** Deploys, events and notes, drawn on the charts of their service. */
export const annotations = sqliteTable(
  "annotations",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    /** `deploy`, `event` or `note`. */
    kind: text("kind").notNull(),
    /** null: every service. */
    service: text("service"),
    /** null: every SLO of the service. */
    sloId: text("slo_id").references(() => slos.id),
    title: text("title").notNull(),
    text: text("text"),
    url: text("url"),
    fromAt: integer("from_at").notNull(),
    /** null: a moment. */
    toAt: integer("to_at"),
    /** By which a caller names it, so that a repeated call adds nothing; null where it was made by hand. */
    key: text("key"),
    /** It was made up for the demo's history. */
    generated: integer("generated", { mode: "boolean" }).notNull().default(false),
    author: text("author").notNull(),
    authorId: text("author_id"),
    createdAt: integer("created_at").notNull(),
    removedAt: integer("removed_at"),
    removedBy: text("removed_by"),
  },
  (table) => [uniqueIndex("annotations_by_key").on(table.key), index("annotations_by_time").on(table.fromAt)],
);

/** What people said of a breach. Only ever added to; the newest cause holds. */
export const breachEntries = sqliteTable(
  "breach_entries",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    breachId: integer("breach_id")
      .notNull()
      .references(() => breaches.id),
    /** `acknowledged`, `note` or `cause`. */
    what: text("what").notNull(),
    /** Which of the known kinds of causes; null unless it is one. */
    cause: text("cause"),
    text: text("text"),
    author: text("author").notNull(),
    authorId: text("author_id").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [index("breach_entries_by_breach").on(table.breachId, table.id)],
);

/** Who was hit by a breach, as the engine was asked: a snapshot that outlives the engine's history. */
export const contributions = sqliteTable(
  "contributions",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    breachId: integer("breach_id")
      .notNull()
      .references(() => breaches.id),
    /** `running`, `done`, `failed` or `cancelled`. */
    state: text("state").notNull(),
    fromMinute: integer("from_minute").notNull(),
    toMinute: integer("to_minute").notNull(),
    /** Questions that were answered, of all there are. */
    answered: integer("answered").notNull(),
    questions: integer("questions").notNull(),
    result: text("result", { mode: "json" }),
    error: text("error"),
    author: text("author").notNull(),
    startedAt: integer("started_at").notNull(),
    endedAt: integer("ended_at"),
  },
  (table) => [index("contributions_by_breach").on(table.breachId, table.id)],
);

/** Filters of the list of SLOs that somebody keeps under a name. */
export const savedViews = sqliteTable(
  "saved_views",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    name: text("name").notNull(),
    /** The query part of the page's address, without `?`. */
    query: text("query").notNull(),
    /** null: everybody's. */
    personId: text("person_id").references(() => people.id, { onDelete: "cascade" }),
    author: text("author").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [index("saved_views_by_person").on(table.personId, table.name)],
);
