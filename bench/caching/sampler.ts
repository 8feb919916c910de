import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { BucketCounts } from "@/storefront/caching/load/histogram";
import { Metric, type SeriesBook } from "./series";

const EVERY_MS = 250;
const Counts = z.object({
  metrics: z.array(Metric),
  productPages: z.record(z.string(), z.number()),
  queued: z.number(),
});

/** Reads the origins' counters again and again: those of a process that is killed are kept up to a quarter of a second before. */
export function sampler(ports: readonly number[], book: SeriesBook, requests: () => number) {
  let stopped = false;
  /** Requests at the origin up to each whole second. */
  const bySecond: number[] = [];
  /** Of processes that have been killed, and of each that runs. */
  const pages = { ended: {} as BucketCounts, running: new Map<number, BucketCounts>() };
  let queued = 0;

  function take(index: number, { metrics, productPages }: z.infer<typeof Counts>): void {
    book.take(`origin-${index}`, metrics);
    const before = pages.running.get(index) ?? {};
    // A count that fell is that of a successor.
    if (Object.entries(before).some(([bucket, count]) => count > (productPages[bucket] ?? 0)))
      pages.ended = added([pages.ended, before]);
    pages.running.set(index, productPages);
  }

  async function sample(): Promise<void> {
    const answers = await Promise.all(ports.map((port) => countsOf(port)));
    queued = 0;
    for (const [index, counts] of answers.entries()) {
      if (!counts) continue;
      take(index, counts);
      queued = Math.max(queued, counts.queued);
    }
  }

  return {
    sample,
    queued: () => queued,
    productPages: (): BucketCounts => added([pages.ended, ...pages.running.values()]),
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

function added(counts: readonly BucketCounts[]): BucketCounts {
  const sum: BucketCounts = {};
  for (const [bucket, count] of counts.flatMap(Object.entries)) sum[bucket] = (sum[bucket] ?? 0) + Number(count);
  return sum;
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
