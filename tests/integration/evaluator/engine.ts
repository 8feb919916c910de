import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-port";
import { type RunningEngine, running } from "./running";
import { startVictoriaMetrics } from "./victoria-metrics";

export { freePort } from "./free-port";
export type { RunningEngine } from "./running";

/** The same tests run against either, each in a project of its own: see vitest.config.ts. */
export const ENGINE = process.env.ENGINE === "victoria-metrics" ? "victoria-metrics" : "prometheus";

/** A real engine over samples that are known beforehand: the one that this run is about. `port`: left out, a free one. */
export const startEngine = (openMetrics: string, port?: number): Promise<RunningEngine> =>
  ENGINE === "prometheus" ? startPrometheus(openMetrics, port) : startVictoriaMetrics(openMetrics, port);

/** The other one, for tests of several at once. */
export const startOtherEngine = (openMetrics: string, port?: number): Promise<RunningEngine> =>
  ENGINE === "prometheus" ? startVictoriaMetrics(openMetrics, port) : startPrometheus(openMetrics, port);

async function startPrometheus(openMetrics: string, given?: number): Promise<RunningEngine> {
  const folder = mkdtempSync(join(tmpdir(), "plumbline-engine-"));
  const samples = join(folder, "samples.om");
  writeFileSync(samples, openMetrics);
  writeFileSync(join(folder, "prometheus.yml"), "scrape_configs: []\n");
  const data = join(folder, "data");
  execFileSync("promtool", ["tsdb", "create-blocks-from", "openmetrics", "--max-block-duration=486h", samples, data], {
    stdio: "pipe",
  });
  const port = given ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const flags = [
    `--config.file=${join(folder, "prometheus.yml")}`,
    `--storage.tsdb.path=${data}`,
    `--web.listen-address=127.0.0.1:${port}`,
    "--storage.tsdb.retention.time=10y",
  ];
  return running("prometheus", flags, { url, ready: `${url}/-/ready`, folder });
}
