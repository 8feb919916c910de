import type http from "node:http";
import type { Random } from "../../random";
import { productKey } from "../catalogue";
import { traitsOf } from "../cell";
import { connectDatabase } from "../database";
import { announcer } from "../invalidation";
import { leases } from "../lease";
import { HOT_PRODUCT, type Parameters } from "../parameters";
import { cacheAside } from "../patterns/cache-aside";
import type { Pattern, PatternName, PatternSite } from "../patterns/pattern";
import { type FlushOptions, writeBehind } from "../patterns/write-behind";
import { writeThrough } from "../patterns/write-through";
import { cacheReader } from "../reader";
import { inProcessStore } from "../stores/in-process";
import { memcachedStore } from "../stores/memcached";
import { noStore } from "../stores/none";
import { redisStore } from "../stores/redis";
import type { Store, StoreName } from "../stores/store";
import { originMetrics } from "./metrics";
import { pages } from "./pages";
import { originServer } from "./server";
import type { OriginSettings } from "./settings";
import type { Situation } from "./situation";
import { warmUp } from "./warm-up";

const FLUSH_TURN_MS = 3000;

/** One origin process, its caches warm as asked. Not yet listening. */
export async function assembleOrigin(
  settings: OriginSettings,
  parameters: Parameters,
  random: Random,
  say: (line: string) => void,
): Promise<{ server: http.Server; stop(): Promise<void> }> {
  const { cell } = settings;
  const { near, protection, purges, isPreloaded, isLongLived } = traitsOf(cell.variant);
  const metrics = originMetrics(cell);
  const store = await openStore(cell.store, settings.storePort, say);
  const service = { median: parameters.databaseMedianMs / 1000, sigma: parameters.databaseSigma };
  const database = connectDatabase(settings.socketDir, service, parameters.databaseConnections, random, (kind) =>
    metrics.database.inc({ kind }),
  );
  const leaseTimes = { waitMs: parameters.leaseWaitMs, pollMs: parameters.leasePollMs };
  const reader = cacheReader({
    store,
    isShared: cell.store !== "in-process",
    hasNear: near,
    protection,
    lifetimes: parameters,
    earlyRefreshBeta: parameters.earlyRefreshBeta,
    lease: { forMs: parameters.leaseMs, ...leaseTimes },
    random,
    now: Date.now,
    count: (level, hit) => metrics.lookups.inc({ level, result: hit ? "hit" : "miss" }),
    countRefresh: () => metrics.refreshes.inc(),
    say,
  });
  const situation: Situation = { scenario: cell.scenario, hotProduct: false };
  const longer = isLongLived ? parameters.longLivedFactor : 1;
  const shown = pages({ reader, database, parameters, protection, longer, situation, random });
  const { announce, stop } = announcer({ ...settings, purges, purgeAgainMs: parameters.purgeAgainMs }, (who) =>
    metrics.unannounced.inc({ who }),
  );
  const turns = leases(store, { forMs: FLUSH_TURN_MS, ...leaseTimes }, Date.now, random);
  const { categories } = parameters;
  const pattern = patternOf(
    cell.pattern,
    { reader, database, queue: store.queue, categories, known: shown.known, announce, say },
    {
      everyMs: parameters.flushEveryMs,
      most: parameters.flushMost,
      takeTurn: () => turns.take("flush"),
    },
  );
  if (isPreloaded) await warmUp(reader, database, parameters);
  async function turnTo(next: Situation): Promise<void> {
    const hot = productKey(HOT_PRODUCT.id);
    // What is kept of it would outlive the scenario.
    if (next.hotProduct !== situation.hotProduct) await reader.forget([hot]);
    Object.assign(situation, next);
    reader.setLifetime(hot, next.hotProduct ? HOT_PRODUCT.lifetimeMs : null);
    metrics.beginAnew(next.scenario);
  }
  const server = originServer({ pages: shown, pattern, reader, queue: store.queue, metrics, turnTo });
  return {
    server,
    async stop() {
      await pattern.stop();
      stop();
      server.closeAllConnections();
      server.close();
      store.close();
      await database.close();
    },
  };
}

function patternOf(name: PatternName, site: PatternSite, flush: FlushOptions): Pattern {
  switch (name) {
    case "cache-aside":
      return cacheAside(site);
    case "write-through":
      return writeThrough(site);
    case "write-behind":
      return writeBehind(site, flush);
  }
}

async function openStore(name: StoreName, port: number | null, say: (line: string) => void): Promise<Store> {
  if (name === "in-process") return inProcessStore();
  if (name === "none") return noStore();
  if (port === null) throw new Error(`${name} needs its port`);
  return name === "redis" ? redisStore(port, say) : memcachedStore(port);
}
