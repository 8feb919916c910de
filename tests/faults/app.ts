import { type ChildProcess, spawn } from "node:child_process";
import { treeOf } from "../fixtures/process-tree";

/** The app, as `npm start` starts it. `lines`: what it printed so far. */
export type App = {
  url: string;
  lines: string[];
  ready: Promise<void>;
  readonly ended: boolean;
  /** SIGKILL to everything that it started, then to itself, all at one moment. */
  killWhole(): Promise<void>;
  stop(): Promise<void>;
};

/** Starts the app and returns at once. `ready` breaks where it ends before it serves. */
export function startApp(port: number, env: Record<string, string>): App {
  const child = spawn(process.execPath, ["scripts/start.mjs"], {
    env: { ...process.env, BUILD_DIR: process.env.BUILD_DIR || ".next-test", ...env, PORT: String(port) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const ready = new Promise<void>((resolve, reject) => {
    const hear = (text: Buffer): void => {
      lines.push(...text.toString().split("\n").filter(Boolean));
      if (lines.some((line) => line.startsWith("Ready on "))) resolve();
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    ended.then(() => reject(new Error(`the app ended before it served: ${lines.join(" | ")}`)));
  });
  // A start that a test kills on purpose is no error that nobody heard of.
  ready.catch(() => {});
  return {
    url: `http://127.0.0.1:${port}`,
    lines,
    ready,
    get ended() {
      return child.exitCode !== null || child.signalCode !== null;
    },
    async killWhole() {
      // Halted first, it starts nothing more while its children are looked for.
      child.kill("SIGSTOP");
      for (const pid of [...descendantsOf(child), child.pid]) if (pid !== undefined) killHard(pid);
      await ended;
    },
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

function killHard(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** All processes that descend from one. */
const descendantsOf = (child: ChildProcess): number[] => treeOf(child).filter((pid) => pid !== child.pid);
