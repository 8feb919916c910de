import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, type RunningEngine } from "../evaluator/engine";
import type { Series } from "../kinds/samples";

/** A real VictoriaMetrics over samples that are known beforehand, in (from, to], s. */
export async function startVictoria(series: readonly Series[], from: number, to: number): Promise<RunningEngine> {
  const folder = mkdtempSync(join(tmpdir(), "plumbline-victoria-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const flags = [`-storageDataPath=${folder}`, `-httpListenAddr=127.0.0.1:${port}`, "-retentionPeriod=10y"];
  const child = spawn("victoria-metrics", flags, { stdio: "ignore" });
  const stop = async (): Promise<void> => {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const isUp = () =>
      fetch(`${url}/health`).then(
        ({ ok }) => ok,
        () => false,
      );
    for (const end = Date.now() + 60_000; !(await isUp()); await new Promise((resolve) => setTimeout(resolve, 50)))
      if (child.exitCode !== null || Date.now() > end) throw new Error("victoria-metrics did not become ready");
    const written = await fetch(`${url}/api/v1/import/prometheus`, { method: "POST", body: textOf(series, from, to) });
    if (!written.ok) throw new Error(`victoria-metrics took no samples: ${await written.text()}`);
    // What was taken is found from then on.
    await fetch(`${url}/internal/force_flush`);
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function textOf(series: readonly Series[], from: number, to: number): string {
  const lines: string[] = [];
  for (const { name, labels = {}, everySeconds, value } of series)
    for (let second = from + everySeconds; second <= to; second += everySeconds) {
      const sample = value(second);
      const pairs = Object.entries(labels).map(([key, text]) => `${key}="${text}"`);
      if (sample !== null && Number.isFinite(sample))
        lines.push(`${name}{${pairs.join(",")}} ${sample} ${second * 1000}`);
    }
  return lines.join("\n");
}
