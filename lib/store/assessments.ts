import "server-only";
import * as schema from "@/db/schema";
import type { Assessment } from "@/lib/slo/assessment";
import type { Database } from "./database";

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
  const set = { minute: assessment.minute, figures: assessment };
  db.insert(schema.assessments)
    .values({ sloId, ...set })
    .onConflictDoUpdate({ target: schema.assessments.sloId, set })
    .run();
}
