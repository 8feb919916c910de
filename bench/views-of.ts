import type { Reader } from "@/lib/auth/actor";
import { assess } from "@/lib/slo/assessment";
import { remembered } from "@/lib/slo/ledger";
import { finalMinute } from "@/lib/slo/window";
import { saveAssessment } from "@/lib/store/assessments";
import { type Cursor, cursors, saveCursor } from "@/lib/store/cursors";
import { atomically } from "@/lib/store/database";
import { storedLedger } from "@/lib/store/ledger";
import { activeSlos } from "@/lib/store/slos";
import { registry } from "@/lib/telemetry";
import { shellView } from "@/lib/views/shell";
import { sloMetrics } from "@/lib/views/slo-metrics";
import { slosView } from "@/lib/views/slos";
import { todayView } from "@/lib/views/today";
import { elapsed, median } from "./figures";
import { fleet } from "./fleet";
import { fillLedgers, thinnedRows } from "./history";
import { type SloToCount, temporaryDatabase } from "./world";

/** `times`: ms per call, by what is viewed. `scrape`: what Prometheus is answered with, of all SLOs together. */
export type ViewsMeasured = { times: Record<string, number[]>; scrape: { bytes: number; series: number } };

/** Calls before any is measured, so that small and large lists are compared compiled. */
const WARM_UP = 30;
/** Calls of whose times a value is the median: other programs on the machine interrupt some of them. */
const CALLS = 11;
const LATEST_SECONDS = 45;

const [slos = 0, runs = 0] = process.argv.slice(2).map(Number);
const now = new Date();
const minute = finalMinute(now, 60);

const { db, folder, close } = temporaryDatabase(
  fleet(slos).slos.map((slo): SloToCount => ({ ...slo, counts: "bad", part: slo.bad })),
);
const stored = activeSlos(db);
fillLedgers(
  db,
  stored.map(({ sliId }) => sliId),
  thinnedRows(minute, 28, false),
);
atomically(db, () => {
  for (const { id, sliId, targets, edges } of stored) {
    const bounds = { liveMinute: minute, firstLiveMinute: minute, backfilledTo: minute - 28 * 1440 };
    saveCursor(db, {
      sliId,
      ...bounds,
      backfillFloor: bounds.backfilledTo,
      replayed: true,
      error: null,
      breachState: {},
    });
    saveAssessment(db, id, assess(remembered(storedLedger(db, sliId)), targets, edges, minute));
  }
});

// The views open the database of the configuration, which is read at its first use.
process.env.DATA_DIR = folder;
process.env.ANONYMOUS_READ = "on";
process.env.PROMETHEUS_URL = "";
// There is no request to be told from whom it comes.
const reader = { kind: "anonymous", name: "bench" } as Reader;
/** As the route answers it. */
const scraped = async (at: Date): Promise<string> =>
  (await Promise.all([registry.metrics(), sloMetrics("http://127.0.0.1:3000", at)])).join("\n");
const views: Record<string, (at: Date) => Promise<unknown>> = {
  "review page (shell and today)": async (at) => [await shellView(reader, at), await todayView(reader, at)],
  "today's view": (at) => todayView(reader, at),
  "list of SLOs": (at) => slosView(reader, at),
  "scrape of /metrics": scraped,
};
/** What two ticks leave behind, in turn: SQLite does not even write what is there already. */
const known = cursors(db);
const ticks = [minute - 1, minute].map((to) =>
  stored.map(({ id, sliId, targets, edges }) => ({
    id,
    cursor: { ...(known.get(sliId) as Cursor), liveMinute: to },
    figures: assess(remembered(storedLedger(db, sliId)), targets, edges, to),
  })),
);
let written = 0;
/** What the evaluator's connection writes between two calls: what was read before a tick must not be kept over it. */
const between: Record<string, () => void> = {
  "first after a tick": () =>
    atomically(db, () => {
      for (const { id, cursor, figures } of ticks[written++ % 2] ?? []) {
        saveAssessment(db, id, figures);
        saveCursor(db, cursor);
      }
    }),
  "between ticks": () => {},
};
const times: ViewsMeasured["times"] = {};
for (const [name, view] of Object.entries(views))
  for (const [when, write] of Object.entries(between)) {
    let calls = 0;
    const call = async (): Promise<number> => {
      write();
      // Each view at its own second, and none so late that the last tick would be missed.
      const at = new Date(now.getTime() + (calls++ % LATEST_SECONDS) * 1000);
      return elapsed(() => view(at));
    };
    for (let i = 0; i < WARM_UP; i++) await call();
    const raw: number[] = [];
    while (raw.length < runs) {
      const single: number[] = [];
      while (single.length < CALLS) single.push(await call());
      raw.push(median(single));
    }
    times[`${name}, ${when}`] = raw;
  }
const text = await scraped(now);
const series = text.split("\n").filter((line) => line.startsWith("plumbline_slo_")).length;
process.send?.({ times, scrape: { bytes: Buffer.byteLength(text), series } } satisfies ViewsMeasured);
process.disconnect?.();
close();
