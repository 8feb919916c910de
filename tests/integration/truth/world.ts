import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { onTestFinished } from "vitest";
import { openDatabase } from "@/db/client";
import { backfillStep } from "@/lib/evaluator/backfill";
import { tick, type World } from "@/lib/evaluator/tick";
import { prometheus } from "@/lib/gateways/prometheus";
import { readOpenSlo } from "@/lib/interop/openslo";
import type { Ledger } from "@/lib/slo/ledger";
import { storedLedger } from "@/lib/store/ledger";
import { activeSlos, addTarget, saveSli, saveSlo } from "@/lib/store/slos";

/** An OpenSLO document; `part` says whether `query` counts good or bad events. */
export const slo = (name: string, part: "good" | "bad", query: string, total: string): string => `
apiVersion: openslo/v1
kind: SLO
metadata: { name: ${name} }
spec:
  service: shop
  indicator: { spec: { ratioMetric: { counter: true, ${part}: { metricSource: { spec: { query: '${query}' } } }, total: { metricSource: { spec: { query: '${total}' } } } } } }
  timeWindow: [{ duration: 7d, isRolling: true }]
  objectives: [{ target: 0.95 }]
`;

/** An evaluator's world with a database of its own, gone when the test has finished. */
export function worldOf(url: string, documents: readonly string[]): World {
  const folder = mkdtempSync(join(tmpdir(), "plumbline-truth-"));
  const db = openDatabase(join(folder, "plumbline.db"), resolve("db/migrations"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const created = new Date(0);
  for (const definition of readOpenSlo(documents.join("\n---\n")).definitions) {
    const { id, name, service, tier, team, description, runbook, sli, target } = definition;
    saveSlo(db, { id, name, service, tier, team, description, runbook, source: "test.yaml" }, created);
    saveSli(db, id, sli, created);
    const origin = {
      decisionPath: null,
      decisionId: null,
      adrCommit: null,
      asDrift: false,
      author: "test",
      reason: "test",
    };
    addTarget(db, id, { version: 1, ...target, inForceFrom: 0, ...origin }, created);
  }
  return { db, engine: prometheus(url, {}), delaySeconds: 60, commitOf: async () => null };
}

/** Ticks at the instant at which `minute` has just become final, until it is counted. */
export async function catchUp(at: World, minute: number): Promise<void> {
  while (!(await tick(at, new Date((minute + 1) * 60_000))));
}

export async function backfill(at: World): Promise<void> {
  while (await backfillStep(at, async () => {}));
}

export function ledgerOf({ db }: World, id: string): { ledger: Ledger; edges: number[] | null } {
  const found = activeSlos(db).find((each) => each.id === id);
  if (!found) throw new Error(`there is no SLO ${id}`);
  return { ledger: storedLedger(db, found.sliId), edges: found.edges };
}
