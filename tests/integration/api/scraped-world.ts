import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type App, startApp } from "../../faults/app";
import { type ScrapingEngine, scrapingEngine } from "../../faults/scraping-engine";
import { steadySamples } from "../../faults/steady-samples";
import { begunAt, sloDocument, type Workplace, workplace } from "../../faults/watching";
import { freePort, type RunningEngine, startEngine } from "../evaluator/engine";

/** A running Plumbline that counts a real engine, and a second real Prometheus that scrapes it every second. */
export type ScrapedWorld = {
  url: string;
  /** What the second one answers to an instant query. */
  query(promql: string): Promise<{ metric: Record<string, string>; value: number }[]>;
  stop(): Promise<void>;
};

const HOURS = 8;

const RECORD = `---
status: accepted
decisions: { d1: { title: Ask the origin once, status: accepted } }
---

# Caching

### D1: Ask the origin once

Text.
`;

const bad = { part: "bad", promql: "shop_bad" } as const;
const promised = (document: string): string =>
  document.replace("metadata: {", 'metadata: { annotations: { plumbline.dev/decision: "adr/0001-caching.md#d1" },');

export async function scrapedWorld(): Promise<ScrapedWorld> {
  const now = Math.floor(Date.now() / 60_000) * 60;
  const place: Workplace = workplace([
    promised(sloDocument("kept", 0.9, bad, "shop_requests")),
    promised(sloDocument("broken", 0.999, bad, "shop_requests")),
    sloDocument("unheard-of", 0.9, { part: "bad", promql: "absent_bad" }, "absent_requests"),
  ]);
  writeFileSync(join(place.folder("adr"), "0001-caching.md"), RECORD);
  // The samples go on past the end of the test, so that minutes are counted while it looks.
  const span = { from: now - HOURS * 3600, to: now + 3600, scrapeSeconds: 15, requestsPerScrape: 100 };
  const counted: RunningEngine = await startEngine(`${steadySamples("shop", span, [])}\n# EOF\n`);
  const dataDir = await begunAt(now / 60 - (HOURS - 1) * 60, place, "data", counted.url);
  const port = await freePort();
  const app: App = startApp(port, {
    PROMETHEUS_URL: counted.url,
    DATA_DIR: dataDir,
    SLO_DIR: place.sloDir,
    ADR_DIR: place.folder("adr"),
    ANONYMOUS_READ: "on",
    TICK_SECONDS: "1",
    DELAY_SECONDS: "1",
    LOG_LEVEL: "error",
  });
  await app.ready;
  const scraping: ScrapingEngine = await scrapingEngine(place.folder("scraping"), 1, [`127.0.0.1:${port}`]);
  await scraping.start();
  return {
    url: app.url,
    async query(promql) {
      const response = await fetch(`${scraping.url}/api/v1/query`, {
        method: "POST",
        body: new URLSearchParams({ query: promql }),
      });
      const { status, error, data } = await response.json();
      if (status !== "success") throw new Error(`${promql}: ${error}`);
      return data.result.map(({ metric, value }: { metric: Record<string, string>; value: [number, string] }) => ({
        metric,
        value: Number(value[1]),
      }));
    },
    async stop() {
      await scraping.kill();
      await app.stop();
      await counted.stop();
      place.remove();
    },
  };
}
