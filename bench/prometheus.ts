import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { signalGroup, startChild } from "@/scripts/child.mjs";
import { findCommand } from "@/scripts/find-command.mjs";
import { Trouble } from "@/scripts/trouble.mjs";
import { undoLater } from "@/scripts/undo.mjs";
import { freePort } from "@/tests/integration/evaluator/engine";

/** A real Prometheus that scrapes nothing: what it holds was written by us. */
export type Prometheus = {
  url: string;
  /** User and system CPU since its start, s. */
  cpuSeconds(): number;
  /** Replaces its rules. Resolves once they are in force. */
  loadRules(rules: string): Promise<void>;
  /** The sum of one of its own metrics. */
  ownMetric(name: string): Promise<number>;
  /** Waits until it has compacted what was written and rests: its own timer starts compactions every minute. */
  settle(restSeconds: number): Promise<void>;
  stop(): Promise<void>;
};

/** Ticks per second of /proc: fixed for programs on Linux, whatever the kernel's own clock. */
const CLOCK_TICKS = 100;

export async function startPrometheus({
  retentionDays,
  evaluationSeconds = 60,
}: {
  retentionDays: number;
  evaluationSeconds?: number;
}): Promise<Prometheus> {
  const program = findCommand("prometheus");
  if (program === null)
    throw new Trouble(
      "prometheus is not installed: npm test installs it, or its package does (apt-get install prometheus)",
    );
  const folder = mkdtempSync(join(tmpdir(), "plumbline-bench-"));
  const removeFolder = (): void => rmSync(folder, { recursive: true, force: true });
  const removed = undoLater({ end: removeFolder, atOnce: removeFolder });
  const configFile = join(folder, "prometheus.yml");
  const rulesFile = join(folder, "rules.yml");
  writeFileSync(rulesFile, "groups: []\n");
  writeFileSync(configFile, `global: { evaluation_interval: ${evaluationSeconds}s }\nrule_files: [rules.yml]\n`);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { child, exited, end } = startChild(program, [
    `--config.file=${configFile}`,
    `--storage.tsdb.path=${join(folder, "data")}`,
    `--storage.tsdb.retention.time=${retentionDays}d`,
    `--web.listen-address=127.0.0.1:${port}`,
    "--web.enable-remote-write-receiver",
    "--web.enable-lifecycle",
  ]);
  // It has nothing worth saving.
  const kill = (): void => signalGroup(child.pid, "SIGKILL");
  const killed = undoLater({ end: kill, atOnce: kill });
  let ended = false;
  exited.then(() => {
    ended = true;
  });
  const cpuSeconds = (): number => {
    // The name in parentheses may hold spaces; utime and stime are fields 14 and 15.
    const fields = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS;
  };
  const isReady = async (): Promise<boolean> => (await fetch(`${url}/-/ready`)).ok;
  for (const limit = Date.now() + 60_000; !(await isReady().catch(() => false)); await wait(50))
    if (ended || Date.now() > limit) throw new Trouble("prometheus did not become ready");
  return {
    url,
    cpuSeconds,
    async loadRules(rules) {
      writeFileSync(rulesFile, rules);
      const answer = await fetch(`${url}/-/reload`, { method: "POST" });
      if (!answer.ok) throw new Trouble(`prometheus refused the rules: ${await answer.text()}`);
    },
    async ownMetric(name) {
      const text = await (await fetch(`${url}/metrics`)).text();
      return text
        .split("\n")
        .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
        .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" "))), 0);
    },
    async settle(restSeconds) {
      const limit = Date.now() + 900_000;
      for (let calm = 0, before = cpuSeconds(); calm < restSeconds; ) {
        if (Date.now() > limit) throw new Trouble("prometheus did not come to rest within 15 minutes");
        await wait(5000);
        const now = cpuSeconds();
        calm = now - before < 0.1 ? calm + 5 : 0;
        before = now;
      }
    },
    async stop() {
      kill();
      await end();
      killed();
      removeFolder();
      removed();
    },
  };
}
