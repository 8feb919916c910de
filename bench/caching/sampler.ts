import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { Metric, type SeriesBook } from "./series";

const EVERY_MS = 250;
const Counts = z.object({ metrics: z.array(Metric), queued: z.number() });

/** Reads the origins' counters again and again: those of a process that is killed are kept up to a quarter of a second before. */
export function sampler(ports: readonly number[], book: SeriesBook, requests: () => number) {
  let stopped = false;
  /** Requests at the origin up to each whole second. */
  const bySecond: number[] = [];
  let queued = 0;

  async function sample(): Promise<void> {
    const answers = await Promise.all(ports.map((port) => countsOf(port)));
    queued = 0;
    for (const [index, counts] of answers.entries()) {
      if (!counts) continue;
      book.take(`origin-${index}`, counts.metrics);
      queued = Math.max(queued, counts.queued);
    }
  }

  return {
    sample,
    queued: () => queued,
    /** Samples until it is stopped. */
    async run(started: number): Promise<void> {
      while (!stopped) {
        await sample();
        bySecond[Math.floor((performance.now() - started) / 1000)] = requests();
        await sleep(EVERY_MS);
      }
    },
    stop: () => {
      stopped = true;
    },
    /** Requests in each second; a second without a sample is unknown. */
    perSecond(seconds: number, before: number): (number | null)[] {
      let last: number | null = before;
      return Array.from({ length: seconds }, (_, second) => {
        const now: number | null = bySecond[second] ?? null;
        const difference = now === null || last === null ? null : now - last;
        last = now;
        return difference;
      });
    },
  };
}

function countsOf(port: number): Promise<z.infer<typeof Counts> | undefined> {
  return new Promise((resolve) => {
    http
      .get({ host: "127.0.0.1", port, path: "/counts", agent: false, timeout: 2000 }, (response) => {
        let text = "";
        response.on("data", (chunk) => {
          text += chunk;
        });
        response.once("end", () => resolve(Counts.safeParse(JSON.parse(text)).data));
        response.once("error", () => resolve(undefined));
      })
      .once("timeout", function (this: http.ClientRequest) {
        this.destroy();
      })
      .once("error", () => resolve(undefined));
  });
}
