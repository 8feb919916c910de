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

export function saveAssessment(db: Database, sloId: string, assessment: Assessment): void {
  prepared(db, saving).run({ sloId, minute: assessment.minute, figures: assessment });
}

const saving = (db: Database) =>
  db
    .insert(schema.assessments)
    .values({ sloId: sql.placeholder("sloId"), minute: sql.placeholder("minute"), figures: sql.placeholder("figures") })
    .onConflictDoUpdate({
      target: schema.assessments.sloId,
      set: { minute: sql`excluded.minute`, figures: sql`excluded.figures` },
    })
    .prepare();
