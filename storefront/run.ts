import { startDemo } from "./demo";

/** The storefront and its Prometheus alone, in the foreground. Answers once it has been stopped. */
export async function runAlone(): Promise<string> {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const interrupted = new AbortController();
  const { signal } = interrupted;
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => interrupted.abort());
  const dataDir = process.env.DATA_DIR ?? "data";
  const appPort = Number(process.env.PORT ?? 3000);
  const demo = await startDemo({ dataDir, appPort, env: process.env, say, onCrash: say, signal });
  say(`Prometheus is at ${demo.prometheusUrl}; Ctrl-C stops everything`);
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve));
  await demo.stop();
  return "Stopped.\n";
}
