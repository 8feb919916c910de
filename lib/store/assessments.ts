import "server-only";
import { sql } from "drizzle-orm";
import * as schema from "@/db/schema";
import type { Assessment } from "@/lib/slo/assessment";
import { type Database, prepared } from "./database";

/** The last assessment of every SLO, by its id. */
export function assessments(db: Database): Map<string, Assessment> {
  return new Map(
    db
      .select()
      .from(schema.assessments)
      .all()
      .map((row) => [row.sloId, row.figures as Assessment]),
  );
}

/** The last assessments of some SLOs, by their ids; without a mapper between, because a list shows a thousand. */
export function assessmentsOf(db: Database, sloIds: readonly string[]): Map<string, Assessment> {
  const rows = prepared(db, finding).all(JSON.stringify(sloIds)) as [string, string][];
  return new Map(rows.map(([id, figures]) => [id, JSON.parse(figures)]));
}

const finding = ({ $client }: Database) =>
  $client.prepare("SELECT slo_id, figures FROM assessments WHERE slo_id IN (SELECT value FROM json_each(?))").raw();

/** As much of an assessment as an order and a verdict need. `remaining` and `coverage` are the window's. */
export type Gist = {
  minute: number;
  totalSeen: boolean;
  hourTotal: number;
  hourCoverage: number;
  burn6h: number | null;
  exhaustedInSeconds: number | null;
  remaining: number | null;
  coverage: number;
};

type RawGist = [string, number, number, number, number, number | null, number | null, number | null, number];

/** Of every SLO, by its id; without a mapper between, because there may be a thousand after every tick. */
export function gists(db: Database): Map<string, Gist> {
  const found = new Map<string, Gist>();
  for (const row of prepared(db, readingGists).all() as RawGist[]) {
    const [id, minute, seen, hourTotal, hourCoverage, burn6h, exhaustedInSeconds, remaining, coverage] = row;
    const totalSeen = seen === 1;
    found.set(id, { minute, totalSeen, hourTotal, hourCoverage, burn6h, exhaustedInSeconds, remaining, coverage });
  }
  return found;
}

const readingGists = ({ $client }: Database) =>
  $client
    .prepare(
      `SELECT slo_id, minute, total_seen, hour_total, hour_coverage, burn_6h, exhausted_in_seconds, remaining, coverage
       FROM assessment_gists`,
    )
    .raw();

/** Call it within a transaction: the gist says the same as the whole. */
export function saveAssessment(db: Database, sloId: string, assessment: Assessment): void {
  const gist = gistOf(assessment);
  prepared(db, saving).run({ sloId, minute: gist.minute, figures: assessment });
  prepared(db, savingGist).run(
    sloId,
    gist.minute,
    gist.totalSeen ? 1 : 0,
    gist.hourTotal,
    gist.hourCoverage,
    gist.burn6h,
    gist.exhaustedInSeconds,
    gist.remaining,
    gist.coverage,
  );
}

export const gistOf = ({ minute, totalSeen, hour, window, burn6h, exhaustedInSeconds }: Assessment): Gist => ({
  minute,
  totalSeen,
  hourTotal: hour.total,
  hourCoverage: hour.coverage,
  burn6h,
  exhaustedInSeconds,
  remaining: window.remaining,
  coverage: window.coverage,
});

const savingGist = ({ $client }: Database) =>
  $client.prepare("INSERT OR REPLACE INTO assessment_gists VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");

const saving = (db: Database) =>
  db
    .insert(schema.assessments)
    .values({ sloId: sql.placeholder("sloId"), minute: sql.placeholder("minute"), figures: sql.placeholder("figures") })
    .onConflictDoUpdate({
      target: schema.assessments.sloId,
      set: { minute: sql`excluded.minute`, figures: sql`excluded.figures` },
    })
    .prepare();
