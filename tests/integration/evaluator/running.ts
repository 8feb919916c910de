import { spawn } from "node:child_process";
import { rmSync } from "node:fs";

export type RunningEngine = { url: string; stop(): Promise<void> };

const answers = (address: string): Promise<boolean> =>
  fetch(address).then(
    ({ ok }) => ok,
    () => false,
  );

/** An engine as a child process; its folder goes with it. `ready`: an address that answers once it can be asked. */
export async function running(
  program: string,
  flags: readonly string[],
  {
    url,
    folder,
    ready = url,
    isReady = () => answers(ready),
  }: { url: string; folder: string; ready?: string; isReady?: () => Promise<boolean> },
): Promise<RunningEngine> {
  const child = spawn(program, flags, { stdio: "ignore" });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  for (const end = Date.now() + 60_000; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
    if (await isReady()) return { url, stop };
    if (child.exitCode === null && Date.now() < end) continue;
    const why = child.exitCode === null ? "did not become ready" : `ended with code ${child.exitCode}`;
    await stop();
    throw new Error(`${program} ${why}`);
  }
}
