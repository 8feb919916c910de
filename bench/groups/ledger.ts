import { countsIn, remembered } from "@/lib/slo/ledger";
import { minuteAt } from "@/lib/slo/window";
import { atomically } from "@/lib/store/database";
import { appendRows, storedLedger } from "@/lib/store/ledger";
import { activeSlos } from "@/lib/store/slos";
import { Trouble } from "@/scripts/trouble.mjs";
import { type Figure, median, medianFigure, repeated, runGroup, say } from "../figures";
import { fillLedgers, thinnedRows } from "../history";
import { parameter } from "../parameters";
import { startPrometheus } from "../prometheus";
import { writeSamples } from "../remote-write";
import { ratioInstance } from "../traffic";
import { type SloToCount, temporaryDatabase } from "../world";

const DAY = 1440;
const WINDOWS = [60, DAY, 7 * DAY, 28 * DAY];
const SLOS = parameter("BENCH_SLOS", 1000, 20);
const RUNS = parameter("BENCH_RUNS", 5, 2);
/** The SLIs whose file size is shared out, so that an empty database weighs little. */
const SIZED = parameter("BENCH_SIZED_SLOS", 10, 2);
const YEAR_DAYS = 365;

const last = minuteAt(Date.now());

const sloNamed = (id: string, latency = false): SloToCount => ({
  id,
  service: "bench",
  counts: latency ? "good" : "bad",
  part: latency ? `${id}_seconds_bucket{le="0.2"}` : `${id}_errors_total`,
  total: latency ? `${id}_seconds_count` : `${id}_requests_total`,
  objective: 0.95,
});

async function windows(): Promise<{ all: Figure; one: number[] }> {
  say(`filling the ledgers of ${SLOS} SLOs with a year each`);
  const { db, close } = temporaryDatabase(Array.from({ length: SLOS }, (_, i) => sloNamed(`slo${i}`)));
  const ids = activeSlos(db).map(({ sliId }) => sliId);
  const rows = thinnedRows(last, YEAR_DAYS, false);
  fillLedgers(db, ids, rows);
  const lookUp = (id: number, minutes: readonly number[]): number => {
    const ledger = remembered(storedLedger(db, id));
    return minutes.reduce((sum, window) => sum + countsIn(ledger, last - window, last).total, 0);
  };
  const total = (minute: number): number => rows.findLast((row) => row.minute <= minute)?.total ?? Number.NaN;
  const expected = WINDOWS.reduce((sum, window) => sum + total(last) - total(last - window), 0);
  for (const id of ids)
    if (lookUp(id, WINDOWS) !== expected) throw new Trouble("the ledger's windows do not hold what was written");
  const all = await repeated(RUNS, () => {
    // Lists read in one transaction, as this does.
    db.transaction(() => {
      for (const id of ids) lookUp(id, WINDOWS);
    });
  });
  const one = await repeated(RUNS, () => lookUp(ids[ids.length >> 1] ?? 0, [28 * DAY]));
  close();
  return { all: medianFigure(`${SLOS} SLOs × ${WINDOWS.length} windows from the ledger`, all, "ms", 50), one };
}

function size(latency: boolean): Figure {
  const { db, bytes, close } = temporaryDatabase(
    Array.from({ length: SIZED }, (_, i) => sloNamed(`sized${i}`, latency)),
  );
  const rows = thinnedRows(last, YEAR_DAYS, latency);
  for (const { sliId } of activeSlos(db)) atomically(db, () => appendRows(db, sliId, rows));
  db.$client.exec("VACUUM");
  db.$client.pragma("wal_checkpoint(TRUNCATE)");
  const measured = bytes() / SIZED / 1e6;
  close();
  const kind = latency ? "latency SLO with 11 buckets" : "ratio SLO";
  return { figure: `size of a ${kind} and year, thinned`, measured, unit: "MB", limit: 5 };
}

/** The same window asked of the engine: `increase` over 28 days of one counter of three instances. */
async function engineWindow(): Promise<number[]> {
  say("writing 28 days into Prometheus");
  const prometheus = await startPrometheus({ retentionDays: 60 });
  const to = last * 60;
  const from = to - 28 * 86_400;
  const names = { bad: "bench_errors_total", total: "bench_requests_total" };
  const counted = { good: 0, total: 0 };
  const sources = [0, 1, 2].map((i) => ratioInstance(names, { job: "bench", instance: `bench-${i}` }, i, 15, counted));
  await writeSamples(prometheus.url, [{ stepSeconds: 15, sources }], from, to);
  await prometheus.settle(parameter("BENCH_REST_SECONDS", 70, 5));
  const ask = async (): Promise<number> => {
    const query = new URLSearchParams({ query: "sum(increase(bench_requests_total[28d]))", time: String(to) });
    const answer = await (await fetch(`${prometheus.url}/api/v1/query?${query}`)).json();
    return Number(answer.data.result[0].value[1]);
  };
  const off = Math.abs((await ask()) / counted.total - 1);
  if (!(off < 0.02)) throw new Trouble(`the engine's window is ${(off * 100).toFixed(1)} % off what was written`);
  const raw = await repeated(RUNS, ask);
  await prometheus.stop();
  return raw;
}

runGroup("ledger", async () => {
  const { all, one } = await windows();
  const sizes = [size(false), size(true)];
  const engine = await engineWindow();
  return {
    figures: [
      all,
      ...sizes,
      medianFigure("a 28-day window from the ledger", one, "ms", null),
      medianFigure("sum(increase(x[28d])) on the engine, 3 instances, 15 s", engine, "ms", null),
      {
        figure: "the ledger's window against the engine's",
        measured: median(one) / median(engine),
        unit: "",
        limit: 0.01,
      },
    ],
    notes: ["A window from the ledger gives good and total; the engine is asked for one counter, over HTTP."],
  };
});
