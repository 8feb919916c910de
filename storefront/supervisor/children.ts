import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { readJson, writeJson } from "./files";
import { endProcess, isAlive, killProcess, type ProcessIdentity, startTimeOf } from "./proc";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const Recorded = z.array(z.object({ name: z.string(), pid: z.number(), startTime: z.string() }));

export type Child = ProcessIdentity & {
  name: string;
  logFile: string;
  /** How it ended, once it has. */
  ended(): string | undefined;
  tell(message: object): void;
  hear(listener: (message: unknown) => void): void;
};

export type Children = ReturnType<typeof childrenOf>;

/** The demo's child processes: started with a log file each, recorded on disk, ended by pid. */
export function childrenOf(demoDir: string, onCrash: (line: string) => void) {
  const record = path.join(demoDir, "processes.json");
  const logDir = path.join(demoDir, "log");
  /** The running children, each with the moment its end has been noted. */
  const running = new Map<Child, Promise<void>>();
  const expectedToEnd = new Set<Child>();
  let closed = false;
  mkdirSync(logDir, { recursive: true });

  const save = () =>
    writeJson(
      record,
      [...running.keys()].map(({ name, pid, startTime }) => ({ name, pid, startTime })),
    );

  async function start(name: string, program: string, args: string[], ipc = false): Promise<Child> {
    if (closed) throw new Error("the demo is being stopped");
    const logFile = path.join(logDir, `${name}.log`);
    const log = openSync(logFile, "a");
    // A group of its own: Ctrl-C in a terminal must reach the supervisor alone, which then ends the rest in order.
    const child = spawn(program, args, {
      cwd: ROOT,
      detached: true,
      stdio: ["ignore", log, log, ...(ipc ? (["ipc"] as const) : [])],
    });
    closeSync(log);
    await spawned(child, program, logFile);
    const started: Child = {
      name,
      logFile,
      pid: child.pid ?? 0,
      startTime: startTimeOf(child.pid ?? 0) ?? "",
      ended: () => (child.exitCode === null && child.signalCode === null ? undefined : describeEnd(child)),
      tell: (message) => {
        if (child.connected) child.send(message);
      },
      hear: (listener) => void child.on("message", listener),
    };
    const noted = new Promise<void>((resolve) => {
      child.once("exit", () => {
        running.delete(started);
        save();
        resolve();
        if (!expectedToEnd.has(started)) onCrash(`${name} ended with ${describeEnd(child)}; its log: ${logFile}`);
      });
    });
    running.set(started, noted);
    save();
    return started;
  }

  return {
    start,
    startNode: (name: string, file: string, args: string[]) =>
      start(name, process.execPath, ["--import", "tsx", path.join(ROOT, "storefront", file), ...args], true),

    running: (): Child[] => [...running.keys()],

    async kill(child: Child): Promise<void> {
      expectedToEnd.add(child);
      await Promise.all([killProcess(child), running.get(child)]);
    },
    /** Ends all, and lets no other start. */
    async endAll(): Promise<void> {
      closed = true;
      for (const child of running.keys()) expectedToEnd.add(child);
      await Promise.all([...running].flatMap(([child, noted]) => [endProcess(child), noted]));
    },
    /** Ends what a killed earlier run left behind. */
    async endLeftovers(say: (line: string) => void): Promise<void> {
      const left = (readJson(record, Recorded) ?? []).filter(isAlive);
      if (left.length > 0) say(`Ending what an earlier run left behind: ${left.map(({ name }) => name).join(", ")}`);
      await Promise.all(left.map(endProcess));
    },
  };
}

function describeEnd(child: ChildProcess): string {
  return child.signalCode ? `signal ${child.signalCode}` : `code ${child.exitCode}`;
}

function spawned(child: ChildProcess, program: string, logFile: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", (error: NodeJS.ErrnoException) => {
      const why = error.code === "ENOENT" ? "is not installed" : `cannot be started (${error.message})`;
      reject(new Error(`${program} ${why}; its log would be ${logFile}`));
    });
  });
}
