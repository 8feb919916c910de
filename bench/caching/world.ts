import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { signalGroup } from "@/scripts/child.mjs";
import { undoLater } from "@/scripts/undo.mjs";
import { PARAMETERS } from "@/storefront/caching/parameters";
import { freePorts } from "@/storefront/caching/ports";
import { startEdge, startPostgres, startStore } from "@/storefront/caching/servers";
import type { StoreName } from "@/storefront/caching/stores/store";
import { type Child, type Children, childrenOf } from "@/storefront/supervisor/children";

export type World = {
  children: Children;
  folder: string;
  socketDir: string;
  edgePort: number;
  originPorts: number[];
  storePort(name: StoreName): number | null;
  /** Kills a shared store without warning; what it held is gone. */
  killStore(name: StoreName): Promise<void>;
  startStore(name: StoreName): Promise<void>;
  end(): Promise<void>;
};

/** PostgreSQL, Redis, Memcached and Varnish, each our own, on loopback; ended by pid, also when the bench is interrupted. */
export async function startWorld(say: (line: string) => void): Promise<World> {
  const folder = mkdtempSync(path.join(tmpdir(), "caching-"));
  mkdirSync(folder, { recursive: true });
  const started = new Map<string, Child>();
  const children = childrenOf(folder, say);
  const end = async () => {
    await children.endAll();
    rmSync(folder, { recursive: true, force: true });
  };
  const done = undoLater({
    end,
    atOnce: () => {
      for (const { pid } of children.running()) signalGroup(pid, "SIGKILL");
    },
  });
  try {
    const [edgePort = 0, redisPort = 0, memcachedPort = 0, ...originPorts] = await freePorts(
      3 + PARAMETERS.originProcesses,
    );
    const { socketDir } = await startPostgres(children, folder);
    const storePort = (name: StoreName): number | null =>
      ({ redis: redisPort, memcached: memcachedPort, "in-process": null, none: null })[name];
    const start = async (name: StoreName): Promise<void> => {
      const port = storePort(name);
      if ((name === "redis" || name === "memcached") && port !== null)
        started.set(name, await startStore(children, folder, name, port));
    };
    await start("redis");
    await start("memcached");
    await startEdge(children, folder, edgePort, originPorts);
    return {
      children,
      folder,
      socketDir,
      edgePort,
      originPorts,
      storePort,
      startStore: start,
      async killStore(name) {
        const child = started.get(name);
        if (child) await children.kill(child);
        started.delete(name);
      },
      async end() {
        await end();
        done();
      },
    };
  } catch (error) {
    await end();
    done();
    throw error;
  }
}

/** The edge forgets everything. */
export const purgeAll = (edgePort: number): Promise<void> => sendPurge(edgePort, {});
/** The edge forgets what carries the tag. */
export const purge = (edgePort: number, tag: string): Promise<void> => sendPurge(edgePort, { "xkey-purge": tag });

function sendPurge(edgePort: number, headers: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    http
      .request({ host: "127.0.0.1", port: edgePort, method: "PURGE", path: "/", headers, agent: false }, (response) => {
        response.resume();
        response.once("end", resolve);
      })
      .once("error", reject)
      .end();
  });
}
