import { stringify } from "yaml";
import type { Ports } from "./ports";

/** Labels are fixed here, so that a series goes on when a port changes. */
export function prometheusConfig(ports: Ports, appPort: number, scrapeInterval: string): string {
  const job = (name: string, port: number) => ({
    job_name: name,
    static_configs: [{ targets: [`127.0.0.1:${port}`], labels: { instance: `${name}-1` } }],
  });
  return stringify({
    global: { scrape_interval: scrapeInterval, scrape_timeout: "4s" },
    scrape_configs: [
      job("origin", ports.origin),
      job("edge", ports.varnishExporter),
      job("redis", ports.redisExporter),
      job("visitors", ports.visitors),
      job("plumbline", appPort),
      job("prometheus", ports.prometheus),
    ],
  });
}
