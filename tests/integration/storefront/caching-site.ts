import { setTimeout as sleep } from "node:timers/promises";
import { startWorld, type World } from "@/bench/caching/world";
import type { Variant } from "@/storefront/caching/cell";
import { resetDatabase } from "@/storefront/caching/database";
import { assembleOrigin } from "@/storefront/caching/origin/assemble";
import type { OriginSettings } from "@/storefront/caching/origin/settings";
import { PARAMETERS } from "@/storefront/caching/parameters";
import { PATTERNS, type PatternName } from "@/storefront/caching/patterns/pattern";
import { STORES, type StoreName } from "@/storefront/caching/stores/store";
import { seeded } from "@/storefront/random";

/** The real parts, with a database that answers at once and a queue that is flushed often: the tests wait for less. */
export const QUICK = {
  ...PARAMETERS,
  databaseMedianMs: 2,
  databaseSigma: 0.1,
  flushEveryMs: 50,
  purgeAgainMs: 50,
  // Longer than a test: what is shown anew was purged, and did not expire.
  edgeMs: 60_000,
  edgeCategoryMs: 60_000,
  edgeStaleMs: 60_000,
  negativeMs: 60_000,
};

export const COMBINATIONS = PATTERNS.flatMap((pattern) => STORES.map((store) => ({ pattern, store })));

export type Shown = { status: number; edge: string | null; level?: string | null; version: number };
export type Shop = {
  /** Through the edge, or straight from one origin. */
  /** From an origin with the level that had it. */
  read(path: string, origin?: number): Promise<Shown>;
  write(product: number, version: number): Promise<number>;
  databaseReads(): Promise<number>;
  queued(): Promise<number>;
  stop(): Promise<void>;
};

export const startParts = (): Promise<World> => startWorld(() => undefined);

export function settingsOf(
  world: World,
  pattern: PatternName,
  store: StoreName,
  origin: number,
  variant: Variant = "as-decided",
): OriginSettings {
  return {
    cell: { pattern, store, scenario: "steady", variant },
    port: world.originPorts[origin] ?? 0,
    peerPorts: world.originPorts.filter((_, index) => index !== origin),
    edgePort: world.edgePort,
    storePort: world.storePort(store),
    socketDir: world.socketDir,
  };
}

/** Two origins of one combination behind the edge, with empty caches and fresh tables. */
export async function openShop(
  world: World,
  pattern: PatternName,
  store: StoreName,
  parameters = QUICK,
  variant: Variant = "as-decided",
): Promise<Shop> {
  await resetDatabase(world.socketDir, 50, PARAMETERS.categories);
  await world.killStore(store);
  await world.startStore(store);
  await fetch(`http://127.0.0.1:${world.edgePort}/`, { method: "PURGE" });
  const origins = await Promise.all(
    world.originPorts.map(async (port, index) => {
      const origin = await assembleOrigin(
        settingsOf(world, pattern, store, index, variant),
        parameters,
        seeded(index),
        () => undefined,
      );
      await new Promise<void>((resolve) => origin.server.listen(port, "127.0.0.1", resolve));
      return origin;
    }),
  );
  await untilReachedByEdge(world);
  return {
    ...clientOf(world),
    async stop() {
      await Promise.all(origins.map(({ stop }) => stop()));
    },
  };
}

/** The edge leaves an origin alone for a while after it refused a connection, as one does that has just ended. */
async function untilReachedByEdge({ edgePort, originPorts }: World): Promise<void> {
  const isReached = async (): Promise<boolean> => {
    const answer = await fetch(`http://127.0.0.1:${edgePort}/healthz`, { headers: { "x-bypass": "yes" } });
    await answer.arrayBuffer();
    return answer.status === 200;
  };
  for (let tries = 0, reached = 0; reached < originPorts.length; tries++) {
    if (tries === 200) throw new Error("the edge did not reach both origins");
    // They take turns.
    reached = (await isReached()) ? reached + 1 : 0;
    if (reached === 0) await sleep(25);
  }
}

export function clientOf(world: World): Omit<Shop, "stop"> {
  const counts = async (): Promise<{ metrics: { name: string; values: Value[] }[]; queued: number }[]> =>
    Promise.all(world.originPorts.map(async (port) => (await fetch(`http://127.0.0.1:${port}/counts`)).json()));
  return {
    async read(path, origin) {
      const port = origin === undefined ? world.edgePort : world.originPorts[origin];
      const answer = await fetch(`http://127.0.0.1:${port}${path}`);
      const body = await answer.json();
      const shown = body.products?.[0] ?? body;
      const told = { status: answer.status, edge: answer.headers.get("x-edge"), version: shown.version };
      return origin === undefined ? told : { ...told, level: answer.headers.get("x-level") };
    },
    async write(product, version) {
      const body = JSON.stringify({ version, pricePence: 100 + version });
      const answer = await fetch(`http://127.0.0.1:${world.edgePort}/product/${product}`, { method: "PUT", body });
      return answer.status;
    },
    async databaseReads() {
      const values = (await counts()).flatMap(({ metrics }) =>
        metrics.filter(({ name }) => name === "caching_database_statements_total").flatMap((metric) => metric.values),
      );
      return values.filter(({ labels }) => labels.kind === "read").reduce((sum, { value }) => sum + value, 0);
    },
    queued: async () => Math.max(...(await counts()).map(({ queued }) => queued)),
  };
}
type Value = { value: number; labels: Record<string, string> };
