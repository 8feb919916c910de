import "server-only";
import { eq, sql } from "drizzle-orm";
import * as schema from "@/db/schema";
import type { BreachState } from "@/lib/slo/breach";
import type { Held } from "@/lib/slo/held";
import { type Database, prepared } from "./database";

/** How far an SLI is counted. Minutes name their end. */
export type Cursor = {
  sliId: number;
  /** The last minute counted going up. */
  liveMinute: number;
  firstLiveMinute: number;
  /** The lowest minute counted. */
  backfilledTo: number;
  /** Where the engine's history begins; null until it was asked. */
  backfillFloor: number | null;
  /** The breaches of the backfilled minutes are written. */
  replayed: boolean;
  /** Why the last tick did not count this SLI. */
  error: string | null;
  breachState: BreachState;
  /** What was gained up to `liveMinute` in unobserved minutes and is not booked yet; null where nothing is. */
  held: Held | null;
} & BackfillCourse;

/** How the counting of the history goes. Evaluating does not write it, so that neither overwrites the other. */
export type BackfillCourse = {
  /** When it began to count down, ms, and from which minute. */
  backfillBeganAt: number | null;
  backfillBeganTo: number | null;
  /** Somebody said that what lies below is not to be counted: when, ms, and who. */
  backfillCancelledAt: number | null;
  backfillCancelledBy: string | null;
};

const asCursor = (row: typeof schema.cursors.$inferSelect): Cursor => ({
  ...row,
  breachState: (row.breachState as BreachState | null) ?? {},
  held: row.held as Held | null,
});

export function cursorOf(db: Database, sliId: number): Cursor | null {
  const row = db.select().from(schema.cursors).where(eq(schema.cursors.sliId, sliId)).get();
  return row ? asCursor(row) : null;
}

/** Of every SLI, by its id. */
export function cursors(db: Database): Map<number, Cursor> {
  return new Map(
    db
      .select()
      .from(schema.cursors)
      .all()
      .map((row) => [row.sliId, asCursor(row)]),
  );
}

/** A cursor without what its breaches remember, and what is held. */
export type Progress = Omit<Cursor, "breachState" | "held">;

type RawProgress = [
  ...[number, number, number, number, number | null, number, string | null],
  ...[number | null, number | null, number | null, string | null],
];

/** Of every SLI, by its id; without a mapper between, because there may be a thousand after every tick. */
export function progressOfAll(db: Database): Map<number, Progress> {
  const rows = prepared(db, readingProgress).all() as RawProgress[];
  return new Map(
    rows.map(
      ([
        sliId,
        liveMinute,
        firstLiveMinute,
        backfilledTo,
        backfillFloor,
        replayed,
        error,
        beganAt,
        beganTo,
        at,
        by,
      ]) => [
        sliId,
        {
          ...{ sliId, liveMinute, firstLiveMinute, backfilledTo, backfillFloor, replayed: replayed === 1, error },
          ...{ backfillBeganAt: beganAt, backfillBeganTo: beganTo, backfillCancelledAt: at, backfillCancelledBy: by },
        },
      ],
    ),
  );
}

const readingProgress = ({ $client }: Database) =>
  $client
    .prepare(
      `SELECT sli_id, live_minute, first_live_minute, backfilled_to, backfill_floor, replayed, error,
        backfill_began_at, backfill_began_to, backfill_cancelled_at, backfill_cancelled_by FROM cursors`,
    )
    .raw();

/** Why SLIs were not counted by the last tick, by their ids: hardly any, so that lists need not read a thousand. */
export const failures = (db: Database): Map<number, string> =>
  new Map(prepared(db, readingFailures).all() as [number, string][]);

const readingFailures = ({ $client }: Database) =>
  $client.prepare("SELECT sli_id, error FROM cursors WHERE error IS NOT NULL").raw();

export function saveCursor(db: Database, cursor: Omit<Cursor, keyof BackfillCourse>): void {
  prepared(db, saving).run(cursor);
}

const saving = (db: Database) => {
  const values = {
    sliId: sql.placeholder("sliId"),
    liveMinute: sql.placeholder("liveMinute"),
    firstLiveMinute: sql.placeholder("firstLiveMinute"),
    backfilledTo: sql.placeholder("backfilledTo"),
    backfillFloor: sql.placeholder("backfillFloor"),
    replayed: sql.placeholder("replayed"),
    error: sql.placeholder("error"),
    breachState: sql.placeholder("breachState"),
    held: sql.placeholder("held"),
  };
  return db
    .insert(schema.cursors)
    .values(values)
    .onConflictDoUpdate({
      target: schema.cursors.sliId,
      set: {
        liveMinute: sql`excluded.live_minute`,
        firstLiveMinute: sql`excluded.first_live_minute`,
        backfilledTo: sql`excluded.backfilled_to`,
        backfillFloor: sql`excluded.backfill_floor`,
        replayed: sql`excluded.replayed`,
        error: sql`excluded.error`,
        breachState: sql`excluded.breach_state`,
        held: sql`excluded.held`,
      },
    })
    .prepare();
};

export const saveHeld = (db: Database, sliId: number, held: Held | null): void => {
  db.update(schema.cursors).set({ held }).where(eq(schema.cursors.sliId, sliId)).run();
};

/** Says why an SLI was not counted, without moving its cursor. */
export function saveCursorError(db: Database, sliId: number, error: string | null): void {
  db.update(schema.cursors).set({ error }).where(eq(schema.cursors.sliId, sliId)).run();
}

export const saveBackfillBegin = (db: Database, sliId: number, at: Date, from: number): void => {
  const begun = { backfillBeganAt: at.getTime(), backfillBeganTo: from };
  db.update(schema.cursors).set(begun).where(eq(schema.cursors.sliId, sliId)).run();
};

/** What lies below is not counted: past breaches are looked for in what was. */
export const saveBackfillCancelled = (db: Database, sliId: number, by: string, at: Date): void => {
  const cancelled = { backfillCancelledAt: at.getTime(), backfillCancelledBy: by };
  db.update(schema.cursors).set(cancelled).where(eq(schema.cursors.sliId, sliId)).run();
};

/** Counting may go on downward. The evaluator does the rest: what it writes at the moment would undo it. */
export const saveBackfillResumed = (db: Database, sliId: number): void => {
  const resumed = {
    backfillCancelledAt: null,
    backfillCancelledBy: null,
    backfillBeganAt: null,
    backfillBeganTo: null,
  };
  db.update(schema.cursors).set(resumed).where(eq(schema.cursors.sliId, sliId)).run();
};

/** Done once, when it was cancelled, and to go on: history is left that was not counted, and nobody says it need not be. */
export const isResumed = ({ replayed, backfillCancelledAt, backfillFloor, backfilledTo }: Progress): boolean =>
  replayed && backfillCancelledAt === null && (backfillFloor === null || backfillFloor < backfilledTo);
