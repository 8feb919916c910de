import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import Sqlite from "better-sqlite3";
import { type BetterSQLite3Database, drizzle } from "drizzle-orm/better-sqlite3";
import { migrate } from "drizzle-orm/better-sqlite3/migrator";
import * as schema from "./schema";

export type Database = BetterSQLite3Database<typeof schema> & { $client: Sqlite.Database };

/**
 * Opens the file, brings its schema up to date and returns it.
 *
 * A reopened WAL file starts with synchronous=NORMAL, which loses acknowledged commits when the power fails; FULL is set
 * and asserted on every connection. The time to wait for a lock is short because waiting blocks the event loop.
 */
export function openDatabase(file: string, migrations: string): Database {
  mkdirSync(dirname(file), { recursive: true });
  const client = new Sqlite(file, { timeout: 250 });
  client.pragma("journal_mode = WAL");
  client.pragma("synchronous = FULL");
  if (client.pragma("synchronous", { simple: true }) !== 2)
    throw new Error(`${file}: synchronous=FULL was not accepted`);
  // Without it REPLACE deletes rows past the triggers that hold the audit log and target versions to be only ever added to.
  client.pragma("recursive_triggers = ON");
  // The rows that windows begin and end at, for a thousand SLOs: 64 MiB.
  client.pragma("cache_size = -65536");
  const db = drizzle(client, { schema });
  // Inside a migration's transaction this pragma does nothing, and a rebuilt table would cascade its deletes.
  client.pragma("foreign_keys = OFF");
  const before = appliedMigrations(client);
  migrate(db, { migrationsFolder: migrations });
  // It reads every row there is, so only after the schema has changed.
  const broken = appliedMigrations(client) > before ? (client.pragma("foreign_key_check") as unknown[]) : [];
  if (broken.length > 0) throw new Error(`${file}: ${broken.length} rows point to rows that do not exist`);
  client.pragma("foreign_keys = ON");
  return db;
}

function appliedMigrations(client: Sqlite.Database): number {
  const known = client.prepare("SELECT 1 FROM sqlite_master WHERE name = '__drizzle_migrations'").get();
  return known ? Number(client.prepare("SELECT count(*) FROM __drizzle_migrations").pluck().get()) : 0;
}
