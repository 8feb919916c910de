import { readFileSync } from "node:fs";
import { tick } from "@/lib/evaluator/tick";
import { minuteAt } from "@/lib/slo/window";
import { cursorOf, saveCursor } from "@/lib/store/cursors";
import { atomically } from "@/lib/store/database";
import { activeSlos } from "@/lib/store/slos";
import { answering } from "../answering";
import { elapsed, type Figure, medianFigure, runGroup, say } from "../figures";
import { fillLedgers, thinnedRows } from "../history";
import { parameter } from "../parameters";
import { assertCounted, type SloToCount, temporaryDatabase } from "../world";

// Our own part of a tick, without an engine's: how it grows with the SLOs, and what the database and the memory take.

const FEW = parameter("BENCH_SCALE_FEW", 1000, 100);
const MANY = parameter("BENCH_SCALE_MANY", 10_000, 200);
const MOST = parameter("BENCH_SCALE_MOST", 20_000, 400);
/** Rows behind the few: as many as are kept a minute apart, or nearly. */
const DAYS = parameter("BENCH_SCALE_DAYS", 7, 1);
const TICKS = parameter("BENCH_SCALE_TICKS", 2, 2);

const SERVICES = Array.from({ length: 50 }, (_, i) => `service-${i}`);

/** Half in label families of 50, half with metrics of their own, as the fleet of the group `engine` has it. */
const sloAt = (i: number, count: number): SloToCount => {
  const inFamily = i < count / 2;
  const service = SERVICES[i % SERVICES.length] as string;
  const metric = inFamily ? `fleet_${Math.floor(i / SERVICES.length)}` : `own_${i}`;
  const matchers = inFamily ? `{job="fleet",service="${service}"}` : '{job="own"}';
  return {
    id: `${metric}-${service}`.replaceAll("_", "-"),
    service,
    counts: "bad",
    part: `${metric}_errors_total${matchers}`,
    total: `${metric}_requests_total${matchers}`,
    objective: 0.98,
  };
};

/** What this process has handed to the system to write, B: the log of the database, and what of it goes into its file. */
const written = (): number => Number(/^wchar: (\d+)/m.exec(readFileSync("/proc/self/io", "utf8"))?.[1]);

type Size = { slos: number; days: number };

async function measured({ slos, days }: Size): Promise<{ figures: Figure[]; requests: number }> {
  say(`making ${slos} SLOs`);
  const { db, close } = temporaryDatabase(Array.from({ length: slos }, (_, i) => sloAt(i, slos)));
  const engine = answering(SERVICES);
  const world = { db, engine, delaySeconds: 60, commitOf: async () => null };
  const start = minuteAt(Date.now()) - TICKS - 2;
  const tickFor = async (minute: number): Promise<void> => {
    while (!(await tick(world, new Date((minute + 1) * 60_000))));
    assertCounted(db, minute);
  };
  await tickFor(start);
  const all = activeSlos(db).map(({ sliId }) => sliId);
  const rows = days > 0 ? thinnedRows(start - 1, days, false) : [];
  fillLedgers(db, all, rows);
  atomically(db, () => {
    for (const id of all) {
      const cursor = cursorOf(db, id);
      const floor = rows[0]?.minute ?? cursor?.firstLiveMinute ?? 0;
      if (cursor) saveCursor(db, { ...cursor, backfilledTo: floor, backfillFloor: floor, replayed: true });
    }
  });
  say(`ticking over ${slos} SLOs`);
  const [walls, cpus, blocked]: [number[], number[], number[]] = [[], [], []];
  let [asked, bytes] = [0, 0];
  for (let i = 1; i <= TICKS; i++) {
    const [cpu, requests, before] = [process.cpuUsage(), engine.requests, written()];
    const wall = await elapsed(() => tickFor(start + i));
    const { user, system } = process.cpuUsage(cpu);
    walls.push(wall / 1000);
    cpus.push((user + system) / 1000 / slos);
    blocked.push(system / 1000 / slos);
    asked = engine.requests - requests;
    bytes = (written() - before) / slos;
  }
  const rss = process.memoryUsage().rss / 2 ** 20;
  close();
  const of = `${slos} SLOs with ${days} days of rows`;
  return {
    requests: asked,
    figures: [
      medianFigure(`our CPU of a tick, for each of ${of}`, cpus, "ms", null),
      medianFigure(`of it in the system (writes), for each of ${of}`, blocked, "ms", null),
      medianFigure(`wall time of a tick, engine at no cost, ${of}`, walls, "s", null),
      {
        figure: `written to the database and its log in a tick, for each of ${of}`,
        measured: bytes,
        unit: "B",
        limit: null,
      },
      { figure: `memory of the process, ${of}`, measured: rss, unit: "MiB", limit: null },
    ],
  };
}

runGroup("scale", async () => {
  const sizes: Size[] = [
    { slos: FEW, days: DAYS },
    { slos: MANY, days: 0 },
    { slos: MOST, days: 0 },
  ];
  const reports = [];
  for (const size of sizes) reports.push(await measured(size));
  return {
    figures: reports.flatMap(({ figures }) => figures),
    notes: [
      "The engine is a stand-in that answers at once: requests, parsing of answers over HTTP and its own CPU are not in these figures; the group engine has them.",
      `Ratio SLOs, half in label families of ${SERVICES.length}; ${reports.map(({ requests }) => requests).join(", ")} requests a tick.`,
      "Memory is that of a process that has made and counted the sizes before it as well.",
    ],
  };
});
