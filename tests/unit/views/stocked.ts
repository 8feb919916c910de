import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { openDatabase } from "@/db/client";
import type { Reader } from "@/lib/auth/actor";
import { assess } from "@/lib/slo/assessment";
import { type LedgerRow, rowsAbove } from "@/lib/slo/ledger";
import { minuteAt } from "@/lib/slo/window";
import { saveAssessment } from "@/lib/store/assessments";
import { saveCursor } from "@/lib/store/cursors";
import { atomically, type Database } from "@/lib/store/database";
import { appendRows, storedLedger } from "@/lib/store/ledger";
import { addTarget, saveSli, saveSlo, sloById } from "@/lib/store/slos";
import { tallies, targets, zeroAt } from "../slo/notation";

export const NOW = new Date("2026-11-24T09:12:30Z");
export const LAST = minuteAt(NOW.getTime()) - 1;
export const READER = { name: "test" } as Reader;

/** A folder with a database of its own that the views read; call it before they are imported. */
export function stock(): { db: Database; clear: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "plumbline-views-"));
  process.env.DATA_DIR = folder;
  const db = openDatabase(join(folder, "plumbline.db"), resolve("db/migrations"));
  const clear = (): void => {
    db.$client.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { db, clear };
}

type Stocked = {
  /** Minutes up to LAST, in the words of `tallies`. */
  minutes?: string;
  /** Target versions in the words of `targets`. */
  held?: string[];
  createdAt?: Date;
};

/** One ratio SLO with its ledger, its cursor and its assessment; answers its SLI's id. */
export function addSlo(
  db: Database,
  id: string,
  { minutes = "99/100*120", held, createdAt = NOW }: Stocked = {},
): number {
  return atomically(db, () => {
    const facts = { name: `Hits of ${id}`, service: "shop", tier: null, team: null, description: null, runbook: null };
    saveSlo(db, { id, ...facts, source: `${id}.yaml` }, createdAt);
    const part = [{ sign: 1 as const, selector: `${id}_hits_total` }];
    const total = [{ sign: 1 as const, selector: `${id}_reads_total` }];
    const queries = { part: `${id}_hits_total`, total: `${id}_reads_total` };
    saveSli(db, id, { kind: "ratio", counts: "good", part, total, queries }, createdAt);
    for (const version of targets(...(held ?? ["95% 28d"]))) addTarget(db, id, version, createdAt);
    const slo = sloById(db, id);
    if (!slo) throw new Error(`${id} was not stored`);
    const length = tallies(minutes).length;
    const zero = zeroAt(LAST - length);
    appendRows(db, slo.sliId, [zero, ...rowsAbove(zero, tallies(minutes, LAST - length + 1))] satisfies LedgerRow[]);
    saveCursor(db, {
      sliId: slo.sliId,
      liveMinute: LAST,
      firstLiveMinute: LAST - length,
      backfilledTo: LAST - length,
      backfillFloor: LAST - length,
      replayed: true,
      error: null,
      breachState: {},
      held: null,
    });
    if (length > 0) saveAssessment(db, id, assess(storedLedger(db, slo.sliId), slo.targets, slo.edges, LAST));
    return slo.sliId;
  });
}
