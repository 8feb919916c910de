import { Agent, get } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { Trouble } from "@/scripts/trouble.mjs";
import { type Figure, runGroup, say } from "../figures";
import { parameter } from "../parameters";
import { type Served, serveFleet } from "../served";

const SLOS = parameter("BENCH_SLOS", 1000, 50);
const POLLERS = parameter("BENCH_POLLERS", 1000, 50);
const EVERY_SECONDS = parameter("BENCH_POLL_EVERY_SECONDS", 10, 5);
const POLL_SECONDS = parameter("BENCH_POLL_SECONDS", 300, 20);
/** Without anybody, to see what the evaluator asks by itself. */
const CALM_SECONDS = parameter("BENCH_CALM_SECONDS", 180, 65);
const TICK_SECONDS = 60;
const LONGEST_MS = 800;
/** A minute that runs, one until it is final, and one until the next tick. */
const OLDEST_SECONDS = 3 * 60;

/** What viewers have open, by how many of ten they are. */
const SCREENS = ["today", "today", "today", "today", "today", "today", "shell", "shell", "slo", "slo"] as const;

type Polled = { ms: number[]; errors: number; bytes: number };

/** Every poller asks for its screen at its own moment of each period, as browsers do, over connections that stay open. */
async function poll({ url, ids }: Served, seconds: number): Promise<Polled> {
  const agent = new Agent({ keepAlive: true, maxSockets: POLLERS });
  const polled: Polled = { ms: [], errors: 0, bytes: 0 };
  const end = performance.now() + seconds * 1000;
  const poller = async (n: number): Promise<void> => {
    const screen = SCREENS[n % SCREENS.length];
    const id = encodeURIComponent(ids[(n * 7919) % ids.length] ?? "");
    const path = screen === "slo" ? `/api/screens/slos/${id}?range=24h` : `/api/screens/${screen}`;
    await wait((n / POLLERS) * EVERY_SECONDS * 1000);
    for (let due = performance.now(); due < end; due += EVERY_SECONDS * 1000) {
      await wait(Math.max(0, due - performance.now()));
      const begun = performance.now();
      const answer = await ask(agent, `${url}${path}`).catch(() => null);
      polled.ms.push(performance.now() - begun);
      if (answer?.status !== 200) polled.errors++;
      else polled.bytes += answer.bytes;
    }
  };
  await Promise.all(Array.from({ length: POLLERS }, (_, n) => poller(n)));
  agent.destroy();
  return polled;
}

type Answer = { status: number; bytes: number };

const ask = (agent: Agent, url: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const headers = { accept: "application/json", "accept-encoding": "gzip" };
    const request = get(url, { agent, headers, timeout: 30_000 }, (response) => {
      let bytes = 0;
      response.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.once("error", reject);
      response.once("end", () => resolve({ status: response.statusCode ?? 0, bytes }));
    });
    request.once("timeout", () => request.destroy(new Error("no answer within 30 s")));
    request.once("error", reject);
  });

/** What the app says of its evaluator, and the engine of what it was asked. */
type State = { cpu: number; ticks: number; failed: number; took: number; finalTo: number; asked: number };

async function stateOf({ url, prometheus }: Served): Promise<State> {
  const own = await (await fetch(`${url}/metrics`)).text();
  const engine = await (await fetch(`${prometheus.url}/metrics`)).text();
  return {
    cpu: sumOf(own, "process_cpu_seconds_total"),
    ticks: sumOf(own, 'plumbline_ticks_total{engine="default",outcome="counted"}'),
    failed: sumOf(own, 'plumbline_ticks_total{engine="default",outcome="failed"}'),
    took: sumOf(own, "plumbline_tick_duration_seconds_sum"),
    finalTo: sumOf(own, "plumbline_ledger_final_timestamp_seconds"),
    asked: sumOf(engine, 'prometheus_http_requests_total{code="200",handler="/api/v1/'),
  };
}

const sumOf = (text: string, series: string): number =>
  text
    .split("\n")
    .filter((line) => line.startsWith(series))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" "))), 0);

type Watched = {
  /** That the app used, s. */
  cpuSeconds: number;
  ticks: number;
  failed: number;
  seconds: number;
  /** Requests to the engine during all ticks, and at other times. */
  asked: { inTicks: number; between: number };
  /** Time of each tick, s. */
  tookSeconds: number[];
  /** The oldest that the ledger's end was, s. */
  oldest: number;
};

const LOOK_MS = 500;

/** Looks at the evaluator until `work` is done. */
async function watched(fleet: Served, work: Promise<unknown>): Promise<Watched> {
  const began = performance.now();
  const first = await stateOf(fleet);
  const looks: { at: number; asked: number }[] = [];
  const ticks: { from: number; to: number }[] = [];
  const tookSeconds: number[] = [];
  let oldest = 0;
  let done = false;
  work.finally(() => {
    done = true;
  });
  let last = first;
  while (!done) {
    await wait(LOOK_MS);
    const before = performance.now();
    const state = await stateOf(fleet);
    const at = performance.now();
    looks.push({ at, asked: state.asked - last.asked });
    oldest = Math.max(oldest, Date.now() / 1000 - state.finalTo);
    if (state.ticks + state.failed > last.ticks + last.failed) {
      const took = state.took - last.took;
      tookSeconds.push(took);
      // It ended somewhere between the two looks, of which each takes its time.
      const slack = at - before + 2 * LOOK_MS + 1000;
      ticks.push({ from: at - took * 1000 - slack, to: at + slack });
    }
    last = state;
  }
  const inTick = ({ at }: { at: number }): boolean => ticks.some(({ from, to }) => at >= from && at <= to);
  const sum = (some: readonly { asked: number }[]): number => some.reduce((all, { asked }) => all + asked, 0);
  return {
    cpuSeconds: last.cpu - first.cpu,
    ticks: last.ticks - first.ticks,
    failed: last.failed - first.failed,
    seconds: (performance.now() - began) / 1000,
    asked: { inTicks: sum(looks.filter(inTick)), between: sum(looks.filter((look) => !inTick(look))) },
    tookSeconds,
    oldest,
  };
}

const share = (raw: readonly number[], part: number): number =>
  raw.toSorted((a, b) => a - b)[Math.min(raw.length - 1, Math.floor(raw.length * part))] ?? Number.NaN;

runGroup("pollers", async () => {
  const fleet = await serveFleet(SLOS, 2 * (CALM_SECONDS + POLL_SECONDS) + 300);
  try {
    // The first tick after a start counts what was missed, and the first view of each kind is compiled.
    await wait(TICK_SECONDS * 1000);
    await poll(fleet, Math.min(5, POLL_SECONDS));
    say(`nobody looks, for ${CALM_SECONDS} s`);
    const calm = await watched(fleet, wait(CALM_SECONDS * 1000));
    say(`${POLLERS} pollers every ${EVERY_SECONDS} s, for ${POLL_SECONDS} s`);
    const polling = poll(fleet, POLL_SECONDS);
    const busy = await watched(fleet, polling);
    const { ms, errors, bytes } = await polling;
    if (ms.length === 0 || busy.ticks === 0) throw new Trouble("no tick came while pollers asked");
    const figures: Figure[] = [
      { figure: "requests", measured: ms.length, unit: "", limit: null },
      { figure: "requests a second", measured: ms.length / busy.seconds, unit: "", limit: null },
      { figure: "errors", measured: errors, unit: "", limit: 0 },
      { figure: "bytes of an answer, gzip, mean", measured: bytes / ms.length, unit: "B", limit: null },
      { figure: "time of an answer, median", measured: share(ms, 0.5), unit: "ms", limit: null },
      { figure: "time of an answer, p99", measured: share(ms, 0.99), unit: "ms", limit: LONGEST_MS },
      { figure: "time of an answer, longest", measured: Math.max(...ms), unit: "ms", limit: null },
      {
        figure: "CPU of an answer",
        measured: ((busy.cpuSeconds / busy.seconds - calm.cpuSeconds / calm.seconds) * busy.seconds * 1000) / ms.length,
        unit: "ms",
        limit: null,
      },
      { figure: "ticks", measured: busy.ticks, unit: "", limit: null },
      { figure: "ticks that failed", measured: busy.failed, unit: "", limit: 0 },
      {
        figure: "ticks that did not come",
        measured: Math.max(0, Math.floor(busy.seconds / TICK_SECONDS) - busy.ticks - busy.failed),
        unit: "",
        limit: 0,
      },
      { figure: "longest tick, nobody looking", measured: Math.max(...calm.tookSeconds), unit: "s", limit: null },
      {
        figure: "longest tick, pollers asking",
        measured: Math.max(...busy.tookSeconds),
        unit: "s",
        limit: TICK_SECONDS / 6,
      },
      {
        figure: "age of the ledger's end, most",
        measured: busy.oldest,
        unit: "s",
        limit: OLDEST_SECONDS + TICK_SECONDS / 6,
      },
      {
        figure: "engine requests a tick, nobody looking",
        measured: calm.asked.inTicks / calm.ticks,
        unit: "",
        limit: null,
      },
      {
        figure: "engine requests a tick, pollers asking",
        measured: busy.asked.inTicks / busy.ticks,
        unit: "",
        limit: null,
      },
      { figure: "engine requests between ticks, pollers asking", measured: busy.asked.between, unit: "", limit: 0 },
    ];
    return {
      figures,
      notes: [
        "A production build, served as npm start serves it; pollers and a real engine run on the same machine.",
        "Of ten pollers six have Today open, two only what is around each page, two the page of one SLO.",
        "Engine requests are those that the engine itself counted; what viewers caused would come between ticks as well.",
      ],
    };
  } finally {
    await fleet.stop();
  }
});
