import "server-only";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Database, openDatabase } from "@/db/client";
import { config } from "@/lib/config";
import { DomainError } from "@/lib/errors";

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

const PATIENCE_MS = 5_000;
const PAUSE_MS = 10;

/**
 * As `atomically`, for what somebody waits for: while another process writes it is tried again, and others are served meanwhile.
 * @throws DomainError `unavailable`
 */
export async function atomicallyWhenFree<T>(db: Database, write: () => T): Promise<T> {
  for (const until = Date.now() + PATIENCE_MS; ; await wait(PAUSE_MS * (1 + Math.random()))) {
    try {
      return atomically(db, write);
    } catch (error) {
      const isBusy = String((error as { code?: unknown } | null)?.code).startsWith("SQLITE_BUSY");
      if (!isBusy) throw error;
      if (Date.now() > until)
        throw new DomainError("unavailable", "Another process holds the database.", "Try again in a moment.", {
          cause: error,
        });
    }
  }
}

const statements = new WeakMap<Database, Map<unknown, unknown>>();

/** A statement that is written for every SLO and minute, built once for each database. */
export function prepared<Statement>(db: Database, build: (db: Database) => Statement): Statement {
  const known = statements.get(db) ?? new Map<unknown, unknown>();
  statements.set(db, known);
  if (!known.has(build)) known.set(build, build(db));
  return known.get(build) as Statement;
}
