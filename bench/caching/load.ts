import type { Cell } from "@/storefront/caching/cell";
import type { LoadPlan } from "@/storefront/caching/load/plan";
import { LoadMessage, type LoadOrder, type LoadReport, type Settled } from "@/storefront/caching/load/report";
import { Metric } from "./series";
import type { World } from "./world";

export const LOAD = "load";
const SEED = 20_261_126;
/** What an order may take beyond its plan: starting, and the last answers. */
const SLACK_MS = 60_000;

export type Load = Awaited<ReturnType<typeof startLoad>>;

/** The visitors: a process of their own, that is told what to do. */
export async function startLoad(world: World, cell: Cell, take: (metrics: Metric[]) => void) {
  const settings = JSON.stringify({ cell, edgePort: world.edgePort, seed: SEED });
  const child = await world.children.startNode(LOAD, "caching/load/main.ts", [settings]);
  const listeners = new Set<(message: LoadMessage) => void>();
  child.hear((raw) => {
    const message = LoadMessage.parse(raw);
    if (message.kind === "metrics") take(Metric.array().parse(message.metrics));
    else for (const listener of listeners) listener(message);
  });

  /** What it answers, once: the first message of which `of` makes something. */
  function answer<T>(of: (message: LoadMessage) => T | undefined, withinMs: number): Promise<T> {
    return new Promise((resolve, reject) => {
      const done = () => {
        clearTimeout(limit);
        clearInterval(watching);
        listeners.delete(listener);
      };
      const listener = (message: LoadMessage): void => {
        const found = of(message);
        if (found === undefined) return;
        done();
        resolve(found);
      };
      const fail = (why: string): void => {
        done();
        reject(new Error(`the load generator ${why}; its log: ${child.logFile}`));
      };
      const limit = setTimeout(() => fail("did not finish"), withinMs);
      const watching = setInterval(() => {
        const end = child.ended();
        if (end !== undefined) fail(`ended with ${end}`);
      }, 1000);
      listeners.add(listener);
    });
  }

  const tell = (order: LoadOrder) => child.tell(order);
  await answer(({ kind }) => (kind === "ready" ? true : undefined), SLACK_MS);
  return {
    settle(fast: boolean, hotShare: number): Promise<Settled> {
      const settled = answer((message) => (message.kind === "settled" ? message.settled : undefined), 2 * SLACK_MS);
      tell({ order: "settle", fast, hotShare });
      return settled;
    },
    /** `began` is told of each phase. */
    async measure(plan: LoadPlan, seconds: number, began: (phase: number) => void): Promise<LoadReport> {
      const listener = (message: LoadMessage): void => {
        if (message.kind === "began") began(message.phase);
      };
      listeners.add(listener);
      const report = answer(
        (message) => (message.kind === "report" ? message.report : undefined),
        seconds * 1000 + SLACK_MS,
      );
      tell({ order: "measure", plan });
      return report.finally(() => listeners.delete(listener));
    },
  };
}
