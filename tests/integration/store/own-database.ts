import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { onTestFinished } from "vitest";
import { openDatabase } from "@/db/client";
import type { Sli } from "@/lib/slo/sli";
import type { Database } from "@/lib/store/database";
import { addTarget, saveSli, saveSlo, sloById } from "@/lib/store/slos";

/** A folder that is gone when the test has finished. */
export function ownFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "plumbline-store-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A database of the test's own, closed when it has finished. */
export function ownDatabase(): Database {
  const db = openDatabase(join(ownFolder(), "plumbline.db"), resolve("db/migrations"));
  onTestFinished(() => void db.$client.close());
  return db;
}

const LATENCY: Sli = {
  kind: "latency",
  buckets: "took_bucket",
  total: [{ sign: 1, selector: "took_count" }],
  queries: { part: "took_bucket", total: "took_count" },
};

/** Adds an SLO and answers its SLI's id. */
export function addSlo(db: Database, id: string): number {
  const now = new Date(0);
  const nothing = { tier: null, team: null, description: null, runbook: null };
  saveSlo(db, { id, name: id, service: "shop", ...nothing, source: `${id}.yaml` }, now);
  saveSli(db, id, LATENCY, now);
  const origin = {
    decisionPath: null,
    decisionId: null,
    adrCommit: null,
    asDrift: false,
    author: "test",
    reason: "test",
  };
  addTarget(db, id, { version: 1, objective: 0.9, threshold: 0.2, window: "28d", inForceFrom: 0, ...origin }, now);
  const slo = sloById(db, id);
  if (!slo) throw new Error(`${id} was not stored`);
  return slo.sliId;
}
