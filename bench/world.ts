import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "@/db/client";
import type { World } from "@/lib/evaluator/tick";
import { prometheus } from "@/lib/gateways/prometheus";
import { readOpenSlo } from "@/lib/interop/openslo";
import { cursorOf } from "@/lib/store/cursors";
import { atomically, type Database } from "@/lib/store/database";
import { activeSlos, addTarget, IN_APP, saveSli, saveSlo } from "@/lib/store/slos";
import { ROOT } from "@/scripts/checks.mjs";
import { Trouble } from "@/scripts/trouble.mjs";
import { undoLater } from "@/scripts/undo.mjs";

/** An SLO over a rolling window of 28 days; `part` is its good or its bad counter. */
export type SloToCount = {
  id: string;
  service: string;
  counts: "good" | "bad";
  part: string;
  total: string;
  objective: number;
  /** Labels of its document. */
  labels?: Record<string, string>;
  decision?: { path: string; id: string };
};

export const openSloOf = ({ id, service, counts, part, total, objective, labels = {} }: SloToCount): string =>
  JSON.stringify({
    apiVersion: "openslo/v1",
    kind: "SLO",
    metadata: { name: id, labels },
    spec: {
      service,
      indicator: {
        metadata: { name: id },
        spec: {
          ratioMetric: {
            counter: true,
            [counts]: { metricSource: { type: "Prometheus", spec: { query: part } } },
            total: { metricSource: { type: "Prometheus", spec: { query: total } } },
          },
        },
      },
      timeWindow: [{ duration: "28d", isRolling: true }],
      budgetingMethod: "Occurrences",
      objectives: [{ target: objective }],
    },
  });

export type TemporaryDatabase = { db: Database; folder: string; bytes(): number; close(): void };

/** A database of its own that is gone afterwards, with these SLOs in it. */
export function temporaryDatabase(slos: readonly SloToCount[]): TemporaryDatabase {
  const folder = mkdtempSync(join(tmpdir(), "plumbline-bench-"));
  const file = join(folder, "plumbline.db");
  const db = openDatabase(file, join(ROOT, "db/migrations"));
  const remove = (): void => {
    db.$client.close();
    rmSync(folder, { recursive: true, force: true });
  };
  const removed = undoLater({ end: remove, atOnce: remove });
  saveSlos(db, slos);
  return {
    db,
    folder,
    bytes: () => statSync(file).size,
    close() {
      remove();
      removed();
    },
  };
}

function saveSlos(db: Database, slos: readonly SloToCount[]): void {
  const created = new Date(0);
  atomically(db, () => {
    for (const slo of slos) {
      const { definitions, problems } = readOpenSlo(openSloOf(slo));
      const [definition] = definitions;
      if (!definition) throw new Trouble(`${slo.id} is no SLO: ${problems[0]?.message}`);
      const { id, name, service, tier, team, description, runbook, sli, target } = definition;
      saveSlo(db, { id, name, service, tier, team, description, runbook, source: IN_APP }, created);
      saveSli(db, id, sli, created);
      const by = {
        decisionPath: slo.decision?.path ?? null,
        decisionId: slo.decision?.id ?? null,
        adrCommit: null,
        asDrift: false,
        author: "bench",
        reason: "Generated for a benchmark.",
      };
      addTarget(db, id, { version: 1, ...target, inForceFrom: 0, ...by }, created);
    }
  });
}

/** The world of an evaluator whose requests to the engine are counted. */
export function worldOf(db: Database, url: string): World & { requests(): number } {
  let requests = 0;
  const engine = new Proxy(prometheus(url, {}), {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => {
        requests++;
        return value.apply(target, args);
      };
    },
  });
  return { db, engine, delaySeconds: 60, commitOf: async () => null, requests: () => requests };
}

/** @throws Trouble where an SLO is not counted up to `minute`: a tick that fails is no quick tick */
export function assertCounted(db: Database, minute: number): void {
  for (const { id, sliId } of activeSlos(db)) {
    const cursor = cursorOf(db, sliId);
    if (cursor?.liveMinute !== minute || cursor.error !== null)
      throw new Trouble(`${id} is counted to ${cursor?.liveMinute}, not to ${minute}: ${cursor?.error ?? "no error"}`);
  }
}
