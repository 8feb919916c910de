import { spawn } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import Sqlite from "better-sqlite3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase } from "@/db/client";
import { seed, seeded } from "./seeded";
import { DATABASE } from "./watching";

const KILLS = 20;
const LEDGER_ROWS = 200_000;
const SLIS = 4;
const MIGRATIONS = resolve("db/migrations");

const random = seeded(`migration ${seed}`);
const root = mkdtempSync(join(tmpdir(), "plumbline-migration-"));
const before = join(root, "before", DATABASE);

beforeAll(() => {
  const client = openDatabase(before, firstMigrationOnly()).$client;
  client.exec("BEGIN");
  const slo = client.prepare(
    "INSERT INTO slos (id, name, service, source, created_at) VALUES (?, ?, 'shop', 'generated', 0)",
  );
  const sli = client.prepare(
    "INSERT INTO slis (id, slo_id, version, definition, created_at) VALUES (?, ?, 1, '{}', 0)",
  );
  const row = client.prepare(
    "INSERT INTO ledger (sli_id, minute, good, total, observed_seconds, carried) VALUES (?, ?, ?, ?, ?, ?)",
  );
  for (let id = 1; id <= SLIS; id++) {
    slo.run(`slo-${id}`, `SLO ${id}`);
    sli.run(id, `slo-${id}`);
    for (let minute = 0, good = 0, total = 0; minute < LEDGER_ROWS / SLIS; minute++) {
      const requests = Math.floor(random() * 100);
      total += requests;
      good += Math.floor(random() * (requests + 1));
      row.run(id, minute, good, total, minute * 60, minute % 1000 === 0 ? 1 : 0);
    }
  }
  client.exec("COMMIT");
  client.close();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test("a migration that is killed leaves the old schema or the new one, and every row", async () => {
  const old = stateOf(before);
  const whole = await migrated(null);
  const fresh = stateOf(whole.file);
  expect(fresh.schema, "there is something to migrate").not.toEqual(old.schema);
  expect(fresh.rows).toEqual(old.rows);
  expect(old.rows.ledger?.n).toBe(LEDGER_ROWS);

  const ended = { old: 0, new: 0 };
  let interrupted = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    // About the time at which it begins to write, or any time from then on.
    const after = kill % 2 === 0 ? "opened" : "written";
    const { opened, written } = whole.since;
    const within = after === "opened" ? 2 * (written - opened) : whole.ms - written;
    const ms = ((Math.floor(kill / 2) + random()) / (KILLS / 2)) * within;
    const { file, wasRunning } = await migrated({ after, ms });
    if (wasRunning) interrupted++;
    const state = stateOf(file);
    const isNew = JSON.stringify(state.schema) === JSON.stringify(fresh.schema);
    ended[isNew ? "new" : "old"]++;
    expect(state.schema, "whole, or not at all").toEqual(isNew ? fresh.schema : old.schema);
    expect(state.applied, "and it knows which").toBe(isNew ? fresh.applied : old.applied);
    expect(state.rows, "every row is there").toEqual(old.rows);
    expect(state.integrity).toBe("ok");
    openDatabase(file, MIGRATIONS).$client.close();
    const next = stateOf(file);
    expect(next.schema, "the next start brings it up to date").toEqual(fresh.schema);
    expect(next.rows).toEqual(old.rows);
  }
  console.log(
    `seed ${seed}: ${KILLS} kills, ${interrupted} before the process had ended; ${ended.old} left the old schema, ` +
      `${ended.new} the new one, 0 anything between; ${LEDGER_ROWS} ledger rows each; unkilled it took ${whole.ms.toFixed(0)} ms, ` +
      `opened after ${whole.since.opened.toFixed(0)} and first written after ${whole.since.written.toFixed(0)}`,
  );
  expect(interrupted).toBeGreaterThanOrEqual(KILLS / 2);
  expect(ended.old, "some came before the change").toBeGreaterThan(0);
  expect(ended.new, "some came after it").toBeGreaterThan(0);
});

/** The folder of migrations as it was when there was only the first. */
function firstMigrationOnly(): string {
  const folder = join(root, "migrations");
  mkdirSync(join(folder, "meta"), { recursive: true });
  const journal = JSON.parse(readFileSync(join(MIGRATIONS, "meta/_journal.json"), "utf8"));
  const [first] = journal.entries;
  writeFileSync(join(folder, "meta/_journal.json"), JSON.stringify({ ...journal, entries: [first] }));
  copyFileSync(join(MIGRATIONS, `${first.tag}.sql`), join(folder, `${first.tag}.sql`));
  return folder;
}

/** When a process is killed: so long after it has opened the database, or begun to write to it. */
type Moment = { after: "opened" | "written"; ms: number };
let copies = 0;

/** Migrates a copy in a process of its own, and kills that at the moment. Times are in ms since its start. */
async function migrated(moment: Moment | null) {
  const dataDir = join(root, `copy-${copies++}`);
  const file = join(dataDir, DATABASE);
  mkdirSync(dataDir);
  copyFileSync(before, file);
  const started = performance.now();
  const child = spawn(process.execPath, ["--import", "tsx", "db/migrate.ts"], {
    env: { ...process.env, DATA_DIR: dataDir },
    stdio: "ignore",
  });
  let code: number | null = null;
  let isOver = false;
  const ended = new Promise<void>((resolve) =>
    child.once("exit", (exitCode) => {
      code = exitCode;
      isOver = true;
      resolve();
    }),
  );
  // SQLite's write-ahead log is there from the first look into the file, and grows with what is written.
  const log = `${file}-wal`;
  const when = async (holds: () => boolean): Promise<number> => {
    while (!isOver && !holds()) await wait(1);
    return performance.now() - started;
  };
  const opened = await when(() => existsSync(log));
  const written = moment?.after === "opened" ? opened : await when(() => existsSync(log) && statSync(log).size > 0);
  if (moment) {
    await Promise.race([ended, wait(moment.ms)]);
    child.kill("SIGKILL");
  }
  const wasRunning = !isOver;
  await ended;
  if (!moment) expect(code).toBe(0);
  return { file, wasRunning, ms: performance.now() - started, since: { opened, written } };
}

/** What the file holds, as the next process finds it. */
function stateOf(file: string) {
  const client = new Sqlite(file);
  try {
    const rows = (table: string, sum: string): { n: number; sum: number } | undefined =>
      client.prepare<[], { n: number; sum: number }>(`SELECT count(*) AS n, ${sum} AS sum FROM ${table}`).get();
    return {
      schema: client.prepare("SELECT name, sql FROM sqlite_master ORDER BY name").all(),
      applied: client.prepare<[], number>("SELECT count(*) FROM __drizzle_migrations").pluck().get(),
      rows: {
        slos: rows("slos", "sum(length(name))"),
        slis: rows("slis", "sum(version)"),
        ledger: rows("ledger", "total(good * 3 + total * 7 + observed_seconds * 11 + carried * 13)"),
      },
      integrity: client.pragma("integrity_check", { simple: true }),
    };
  } finally {
    client.close();
  }
}
