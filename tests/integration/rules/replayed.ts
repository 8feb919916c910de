import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import type { RecordingRule, RuleGroup } from "@/lib/rules/alerting/rule";
import { freePort } from "../evaluator/engine";

/** A real Prometheus over samples that are known beforehand, and over what rules recorded of them. */
export type ReplayingEngine = {
  url(): string;
  /** Evaluates recording rules over (from, to], s, none of which reads what another one of them records. */
  replay(rules: readonly RecordingRule[], everySeconds: number, from: number, to: number): Promise<void>;
  stop(): Promise<void>;
};

export async function startReplaying(openMetrics: string): Promise<ReplayingEngine> {
  const folder = mkdtempSync(join(tmpdir(), "plumbline-replay-"));
  const data = join(folder, "data");
  writeFileSync(join(folder, "samples.om"), openMetrics);
  writeFileSync(join(folder, "prometheus.yml"), "scrape_configs: []\n");
  const promtool = (...args: string[]): void => {
    execFileSync("promtool", args, { stdio: "pipe" });
  };
  promtool("tsdb", "create-blocks-from", "openmetrics", "--max-block-duration=486h", join(folder, "samples.om"), data);
  let running = await startOn(folder, data);
  let pass = 0;
  return {
    url: () => running.url,
    async replay(rules, everySeconds, from, to) {
      const [path, out] = [join(folder, "rules.yaml"), join(folder, `recorded-${++pass}`)];
      const groups: RuleGroup[] = [{ name: "replayed", interval: `${everySeconds}s`, rules: [...rules] }];
      writeFileSync(path, stringify({ groups }, { lineWidth: 0, aliasDuplicateObjects: false }));
      const span = [`--start=${from + everySeconds}`, `--end=${to}`, `--url=${running.url}`, `--output-dir=${out}`];
      promtool("tsdb", "create-blocks-from", "rules", ...span, path);
      await running.stop();
      for (const block of readdirSync(out)) cpSync(join(out, block), join(data, block), { recursive: true });
      running = await startOn(folder, data);
    },
    async stop() {
      await running.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startOn(folder: string, data: string): Promise<{ url: string; stop(): Promise<void> }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(
    "prometheus",
    [
      `--config.file=${join(folder, "prometheus.yml")}`,
      `--storage.tsdb.path=${data}`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--storage.tsdb.retention.time=10y",
    ],
    { stdio: "ignore" },
  );
  await ready(url, child);
  return {
    url,
    async stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
    },
  };
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  for (const end = Date.now() + 60_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 50))) {
    if (child.exitCode !== null) throw new Error(`prometheus ended with code ${child.exitCode}`);
    const isReady = await fetch(`${url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
  }
  throw new Error("prometheus did not become ready");
}
