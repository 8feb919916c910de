import { setTimeout as sleep } from "node:timers/promises";
import { seeded } from "../../random";
import { labelsOf, traitsOf } from "../cell";
import { PARAMETERS } from "../parameters";
import { asker } from "./ask";
import { type LoadBook, loadBook } from "./book";
import { loadMetrics } from "./metrics";
import { type LoadPlan, LoadSettings, type Phase, phaseAt } from "./plan";
import { recoverySeconds } from "./recovery";
import { type LoadMessage, LoadOrder, type LoadReport, type Settled } from "./report";
import { isSteady, type WindowHits } from "./settling";
import { visiting } from "./visiting";

const TICK_MS = 5;
const TELL_EVERY_MS = 1000;
/** What the last phase lasts at least, so that it can be told whether it is well. */
const LAST_PHASE_LEAST_SECONDS = 3;
/** Times the ordinary rate, while the caches are filled. */
const FAST = 10;

const { cell, edgePort, seed } = LoadSettings.parse(JSON.parse(process.argv[2] ?? ""));
const { protection, edge } = traitsOf(cell.variant);
const { requestTimeoutMs, mostUnderWay, staleAfterMs, latencyLimitMs, hitRateLimit, baseReads } = PARAMETERS;
const random = seeded(seed);
const headers = { ...(!protection && { "x-unprotected": "1" }), ...(!edge && { "x-bypass": "1" }) };
const visit = visiting(asker(edgePort, requestTimeoutMs, mostUnderWay, headers), random);

const tell = (message: LoadMessage): void => void process.send?.(message);

/** Sends what is due until `isOver`, in an open loop; resolves once all of it is answered or has failed. */
async function load(
  phases: readonly Phase[],
  hotShare: number,
  book: LoadBook,
  metrics: ReturnType<typeof loadMetrics>,
  isOver: (seconds: number, phase: number) => boolean,
): Promise<number> {
  const started = performance.now();
  const clock = () => (performance.now() - started) / 1000;
  const next = { reads: 0, writes: 0 };
  const { read, write, underWay } = visit.through(book, metrics, clock);
  for (let now = 0, at = 0; ; now = clock()) {
    const phase = phaseAt(phases, now);
    if (phase === undefined || isOver(now, phase)) {
      const length = now;
      for (let waited = 0; underWay() > 0 && waited < requestTimeoutMs + 1000; waited += TICK_MS) await sleep(TICK_MS);
      return length;
    }
    if (phase !== at || now === 0) tell({ kind: "began", phase });
    at = phase;
    for (const kind of ["reads", "writes"] as const)
      while (next[kind] <= now) {
        const due = phases[phaseAt(phases, next[kind]) ?? phase];
        const perSecond = due?.[kind] ?? 0;
        if (perSecond > 0 && due && next[kind] > 0)
          if (kind === "reads") read(next[kind], hotShare);
          else write(next[kind], due.writesTo);
        // Without a rate there is nothing to send; the next phase may have one.
        next[kind] += perSecond > 0 ? -Math.log(1 - random()) / perSecond : 0.1;
      }
    await sleep(TICK_MS);
  }
}

async function measure(plan: LoadPlan): Promise<LoadReport> {
  const { phases, untilWellFrom } = plan;
  const starts = phases.map((_, index) => phases.slice(0, index).reduce((sum, { seconds }) => sum + seconds, 0));
  const metrics = loadMetrics(labelsOf(plan.cell));
  const tellMetrics = async () => tell({ kind: "metrics", metrics: await metrics.registry.getMetricsAsJSON() });
  // The series stand at zero before the first visit, or a scrape would find them begun.
  await tellMetrics();
  const telling = setInterval(() => void tellMetrics(), TELL_EVERY_MS);
  const last = phases.length - 1;
  const book = loadBook({ staleAfterMs, latencyLimitMs, phaseOf: (due) => phaseAt(phases, due) ?? last });
  const isWell = (now: number, phase: number): boolean =>
    untilWellFrom !== null &&
    phase === last &&
    now >= (starts[last] ?? 0) + LAST_PHASE_LEAST_SECONDS &&
    recoverySeconds(book.slices().slice(0, Math.floor(now)), untilWellFrom, hitRateLimit) !== null;
  const length = await load(phases, plan.hotShare, book, metrics, isWell);
  clearInterval(telling);
  await tellMetrics();
  return book.report(phases.map(({ seconds }, index) => Math.min(seconds, length - (starts[index] ?? 0))));
}

/** Visits at the ordinary rate until the hits are steady, at first faster where the caches are empty. */
async function settle(fast: boolean, hotShare: number): Promise<Settled> {
  const { warmWindowMs, warmWindows, warmWithin, warmFastMs, warmMostMs } = PARAMETERS;
  const quick = fast ? warmFastMs / 1000 : 0;
  const ordinary = { name: "warm", seconds: warmMostMs / 1000, reads: baseReads, writes: 1, writesTo: "all" as const };
  const phases = [...(fast ? [{ ...ordinary, seconds: quick, reads: FAST * baseReads }] : []), ordinary];
  const book = loadBook({ staleAfterMs, latencyLimitMs, phaseOf: () => 0 });
  const seconds = warmWindowMs / 1000;
  const windows = (now: number): WindowHits[] => {
    const slices = book.slices();
    return Array.from({ length: Math.floor((now - quick) / seconds) }, (_, index) => {
      const inIt = slices.slice(quick + index * seconds, quick + (index + 1) * seconds);
      const cacheable = inIt.reduce((sum, slice) => sum + slice.cacheable, 0);
      return cacheable > 0 ? inIt.reduce((sum, slice) => sum + slice.hits, 0) / cacheable : null;
    });
  };
  let isDone = false;
  const length = await load(phases, hotShare, book, loadMetrics({}), (now) => {
    isDone = isSteady(windows(now), warmWindows, warmWithin);
    return isDone;
  });
  return { seconds: length, isSteady: isDone, hitRate: windows(length).at(-1) ?? null };
}

process.on("message", (message) => {
  const order = LoadOrder.parse(message);
  const done = async (): Promise<void> => {
    if (order.order === "settle") tell({ kind: "settled", settled: await settle(order.fast, order.hotShare) });
    else tell({ kind: "report", report: await measure(order.plan) });
  };
  void done().catch((error: Error) => {
    console.error(error);
    process.exit(1);
  });
});
for (const end of ["disconnect", "SIGTERM", "SIGINT"] as const) process.once(end, () => process.exit(0));
tell({ kind: "ready" });
