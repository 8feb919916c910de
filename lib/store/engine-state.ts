import "server-only";
import { eq } from "drizzle-orm";
import * as schema from "@/db/schema";
import type { Database } from "./database";

/** What the evaluator last heard of an engine, ms. */
export type EngineState = { askedAt: number; answeredAt: number | null; error: string | null };

/** By the engines' names; without those that were not asked yet. */
export function engineStates(db: Database): Map<string, EngineState> {
  const rows = db.select().from(schema.engineState).all();
  return new Map(rows.map(({ engine, ...state }) => [engine, state]));
}

export function saveEngineState(db: Database, engine: string, state: EngineState): void {
  // An engine that falls silent keeps the time of its last answer.
  const set = state.answeredAt === null ? { askedAt: state.askedAt, error: state.error } : state;
  db.insert(schema.engineState)
    .values({ engine, ...state })
    .onConflictDoUpdate({ target: schema.engineState.engine, set })
    .run();
}

export function forgetEngineState(db: Database, engine: string): void {
  db.delete(schema.engineState).where(eq(schema.engineState.engine, engine)).run();
}
