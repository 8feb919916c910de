import { fork } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { signalGroup } from "@/scripts/child.mjs";
import { Trouble } from "@/scripts/trouble.mjs";
import { undoLater } from "@/scripts/undo.mjs";
import { type Figure, median, medianFigure, runGroup, say } from "../figures";
import { parameter } from "../parameters";
import type { ViewTimes } from "../views-of";

const MANY = parameter("BENCH_SLOS", 1000, 50);
const FEW = parameter("BENCH_FEW_SLOS", 10, 10);
const RUNS = parameter("BENCH_RUNS", 5, 2);
const MEASURE = join(dirname(fileURLToPath(import.meta.url)), "..", "views-of.ts");

/** A process for each number of SLOs: the app opens one database in its life. */
function timesOf(slos: number): Promise<ViewTimes> {
  say(`${slos} SLOs`);
  const child = fork(MEASURE, [String(slos), String(RUNS)], { detached: true, env: process.env });
  const kill = (): void => signalGroup(child.pid, "SIGKILL");
  const killed = undoLater({ end: kill, atOnce: kill });
  return new Promise((resolve, reject) => {
    child.once("message", (times) => resolve(times as ViewTimes));
    child.once("close", (code) => {
      killed();
      reject(new Trouble(`views of ${slos} SLOs could not be measured: the process ended with ${code}`));
    });
  });
}

runGroup("views", async () => {
  const few = await timesOf(FEW);
  const many = await timesOf(MANY);
  const figures = Object.keys(many).flatMap((view): Figure[] => {
    // A list of all SLOs is as long as they are many.
    const limit = view.startsWith("list") ? null : 3;
    const [a, b] = [few[view] ?? [], many[view] ?? []];
    return [
      medianFigure(`${view}, ${FEW} SLOs`, a, "ms", null),
      medianFigure(`${view}, ${MANY} SLOs`, b, "ms", null),
      { figure: `${view}, ${MANY} against ${FEW} SLOs`, measured: median(b) / median(a), unit: "×", limit },
    ];
  });
  return {
    figures,
    notes: [
      "First after a tick: every assessment was written since the last call; between ticks: nothing was.",
      "Engine queries for a page view: none, because nothing that pages import can ask one. The architecture test holds that",
      "app/ imports no gateway and that only lib/gateways/prometheus.ts speaks to the engine; views read the database.",
    ],
  };
});
