import { fork } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { signalGroup } from "@/scripts/child.mjs";
import { Trouble } from "@/scripts/trouble.mjs";
import { undoLater } from "@/scripts/undo.mjs";
import { type Figure, median, medianFigure, runGroup, say } from "../figures";
import { parameter } from "../parameters";
import type { ViewsMeasured } from "../views-of";

const MANY = parameter("BENCH_SLOS", 1000, 50);
const FEW = parameter("BENCH_FEW_SLOS", 10, 10);
const RUNS = parameter("BENCH_RUNS", 5, 2);
const MEASURE = join(dirname(fileURLToPath(import.meta.url)), "..", "views-of.ts");

/** A process for each number of SLOs: the app opens one database in its life. */
function measured(slos: number): Promise<ViewsMeasured> {
  say(`${slos} SLOs`);
  const child = fork(MEASURE, [String(slos), String(RUNS)], { detached: true, env: process.env });
  const kill = (): void => signalGroup(child.pid, "SIGKILL");
  const killed = undoLater({ end: kill, atOnce: kill });
  return new Promise((resolve, reject) => {
    child.once("message", (found) => resolve(found as ViewsMeasured));
    child.once("close", (code) => {
      killed();
      reject(new Trouble(`views of ${slos} SLOs could not be measured: the process ended with ${code}`));
    });
  });
}

/** A scrape of more SLOs is longer, and takes no longer for each of them. */
function scrapeFigures(few: ViewsMeasured, many: ViewsMeasured): Figure[] {
  const perSlo = ({ times }: ViewsMeasured, slos: number): number =>
    median(times["scrape of /metrics, first after a tick"] ?? []) / slos;
  return [
    { figure: `scrape of /metrics, ${FEW} SLOs`, measured: few.scrape.bytes / 1e3, unit: "kB", limit: null },
    { figure: `scrape of /metrics, ${MANY} SLOs`, measured: many.scrape.bytes / 1e3, unit: "kB", limit: null },
    { figure: `series of each SLO, of ${MANY}`, measured: many.scrape.series / MANY, unit: "", limit: 22 },
    {
      figure: `scrape of /metrics after a tick, each of ${MANY} SLOs against each of ${FEW}`,
      measured: perSlo(many, MANY) / perSlo(few, FEW),
      unit: "×",
      limit: 1,
    },
  ];
}

runGroup("views", async () => {
  const few = await measured(FEW);
  const many = await measured(MANY);
  const figures = Object.keys(many.times).flatMap((view): Figure[] => {
    // A list of all SLOs is as long as they are many, and so is a scrape.
    const limit = /^(list|scrape)/.test(view) ? null : 3;
    const [a, b] = [few.times[view] ?? [], many.times[view] ?? []];
    return [
      medianFigure(`${view}, ${FEW} SLOs`, a, "ms", null),
      medianFigure(`${view}, ${MANY} SLOs`, b, "ms", null),
      { figure: `${view}, ${MANY} against ${FEW} SLOs`, measured: median(b) / median(a), unit: "×", limit },
    ];
  });
  return {
    figures: [...figures, ...scrapeFigures(few, many)],
    notes: [
      "A scrape: the text that /metrics answers with, our own health in it; series are those of SLOs.",
      "First after a tick: every assessment was written since the last call; between ticks: nothing was.",
      "Engine queries for a page view: none, because nothing that pages import can ask one. The architecture test holds that",
      "app/ imports no gateway and that only lib/gateways/prometheus.ts speaks to the engine; views read the database.",
    ],
  };
});
