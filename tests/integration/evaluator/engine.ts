import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A real Prometheus over samples that are known beforehand. */
export type RunningEngine = { url: string; stop(): Promise<void> };

export async function startEngine(openMetrics: string): Promise<RunningEngine> {
  const folder = mkdtempSync(join(tmpdir(), "plumbline-engine-"));
  const samples = join(folder, "samples.om");
  writeFileSync(samples, openMetrics);
  writeFileSync(join(folder, "prometheus.yml"), "scrape_configs: []\n");
  const data = join(folder, "data");
  execFileSync("promtool", ["tsdb", "create-blocks-from", "openmetrics", "--max-block-duration=486h", samples, data], {
    stdio: "pipe",
  });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const flags = [
    `--config.file=${join(folder, "prometheus.yml")}`,
    `--storage.tsdb.path=${data}`,
    `--web.listen-address=127.0.0.1:${port}`,
    "--storage.tsdb.retention.time=10y",
  ];
  const child = spawn("prometheus", flags, { stdio: "ignore" });
  await until(async () => (await fetch(`${url}/-/ready`)).ok, child);
  return {
    url,
    async stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function until(holds: () => Promise<boolean>, child: ChildProcess): Promise<void> {
  for (const end = Date.now() + 60_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 50))) {
    if (child.exitCode !== null) throw new Error(`prometheus ended with code ${child.exitCode}`);
    if (await holds().catch(() => false)) return;
  }
  throw new Error("prometheus did not become ready");
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}
