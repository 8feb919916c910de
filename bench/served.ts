import { join } from "node:path";
import { assess } from "@/lib/slo/assessment";
import { remembered } from "@/lib/slo/ledger";
import { finalMinute } from "@/lib/slo/window";
import { saveAssessment } from "@/lib/store/assessments";
import { saveCursor } from "@/lib/store/cursors";
import { atomically, type Database } from "@/lib/store/database";
import { storedLedger } from "@/lib/store/ledger";
import { activeSlos } from "@/lib/store/slos";
import { ROOT } from "@/scripts/checks.mjs";
import { undoLater } from "@/scripts/undo.mjs";
import { startApp } from "@/tests/faults/app";
import { freePort } from "@/tests/integration/evaluator/engine";
import { say } from "./figures";
import { type FleetSlo, fleet } from "./fleet";
import { fillLedgers, thinnedRows } from "./history";
import { type Prometheus, startPrometheus } from "./prometheus";
import { writeSamples } from "./remote-write";
import { type SloToCount, temporaryDatabase } from "./world";

const LEDGER_DAYS = 28;
/** As far back as the evaluator asks for a series. */
const HISTORY_SECONDS = 75 * 60;
/** Decisions of the repository's own record, so that what leads to them is drawn. */
const RECORD = "docs/adr/0024-performance-and-caching-of-the-platform.md";
const DECISIONS = ["d1", "d2", "d3"];

export type Served = {
  url: string;
  prometheus: Prometheus;
  /** Of every SLO. */
  ids: string[];
  stop(): Promise<void>;
};

/**
 * The product as `npm start` serves it, over a fleet whose ledgers hold four weeks, with a real engine that has samples until
 * `seconds` from now: every SLO is counted every minute.
 */
export async function serveFleet(count: number, seconds: number): Promise<Served> {
  const { slos, streams } = fleet(count);
  say(`${count} SLOs: writing their samples`);
  const prometheus = await startPrometheus({ retentionDays: 15 });
  const began = Math.floor(Date.now() / 1000);
  await writeSamples(prometheus.url, streams, began - HISTORY_SECONDS, began + seconds + 300);
  say("filling their ledgers");
  const { db, folder, close } = temporaryDatabase(slos.map(toCount));
  stock(db);
  const port = await freePort();
  const app = startApp(port, {
    PROMETHEUS_URL: prometheus.url,
    DATA_DIR: folder,
    ADR_DIR: join(ROOT, "docs/adr"),
    SLO_DIR: "",
    ANONYMOUS_READ: "on",
    RATE_LIMIT: "off",
  });
  const kill = (): Promise<void> => app.killWhole();
  const killed = undoLater({ end: kill, atOnce: () => void kill() });
  await app.ready;
  return {
    url: app.url,
    prometheus,
    ids: slos.map(({ id }) => id),
    async stop() {
      await app.stop();
      killed();
      close();
      await prometheus.stop();
    },
  };
}

const toCount = (slo: FleetSlo, i: number): SloToCount => ({
  ...slo,
  counts: "bad",
  part: slo.bad,
  labels: { tier: String((i % 3) + 1), team: `team-${i % 12}` },
  // A few have none, as everywhere.
  ...(i % 16 === 0 ? {} : { decision: { path: RECORD, id: DECISIONS[i % DECISIONS.length] ?? "d1" } }),
});

/** An evaluator that has been at it for four weeks, up to the last minute that is final. */
function stock(db: Database): void {
  const minute = finalMinute(new Date(), 60);
  const stored = activeSlos(db);
  fillLedgers(
    db,
    stored.map(({ sliId }) => sliId),
    thinnedRows(minute, LEDGER_DAYS, false),
  );
  const floor = minute - LEDGER_DAYS * 1440;
  const bounds = { liveMinute: minute, firstLiveMinute: minute, backfilledTo: floor, backfillFloor: floor };
  atomically(db, () => {
    for (const { id, sliId, targets, edges } of stored) {
      saveCursor(db, { sliId, ...bounds, replayed: true, error: null, breachState: {}, held: null });
      saveAssessment(db, id, assess(remembered(storedLedger(db, sliId)), targets, edges, minute));
    }
  });
}
