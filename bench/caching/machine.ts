import { execFileSync } from "node:child_process";
import { cpus, loadavg, totalmem } from "node:os";
import path from "node:path";
import { findCommand } from "@/scripts/find-command.mjs";
import { postgresPrograms } from "@/storefront/caching/servers";
import type { Run } from "./results";

/** What the run was made on, each version as the program tells it. */
export function machine(): Run["machine"] {
  return {
    cpu: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    postgres: versionOf(path.join(postgresPrograms(), "postgres"), "--version"),
    redis: versionOf("redis-server", "--version"),
    memcached: versionOf("memcached", "--version"),
    varnish: versionOf("varnishd", "-V"),
    loadBefore: Number((loadavg()[0] ?? 0).toFixed(2)),
  };
}

function versionOf(program: string, flag: string): string {
  // varnishd tells it on its standard error.
  const command = path.isAbsolute(program) ? program : (findCommand(program) ?? program);
  const said = execFileSync("sh", ["-c", '"$1" "$2" 2>&1', "sh", command, flag], { encoding: "utf8" });
  return /\d+\.\d+(?:\.\d+)?/.exec(said)?.[0] ?? "unknown";
}
