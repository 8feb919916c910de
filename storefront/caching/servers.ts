import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { answers, pongs, untilAnswering } from "../supervisor/answering";
import type { Child, Children } from "../supervisor/children";
import { edgeVcl } from "./edge/vcl";
import type { StoreName } from "./stores/store";

/** Debian keeps each version of PostgreSQL in a folder of its own, off the PATH. */
const POSTGRES_DIR = "/usr/lib/postgresql";
const SOCKET_PORT = 5432;

/** The newest installed PostgreSQL's programs. */
export function postgresPrograms(): string {
  const versions = existsSync(POSTGRES_DIR) ? readdirSync(POSTGRES_DIR) : [];
  const newest = versions.toSorted((a, b) => Number(b) - Number(a))[0];
  if (newest === undefined)
    throw new Error("PostgreSQL is not installed: its package does (apt-get install postgresql)");
  return path.join(POSTGRES_DIR, newest, "bin");
}

/**
 * A PostgreSQL cluster of its own in `folder`, reached through a socket in it and by no network. PostgreSQL refuses to run
 * as root, so that root starts it as its own user, who must be able to enter the folders above.
 */
export async function startPostgres(children: Children, folder: string): Promise<{ socketDir: string }> {
  const programs = postgresPrograms();
  const data = path.join(folder, "postgres");
  const isRoot = process.getuid?.() === 0;
  mkdirSync(data, { mode: 0o700 });
  if (isRoot) {
    const idOf = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
    chownSync(data, idOf("-u"), idOf("-g"));
    chmodSync(folder, 0o711);
  }
  const asOwner = (program: string, args: string[]): [string, string[]] =>
    isRoot
      ? ["setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", path.join(programs, program), ...args]]
      : [path.join(programs, program), args];
  const [initialise, withArgs] = asOwner("initdb", [
    ...["-D", data, "-U", "postgres", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"],
  ]);
  execFileSync(initialise, withArgs, { stdio: ["ignore", "ignore", "pipe"], cwd: folder });
  const settings = ["listen_addresses=", `unix_socket_directories=${data}`, "unix_socket_permissions=0700"];
  const [server, serverArgs] = asOwner("postgres", [
    ...["-D", data, "-p", String(SOCKET_PORT)],
    ...[...settings, "max_connections=40", "shared_buffers=32MB"].flatMap((setting) => ["-c", setting]),
  ]);
  const child = await children.start("postgres", server, serverArgs);
  await untilAnswering(child, () => accepts({ path: path.join(data, `.s.PGSQL.${SOCKET_PORT}`) }));
  return { socketDir: data };
}

/** Redis or Memcached on loopback, without persistence: what a cache is, and what a queue in it then is. */
export async function startStore(
  children: Children,
  folder: string,
  name: Exclude<StoreName, "in-process" | "none">,
  port: number,
): Promise<Child> {
  if (name === "redis") {
    const dir = path.join(folder, "redis");
    mkdirSync(dir, { recursive: true });
    const place = ["--port", String(port), "--bind", "127.0.0.1", "--dir", dir];
    const child = await children.start("redis-server", "redis-server", [...place, "--save", "", "--appendonly", "no"]);
    await untilAnswering(child, pongs(port));
    return child;
  }
  // Memcached refuses to run as root unless told as whom.
  const user = process.getuid?.() === 0 ? ["-u", "nobody"] : [];
  const place = ["-l", "127.0.0.1", "-p", String(port), "-U", "0", "-m", "64"];
  const child = await children.start("memcached", "memcached", [...place, ...user]);
  await untilAnswering(child, () => accepts({ host: "127.0.0.1", port }));
  return child;
}

export async function startEdge(children: Children, folder: string, port: number, originPorts: readonly number[]) {
  rmSync(path.join(folder, "varnish"), { recursive: true, force: true });
  const vcl = path.join(folder, "edge.vcl");
  writeFileSync(vcl, edgeVcl(originPorts));
  const program = existsSync("/usr/sbin/varnishd") ? "/usr/sbin/varnishd" : "varnishd";
  // No jail: its user could not enter a folder that belongs to root alone.
  const place = ["-F", "-j", "none", "-n", path.join(folder, "varnish"), "-a", `127.0.0.1:${port}`, "-f", vcl];
  const child = await children.start("varnishd", program, [...place, "-s", "malloc,64m", "-p", "thread_pools=1"]);
  await untilAnswering(child, () => accepts({ host: "127.0.0.1", port }));
  return child;
}

export async function startOrigin(children: Children, name: string, settings: object, port: number): Promise<Child> {
  const child = await children.startNode(name, "caching/origin/main.ts", [JSON.stringify(settings)]);
  await untilAnswering(child, answers(port, "/healthz"));
  return child;
}

function accepts(address: { path: string } | { host: string; port: number }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(address);
    const done = (accepted: boolean) => {
      socket.destroy();
      resolve(accepted);
    };
    socket.once("connect", () => done(true));
    socket.once("error", () => done(false));
  });
}
