import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { freePort } from "../integration/evaluator/engine";

/** A real Prometheus that scrapes, and that can be killed and started again on what it had stored. */
export type ScrapingEngine = {
  url: string;
  /** Returns once it answers; at once where it runs already. */
  start(): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
};

export async function scrapingEngine(
  folder: string,
  scrapeSeconds: number,
  targets: readonly string[],
): Promise<ScrapingEngine> {
  const configuration = join(folder, "prometheus.yml");
  writeFileSync(
    configuration,
    JSON.stringify({
      global: { scrape_interval: `${scrapeSeconds}s`, scrape_timeout: `${scrapeSeconds}s` },
      scrape_configs: [{ job_name: "shop", static_configs: [{ targets }] }],
    }),
  );
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const flags = [
    `--config.file=${configuration}`,
    `--storage.tsdb.path=${join(folder, "data")}`,
    `--web.listen-address=127.0.0.1:${port}`,
  ];
  let child: ChildProcess | null = null;
  return {
    url,
    async start() {
      if (child) return;
      const started = spawn("prometheus", flags, { stdio: "ignore" });
      child = started;
      for (const until = Date.now() + 60_000; Date.now() < until; await wait(50)) {
        if (started.exitCode !== null) throw new Error(`prometheus ended with code ${started.exitCode}`);
        const answer = await fetch(`${url}/-/ready`).catch(() => null);
        if (answer?.ok) return;
      }
      throw new Error("prometheus did not become ready");
    },
    async kill() {
      const victim = child;
      if (!victim) return;
      child = null;
      const ended = new Promise((resolve) => victim.once("exit", resolve));
      victim.kill("SIGKILL");
      await ended;
    },
  };
}
