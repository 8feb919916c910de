import "server-only";
import { asc } from "drizzle-orm";
import * as schema from "@/db/schema";
import type { Database } from "./database";

/** Something that is configured wrongly, as found at the last start. */
export type Problem = { subject: string; message: string; wayOut: string | null };

export function problems(db: Database): Problem[] {
  return db.select().from(schema.problems).orderBy(asc(schema.problems.subject)).all();
}

export function replaceProblems(db: Database, found: readonly Problem[]): void {
  db.delete(schema.problems).run();
  addProblems(db, found);
}

export function addProblems(db: Database, found: readonly Problem[]): void {
  for (const problem of found) db.insert(schema.problems).values(problem).onConflictDoNothing().run();
}
