import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** A process as the kernel knows it: a pid alone may have been given to another since. */
export type ProcessIdentity = { pid: number; startTime: string };

const STOP_MS = 5000;
const POLL_MS = 25;

/** Field 22 of /proc/PID/stat, in clock ticks since boot; undefined if there is no such live process. */
export function startTimeOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the program's name in brackets and may itself hold spaces and brackets.
    const [state, ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return state === "Z" ? undefined : rest[18];
  } catch {
    return undefined;
  }
}

export function isAlive({ pid, startTime }: ProcessIdentity): boolean {
  return startTimeOf(pid) === startTime;
}

/** Ends the process and waits until it is gone: asked first, made to after five seconds, its group with it. */
export async function endProcess(identity: ProcessIdentity): Promise<void> {
  signal(identity, "SIGTERM");
  if (await gone(identity, STOP_MS)) return;
  signal(identity, "SIGKILL");
  if (!(await gone(identity, STOP_MS))) throw new Error(`process ${identity.pid} did not end`);
}

export async function killProcess(identity: ProcessIdentity): Promise<void> {
  signal(identity, "SIGKILL");
  await gone(identity, STOP_MS);
}

/** Every child leads a process group of its own, so the negative pid reaches what it started and nothing else. */
function signal(identity: ProcessIdentity, name: "SIGTERM" | "SIGKILL"): void {
  if (!isAlive(identity)) return;
  try {
    process.kill(name === "SIGKILL" ? -identity.pid : identity.pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

async function gone(identity: ProcessIdentity, withinMs: number): Promise<boolean> {
  for (let waited = 0; waited < withinMs; waited += POLL_MS) {
    if (!isAlive(identity)) return true;
    await sleep(POLL_MS);
  }
  return !isAlive(identity);
}
