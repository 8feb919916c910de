import { setTimeout as wait } from "node:timers/promises";
import { tick } from "@/lib/evaluator/tick";
import type { LedgerRow } from "@/lib/slo/ledger";
import { minuteAt } from "@/lib/slo/window";
import { cursorOf, saveCursor } from "@/lib/store/cursors";
import { atomically, type Database } from "@/lib/store/database";
import { activeSlos } from "@/lib/store/slos";
import { Trouble } from "@/scripts/trouble.mjs";
import { elapsed, type Figure, medianFigure, runGroup, say } from "../figures";
import { type FleetSlo, fleet } from "../fleet";
import { generatedRules, RULES_PER_SLO, recordedLabels, recordedName } from "../generated-rules";
import { fillLedgers, thinnedRows } from "../history";
import { parameter } from "../parameters";
import { type Prometheus, startPrometheus } from "../prometheus";
import { writeSamples } from "../remote-write";
import { recordedShare } from "../traffic";
import { assertCounted, temporaryDatabase, worldOf } from "../world";

const SLOS = parameter("BENCH_SLOS", 1000, 20);
const DAYS = parameter("BENCH_DAYS", 7, 0.125);
const REST_SECONDS = parameter("BENCH_REST_SECONDS", 70, 5);
const IDLE_SECONDS = parameter("BENCH_IDLE_SECONDS", 120, 3);
/** Minutes ticked one after another without a pause: an hour, so that everything that comes once an hour is in it. */
const HOUR_MINUTES = parameter("BENCH_HOUR_MINUTES", 60, 3);
const TICKS = parameter("BENCH_TICKS", 5, 2);
const TICK_SECONDS = parameter("BENCH_TICK_SECONDS", 60, 2);
/** Generated groups name no interval, so Prometheus' default for `evaluation_interval` holds: one minute. */
const RULE_SECONDS = parameter("BENCH_RULE_SECONDS", 60, 3);
const RULE_MINUTES = parameter("BENCH_RULE_MINUTES", 5, 0.1);
const LEDGER_DAYS = parameter("BENCH_LEDGER_DAYS", 28, 1);
const MANY_SLOS = parameter("BENCH_MANY_SLOS", 10_000, 40);
const MANY_HOURS = parameter("BENCH_MANY_HOURS", 2, 1.5);
const MANY_TICKS = parameter("BENCH_MANY_TICKS", 5, 1);

const nowSeconds = (): number => Math.floor(Date.now() / 1000);

/** CPU of the engine per minute, s. `minutes`: those that were ticked, however fast; null where the clock's count. */
type Load = { perMinute: number; net: number };

async function load(
  prometheus: Prometheus,
  idlePerSecond: number,
  minutes: number | null,
  work: () => Promise<unknown>,
): Promise<Load> {
  const before = prometheus.cpuSeconds();
  const seconds = (await elapsed(work)) / 1000;
  const used = prometheus.cpuSeconds() - before;
  const during = minutes ?? seconds / 60;
  return { perMinute: used / during, net: (used - idlePerSecond * seconds) / during };
}

/** A fleet with its history in an engine of its own, written ahead of the present so that nothing is scraped meanwhile. */
async function loadedEngine(slos: number, hours: number, aheadSeconds: number, withRecorded: boolean) {
  const prometheus = await startPrometheus({ retentionDays: 15, evaluationSeconds: RULE_SECONDS });
  const { slos: all, streams } = fleet(slos);
  const recorded = all.map((slo, i) =>
    recordedShare(recordedName("5m"), { ...recordedLabels(slo), sloth_window: "5m" }, i),
  );
  const began = nowSeconds();
  const from = began - hours * 3600;
  say(`writing ${hours} h of ${slos} SLOs into Prometheus`);
  const history = withRecorded ? [...streams, { stepSeconds: RULE_SECONDS, sources: recorded }] : streams;
  let samples = await writeSamples(prometheus.url, history, from, began);
  // What was recorded ends here: the rules go on with it at the present, which may not lie before it.
  const until = nowSeconds() + aheadSeconds;
  samples += await writeSamples(prometheus.url, streams, began, until);
  say(`${Math.round(samples / 1e6)} million samples in ${nowSeconds() - began} s; waiting for compactions to end`);
  await prometheus.settle(REST_SECONDS);
  say(`at rest after ${nowSeconds() - began} s`);
  return { prometheus, slos: all, until, samples };
}

/** An evaluator that has long been at it: its ledgers reach back and its past is replayed. */
async function seasonedWorld(url: string, slos: readonly FleetSlo[], begin: number, ledgerDays: number) {
  const { db, close } = temporaryDatabase(slos.map((slo) => ({ ...slo, counts: "bad" as const, part: slo.bad })));
  const world = worldOf(db, url);
  await tickFor(world, begin);
  const rows = ledgerDays > 0 ? thinnedRows(begin, ledgerDays, false) : [];
  age(db, rows);
  return { world, close };
}

function age(db: Database, rows: readonly LedgerRow[]): void {
  const ids = activeSlos(db).map(({ sliId }) => sliId);
  const first = cursorOf(db, ids[0] ?? 0)?.firstLiveMinute ?? 0;
  // The rows from the first live one on stay as the tick wrote them.
  const older = rows.filter(({ minute }) => minute <= first);
  fillLedgers(db, ids, older);
  atomically(db, () => {
    for (const id of ids) {
      const cursor = cursorOf(db, id);
      const floor = older[0]?.minute ?? first;
      if (cursor) saveCursor(db, { ...cursor, backfilledTo: floor, backfillFloor: floor, replayed: true });
    }
  });
}

/** Ticks at the instant at which `minute` has just become final. */
async function tickFor(world: ReturnType<typeof worldOf>, minute: number): Promise<void> {
  while (!(await tick(world, new Date((minute + 1) * 60_000))));
  assertCounted(world.db, minute);
}

async function thousand(): Promise<{ figures: Figure[]; notes: string[] }> {
  // Everything that follows the loading, with as much again to spare.
  const needed =
    IDLE_SECONDS + TICKS * TICK_SECONDS + RULE_MINUTES * 60 + RULE_SECONDS + (HOUR_MINUTES + TICKS) * 60 * 0.1;
  const { prometheus, slos, until, samples } = await loadedEngine(
    SLOS,
    DAYS * 24,
    Math.min(3300, 2 * needed + 900),
    true,
  );
  const idle = await load(prometheus, 0, null, () => wait(IDLE_SECONDS * 1000));
  const idlePerSecond = idle.perMinute / 60;

  const start = minuteAt(Date.now()) - 1;
  say(`ticking over ${SLOS} SLOs, ${HOUR_MINUTES} minutes without a pause`);
  const { world, close } = await seasonedWorld(prometheus.url, slos, start - HOUR_MINUTES, LEDGER_DAYS);
  const before = world.requests();
  const hour = await load(prometheus, idlePerSecond, HOUR_MINUTES, async () => {
    for (let i = HOUR_MINUTES - 1; i >= 0; i--) await tickFor(world, start - i);
  });
  const perTickOfHour = (world.requests() - before) / HOUR_MINUTES;

  say(`ticking over ${SLOS} SLOs every ${TICK_SECONDS} s`);
  const walls: number[] = [];
  const requests: number[] = [];
  const paced = await load(prometheus, idlePerSecond, TICKS, async () => {
    for (let i = 1; i <= TICKS; i++) {
      const due = Date.now() + TICK_SECONDS * 1000;
      const asked = world.requests();
      walls.push((await elapsed(() => tickFor(world, start + i))) / 1000);
      requests.push(world.requests() - asked);
      await wait(Math.max(0, due - Date.now()));
    }
  });
  close();

  say(`evaluating ${slos.length * RULES_PER_SLO} generated rules every ${RULE_SECONDS} s`);
  await prometheus.loadRules(generatedRules(slos));
  await wait((RULE_SECONDS + 5) * 1000);
  const rules = await load(prometheus, idlePerSecond, null, () => wait(RULE_MINUTES * 60_000));
  const [evaluated, failed, missed] = await Promise.all(
    ["evaluations_total", "evaluation_failures_total", "group_iterations_missed_total"].map((name) =>
      prometheus.ownMetric(`prometheus_rule_${name}`),
    ),
  );
  if (failed || !evaluated) throw new Trouble(`${failed} of ${evaluated} rule evaluations failed`);
  if (nowSeconds() > until) throw new Trouble("the samples written ahead ended before the measurement did");
  await prometheus.stop();

  return {
    figures: [
      { figure: "engine at rest, CPU per minute", measured: idle.perMinute, unit: "s", limit: null },
      { figure: `our tick, ${SLOS} SLOs, every minute of an hour`, measured: hour.net, unit: "s", limit: null },
      { figure: `our tick, ${SLOS} SLOs, every ${TICK_SECONDS} s`, measured: paced.net, unit: "s", limit: null },
      { figure: `generated rules, ${SLOS} SLOs, every ${RULE_SECONDS} s`, measured: rules.net, unit: "s", limit: null },
      { figure: "our tick over an hour against the rules", measured: hour.net / rules.net, unit: "×", limit: 0.1 },
      {
        figure: `our tick every ${TICK_SECONDS} s against the rules`,
        measured: paced.net / rules.net,
        unit: "×",
        limit: 0.1,
      },
      medianFigure(`wall time of a tick, ${SLOS} SLOs`, walls, "s", 10),
      medianFigure(`requests of a tick, ${SLOS} SLOs`, requests, "", null),
    ],
    notes: [
      `${samples} samples written, up to ahead of the present, so nothing is scraped meanwhile; CPU is user and system of the Prometheus process, less what it uses at rest.`,
      `${RULES_PER_SLO} rules per SLO (Sloth, 30 days) with ${DAYS} days of the recorded 5-minute series; ${missed} evaluations missed; on average ${perTickOfHour.toFixed(1)} requests a tick over the hour.`,
      "Three instances per SLO with two counters each, half of the SLOs in label families of 50; each instance begins anew once a day.",
    ],
  };
}

async function tenThousand(): Promise<Figure[]> {
  const { prometheus, slos } = await loadedEngine(MANY_SLOS, MANY_HOURS, 900, false);
  const start = minuteAt(Date.now()) - 1;
  say(`ticking over ${MANY_SLOS} SLOs`);
  const { world, close } = await seasonedWorld(prometheus.url, slos, start, 0);
  const walls: number[] = [];
  const requests: number[] = [];
  for (let i = 1; i <= MANY_TICKS; i++) {
    const asked = world.requests();
    walls.push((await elapsed(() => tickFor(world, start + i))) / 1000);
    requests.push(world.requests() - asked);
  }
  close();
  await prometheus.stop();
  return [
    medianFigure(`wall time of a tick, ${MANY_SLOS} SLOs`, walls, "s", 60),
    medianFigure(`requests of a tick, ${MANY_SLOS} SLOs`, requests, "", null),
  ];
}

runGroup("engine", async () => {
  const { figures, notes } = await thousand();
  return { figures: [...figures, ...(await tenThousand())], notes };
});
