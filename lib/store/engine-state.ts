import "server-only";
import * as schema from "@/db/schema";
import type { Database } from "./database";

/** What the evaluator last heard of the engine, ms. */
export type EngineState = { askedAt: number; answeredAt: number | null; error: string | null };

export function engineState(db: Database): EngineState | null {
  return db.select().from(schema.engineState).get() ?? null;
}

export function saveEngineState(db: Database, state: EngineState): void {
  // An engine that falls silent keeps the time of its last answer.
  const set = state.answeredAt === null ? { askedAt: state.askedAt, error: state.error } : state;
  db.insert(schema.engineState)
    .values({ id: 1, ...state })
    .onConflictDoUpdate({ target: schema.engineState.id, set })
    .run();
}
