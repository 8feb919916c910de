import { spawn } from "node:child_process";
import { treeOf } from "../fixtures/process-tree";

/** An `npm start` of a test's own. `lines`: what it printed so far. */
export type OwnStart = {
  url: string;
  lines: string[];
  exitCode: Promise<number | null>;
  stop(): Promise<void>;
  killTree(): Promise<void>;
};

/** Starts and waits until it is ready, or until it has ended. */
export async function ownStart(port: number, env: Record<string, string>): Promise<OwnStart> {
  const child = spawn(process.execPath, ["scripts/start.mjs"], {
    env: { ...process.env, PORT: String(port), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  const exitCode = new Promise<number | null>((resolve) => child.once("exit", resolve));
  await new Promise<void>((resolve) => {
    const hear = (text: Buffer): void => {
      lines.push(...text.toString().split("\n").filter(Boolean));
      if (lines.some((line) => line.startsWith("Ready on "))) resolve();
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("exit", () => resolve());
  });
  return {
    url: `http://127.0.0.1:${port}`,
    lines,
    exitCode,
    async stop() {
      child.kill("SIGTERM");
      await exitCode;
    },
    async killTree() {
      for (const pid of treeOf(child)) process.kill(pid, "SIGKILL");
      await exitCode;
    },
  };
}
