import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { openDatabase } from "@/db/client";
import { tick, type World } from "@/lib/evaluator/tick";
import { prometheus } from "@/lib/gateways/prometheus";
import { readOpenSlo } from "@/lib/interop/openslo";
import { type Counts, countsIn } from "@/lib/slo/ledger";
import { cursorOf } from "@/lib/store/cursors";
import { storedLedger } from "@/lib/store/ledger";
import { activeSlos, addTarget, type Slo, saveSli, saveSlo } from "@/lib/store/slos";

/** An evaluator over one SLO, in a database of its own. */
export type Watched = {
  world: World;
  slo(): Slo;
  /** Counts up to a minute that has just become final. */
  countTo(minute: number): Promise<void>;
  /** Counts in (from, to]. */
  counts(from: number, to: number): Counts;
  /** Why the last tick could not count it. */
  error(): string | null;
  stop(): void;
};

/** @throws Error where the document is refused */
export function watch(url: string, document: string): Watched {
  const { definitions, problems } = readOpenSlo(document);
  const [definition] = definitions;
  if (!definition) throw new Error(problems.map(({ message }) => message).join("; "));
  const folder = mkdtempSync(join(tmpdir(), "plumbline-kinds-"));
  const db = openDatabase(join(folder, "plumbline.db"), resolve("db/migrations"));
  const { id, name, service, tier, team, description, runbook, sli, target } = definition;
  saveSlo(db, { id, name, service, tier, team, description, runbook, source: "test.yaml" }, new Date(0));
  saveSli(db, id, sli, new Date(0));
  const noDecision = { decisionPath: null, decisionId: null, adrCommit: null, asDrift: false };
  addTarget(
    db,
    id,
    { version: 1, ...target, ...noDecision, inForceFrom: 0, author: "test", reason: "test" },
    new Date(0),
  );
  const world: World = { db, engine: prometheus(url, {}), delaySeconds: 60, commitOf: async () => null };
  const slo = (): Slo => {
    const [found] = activeSlos(db);
    if (!found) throw new Error("nothing is watched");
    return found;
  };
  return {
    world,
    slo,
    async countTo(minute) {
      const delaySeconds = sli.timing?.delaySeconds ?? world.delaySeconds;
      while (!(await tick(world, new Date(minute * 60_000 + delaySeconds * 1000))));
    },
    counts: (from, to) => countsIn(storedLedger(db, slo().sliId), from, to),
    error: () => cursorOf(db, slo().sliId)?.error ?? null,
    stop() {
      db.$client.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** An OpenSLO document with the indicator and objective that are given as YAML. */
export const document = (indicator: string, objective = "target: 0.95", annotations = ""): string => `
apiVersion: openslo/v1
kind: SLO
metadata: { name: watched, annotations: { ${annotations} } }
spec:
  service: shop
  indicator: { spec: { ${indicator} } }
  timeWindow: [{ duration: 7d, isRolling: true }]
  objectives: [{ ${objective} }]
`;

export const source = (query: string): string => `{ metricSource: { spec: { query: '${query}' } } }`;
