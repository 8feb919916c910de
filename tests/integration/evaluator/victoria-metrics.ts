import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-port";
import { type RunningEngine, running } from "./running";

/** A real VictoriaMetrics over samples that are known beforehand. */
export async function startVictoriaMetrics(openMetrics: string, given?: number): Promise<RunningEngine> {
  const folder = mkdtempSync(join(tmpdir(), "plumbline-victoria-"));
  const port = given ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const flags = [
    `-storageDataPath=${join(folder, "data")}`,
    `-httpListenAddr=127.0.0.1:${port}`,
    "-retentionPeriod=10y",
    // Tests ask as soon as it has heard.
    "-loggerLevel=ERROR",
  ];
  const engine = await running("victoria-metrics", flags, { url, ready: `${url}/health`, folder });
  try {
    await written(url, openMetrics);
    return engine;
  } catch (error) {
    await engine.stop();
    throw error;
  }
}

async function written(url: string, openMetrics: string): Promise<void> {
  for (const path of ["/api/v1/import/prometheus", "/internal/force_flush"]) {
    const body = path.includes("import") ? inMilliseconds(openMetrics) : undefined;
    const answer = await fetch(`${url}${path}`, { method: "POST", ...(body === undefined ? {} : { body }) });
    if (!answer.ok) throw new Error(`victoria-metrics took no samples: ${await answer.text()}`);
  }
}

/** The text as VictoriaMetrics reads it: OpenMetrics gives times in s, the older text format in ms. */
const inMilliseconds = (openMetrics: string): string =>
  openMetrics
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const at = line.lastIndexOf(" ") + 1;
      return `${line.slice(0, at)}${Math.round(Number(line.slice(at)) * 1000)}`;
    })
    .join("\n");
