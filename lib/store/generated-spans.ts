import "server-only";
import { asc } from "drizzle-orm";
import * as schema from "@/db/schema";
import type { Database } from "./database";

/** A span of history that was generated, not measured, ms. */
export type GeneratedSpan = { fromAt: number; toAt: number; note: string };

export function generatedSpans(db: Database): GeneratedSpan[] {
  return db.select().from(schema.generatedSpans).orderBy(asc(schema.generatedSpans.fromAt)).all();
}

export function addGeneratedSpan(db: Database, span: GeneratedSpan): void {
  db.insert(schema.generatedSpans).values(span).onConflictDoNothing().run();
}
