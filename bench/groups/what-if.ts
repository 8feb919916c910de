import type { Reader } from "@/lib/auth/actor";
import { finalMinute } from "@/lib/slo/window";
import { saveCursor } from "@/lib/store/cursors";
import { atomically } from "@/lib/store/database";
import { appendRows } from "@/lib/store/ledger";
import { activeSlos, saveEdges } from "@/lib/store/slos";
import { Trouble } from "@/scripts/trouble.mjs";
import { elapsed, type Figure, medianFigure, runGroup, say } from "../figures";
import { thinnedRows } from "../history";
import { parameter } from "../parameters";
import { EDGES } from "../traffic";
import { type SloToCount, temporaryDatabase } from "../world";

const RUNS = parameter("BENCH_RUNS", 5, 2);
const DAYS = parameter("BENCH_WHAT_IF_DAYS", 118, 20);
const LIMIT_MS = 100;
const DAY = 1440;

const now = new Date();
const minute = finalMinute(now, 60);
const OBJECTIVES = [0.93, 0.96, 0.97, 0.98, 0.985, 0.99, 0.995];

const sloNamed = (id: string, latency: boolean): SloToCount => ({
  id,
  service: "bench",
  counts: latency ? "good" : "bad",
  part: latency ? `${id}_seconds_bucket{le="0.2"}` : `${id}_errors_total`,
  total: latency ? `${id}_seconds_count` : `${id}_requests_total`,
  objective: 0.95,
});

runGroup("what-if", async () => {
  const kinds = ["ratio", "latency"] as const;
  // One for each first look, and one to warm up with.
  const ids = (kind: string): string[] => Array.from({ length: RUNS + 1 }, (_, i) => `${kind}${i}`);
  say(`filling the ledgers with ${DAYS} days, thinned as the product does`);
  const { db, folder, close } = temporaryDatabase(
    kinds.flatMap((kind) => ids(kind).map((id) => sloNamed(id, kind === "latency"))),
  );
  for (const slo of activeSlos(db))
    atomically(db, () => {
      const latency = slo.id.startsWith("latency");
      if (latency) saveEdges(db, slo.sliId, [...EDGES]);
      appendRows(db, slo.sliId, thinnedRows(minute, DAYS, latency));
      const first = minute - DAYS * DAY;
      const bounds = { liveMinute: minute, firstLiveMinute: minute, backfilledTo: first, backfillFloor: first };
      saveCursor(db, { sliId: slo.sliId, ...bounds, replayed: true, error: null, breachState: {}, held: null });
    });
  // The view opens the database of the configuration, which is read at its first use.
  Object.assign(process.env, { DATA_DIR: folder, ANONYMOUS_READ: "on", PROMETHEUS_URL: "", RATE_LIMIT: "off" });
  const { whatIfView } = await import("@/lib/views/what-if");
  // There is no request to be told from whom it comes.
  const reader = { kind: "anonymous", name: "bench" } as Reader;
  const figures: Figure[] = [];
  let asked = 0;
  const ask = (id: string): Promise<number> =>
    elapsed(async () => {
      const objective = OBJECTIVES[asked++ % OBJECTIVES.length] as number;
      const threshold = id.startsWith("latency") ? 0.2 : null;
      const view = await whatIfView(reader, now, id, { objective, threshold, window: "28d" });
      if (!view?.tried || view.tried.total <= 0) throw new Trouble(`${id} could not be tried`);
    });
  for (const kind of kinds) {
    const [warm = "", ...rest] = ids(kind);
    for (let i = 0; i < 10; i++) await ask(warm);
    const first: number[] = [];
    for (const id of rest) first.push(await ask(id));
    figures.push(medianFigure(`${kind} over 90 days, first asked in a minute`, first, "ms", LIMIT_MS));
    const again: number[] = [];
    while (again.length < RUNS) again.push(await ask(warm));
    figures.push(medianFigure(`${kind} over 90 days, asked again while one types`, again, "ms", LIMIT_MS));
  }
  close();
  return {
    figures,
    notes: [
      "First: the rows are read, and both targets judge them, minute by minute. Again: the rows and what the target in force",
      "makes of them are still known. That both equal a full re-evaluation is a test: tests/unit/slo/what-if.test.ts.",
    ],
  };
});
