import "server-only";
import { join, resolve } from "node:path";
import { type Database, openDatabase } from "@/db/client";
import { config } from "@/lib/config";

export type { Database } from "@/db/client";

let opened: Database | undefined;

/** Opened at the first use: a build evaluates these modules and must not touch a database. */
export function database(): Database {
  opened ??= openDatabase(join(config().dataDir, "plumbline.db"), resolve("db/migrations"));
  return opened;
}

/** Runs a synchronous block that commits whole or not at all. A transaction that starts as a reader could not upgrade. */
export function atomically<T>(db: Database, write: () => T): T {
  return db.transaction(write, { behavior: "immediate" });
}

const statements = new WeakMap<Database, Map<unknown, unknown>>();

/** A statement that is written for every SLO and minute, built once for each database. */
export function prepared<Statement>(db: Database, build: (db: Database) => Statement): Statement {
  const known = statements.get(db) ?? new Map<unknown, unknown>();
  statements.set(db, known);
  if (!known.has(build)) known.set(build, build(db));
  return known.get(build) as Statement;
}
