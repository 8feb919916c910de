import { mkdirSync, writeFileSync } from "node:fs";
import http from "node:http";
import path from "node:path";
import { stringify } from "yaml";
import { answers, untilAnswering } from "@/storefront/supervisor/answering";
import type { Children } from "@/storefront/supervisor/children";
import type { SeriesBook } from "./series";

/** Fixed, so that Plumbline can be told once. */
export const METRICS_PORT = 9491;
export const PROMETHEUS_PORT = 9492;
const SCRAPE_SECONDS = 2;

/** Serves the sums of all cells, whose processes come and go, as one target that stays. */
export function serveSeries(book: SeriesBook): Promise<http.Server> {
  const server = http.createServer((_request, response) => {
    response.setHeader("content-type", "text/plain; version=0.0.4");
    response.end(book.text());
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(METRICS_PORT, "127.0.0.1", () => resolve(server));
  });
}

/** A Prometheus that scrapes the bench; its data are gone with the run. */
export async function startWatching(children: Children, folder: string): Promise<void> {
  const config = path.join(folder, "prometheus.yml");
  mkdirSync(path.join(folder, "prometheus"), { recursive: true });
  const target = { targets: [`127.0.0.1:${METRICS_PORT}`], labels: { instance: "bench" } };
  writeFileSync(
    config,
    stringify({
      global: { scrape_interval: `${SCRAPE_SECONDS}s`, scrape_timeout: "1s" },
      scrape_configs: [{ job_name: "caching", static_configs: [target] }],
    }),
  );
  const child = await children.start("prometheus", "prometheus", [
    `--config.file=${config}`,
    `--storage.tsdb.path=${path.join(folder, "prometheus")}`,
    `--web.listen-address=127.0.0.1:${PROMETHEUS_PORT}`,
    "--log.level=warn",
  ]);
  await untilAnswering(child, answers(PROMETHEUS_PORT, "/-/ready"));
}
