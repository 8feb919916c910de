import { backfillStep } from "@/lib/evaluator/backfill";
import { tick } from "@/lib/evaluator/tick";
import { countsIn, goodWithin } from "@/lib/slo/ledger";
import { minuteAt } from "@/lib/slo/window";
import { cursorOf } from "@/lib/store/cursors";
import { storedLedger } from "@/lib/store/ledger";
import { activeSlos } from "@/lib/store/slos";
import { Trouble } from "@/scripts/trouble.mjs";
import { elapsed, type Figure, medianFigure, type Report, runGroup, say } from "../figures";
import { parameter } from "../parameters";
import { startPrometheus } from "../prometheus";
import { writeSamples } from "../remote-write";
import { type Counted, constant, latencyInstance, ratioInstance, THRESHOLD } from "../traffic";
import { type SloToCount, temporaryDatabase, worldOf } from "../world";

const DAYS = parameter("BENCH_DAYS", 28, 1);
const RUNS = parameter("BENCH_RUNS", 5, 1);
const SCRAPE_SECONDS = parameter("BENCH_SCRAPE_SECONDS", 15, 15);
const REST_SECONDS = parameter("BENCH_REST_SECONDS", 70, 5);
/** Of what was written, relative: what the first sample and a baseline may leave out, and no more. */
const TOLERANCE = 0.001;

const ratio: SloToCount = {
  id: "ratio",
  service: "bench",
  counts: "bad",
  part: 'bench_errors_total{job="bench"}',
  total: 'bench_requests_total{job="bench"}',
  objective: 0.95,
};
const latency: SloToCount = {
  id: "latency",
  service: "bench",
  counts: "good",
  part: `bench_seconds_bucket{job="bench",le="${THRESHOLD}"}`,
  total: 'bench_seconds_count{job="bench"}',
  objective: 0.95,
};

type Backfilled = { milliseconds: number; requests: number; off: number };

/** One backfill into a fresh database, from the first tick's cursor to the end. */
async function backfilled(url: string, slo: SloToCount, now: Date, counted: Counted): Promise<Backfilled> {
  const { db, close } = temporaryDatabase([slo]);
  const world = worldOf(db, url);
  while (!(await tick(world, now)));
  const before = world.requests();
  const milliseconds = await elapsed(async () => {
    while (await backfillStep(world, async () => {}));
  });
  const [stored] = activeSlos(db);
  const cursor = stored && cursorOf(db, stored.sliId);
  if (!stored || !cursor?.replayed || cursor.error !== null)
    throw new Trouble(`the backfill of ${slo.id} did not end: ${cursor?.error ?? "it is not replayed"}`);
  const ledger = storedLedger(db, stored.sliId);
  const counts = countsIn(ledger, ledger.first()?.minute ?? 0, cursor.liveMinute);
  const good = goodWithin(counts, stored.edges, stored.targets[0]?.threshold ?? null);
  const off = Math.max(Math.abs(counts.total / counted.total - 1), Math.abs((good ?? Number.NaN) / counted.good - 1));
  close();
  return { milliseconds, requests: world.requests() - before, off };
}

runGroup("backfill", async (): Promise<Report> => {
  const prometheus = await startPrometheus({ retentionDays: 60 });
  const to = (minuteAt(Date.now()) - 2) * 60;
  const from = to - DAYS * 86_400;
  const instances = [0, 1, 2].map((i) => ({ i, labels: { job: "bench", instance: `bench-${i}` } }));
  const counted = { ratio: { good: 0, total: 0 }, latency: { good: 0, total: 0 } };
  const names = { bad: "bench_errors_total", total: "bench_requests_total" };
  const streams = [
    instances.map(({ i, labels }) => ratioInstance(names, labels, i, SCRAPE_SECONDS, counted.ratio)),
    instances.map(({ i, labels }) => latencyInstance("bench_seconds", labels, i, SCRAPE_SECONDS, counted.latency)),
    instances.map(({ labels }) => constant("up", labels, 1)),
  ].map((sources) => ({ stepSeconds: SCRAPE_SECONDS, sources }));
  say(`writing ${DAYS} days into Prometheus`);
  const samples = await writeSamples(prometheus.url, streams, from, to);
  await prometheus.settle(REST_SECONDS);
  const figures: Figure[] = [];
  const notes = [`${samples} samples; each instance begins anew once a day`];
  for (const [slo, truth] of [
    [ratio, counted.ratio],
    [latency, counted.latency],
  ] as const) {
    say(`backfilling the ${slo.id} SLI ${RUNS} times`);
    const runs: Backfilled[] = [];
    // The last minute that holds samples is final a minute later.
    while (runs.length < RUNS) runs.push(await backfilled(prometheus.url, slo, new Date((to + 60) * 1000), truth));
    const off = Math.max(...runs.map((run) => run.off));
    if (!(off <= TOLERANCE))
      throw new Trouble(`the backfill of ${slo.id} is ${(off * 100).toFixed(2)} % off what was written`);
    const raw = runs.map(({ milliseconds }) => milliseconds / 1000);
    figures.push(medianFigure(`backfill of ${DAYS} days of one ${slo.id} SLI, 3 instances`, raw, "s", 5));
    notes.push(
      `${slo.id}: ${runs[0]?.requests} requests; good and total at most ${(off * 100).toFixed(4)} % off what was written`,
    );
  }
  await prometheus.stop();
  return { figures, notes };
});
