import { SLOW_DATABASE_FACTOR } from "../latency";
import type { OriginOrder } from "../origin/orders";
import type { Region, Route } from "../shop";
import type { SlowPlace, VisitorOrder } from "../visitors/orders";
import type { FaultName } from "./fault-names";

/** What the faults act upon. */
export type FaultSite = {
  tellOrigin(order: OriginOrder): void;
  tellVisitors(order: VisitorOrder): void;
  purgeEdge(): Promise<void>;
  killRedis(): Promise<void>;
  startRedis(): Promise<void>;
};

/** Where a fault strikes instead of its usual place. */
export type ChosenPlace = { route?: Route | undefined; region?: Region | undefined };

export type ActiveFault = { name: FaultName; until: string };
export type FaultBook = ReturnType<typeof faultBook>;

const SPIKE_FACTOR = 10;
/** Where the way between visitors and the edge is slow. */
const SLOW_PLACES: Partial<Record<FaultName, SlowPlace>> = {
  "slow-route": { route: "/products/:id", region: null },
  "slow-region": { route: null, region: "ap-south" },
  "slow-pair": { route: "/products/:id", region: "us-east" },
  "slow-everywhere": { route: null, region: null },
};
const FLUSH_EVERY_MS = 10_000;

/**
 * Begins faults and ends each one by itself. `report` hears of an end that failed, `log` of each beginning and end that came
 * about.
 */
export function faultBook(
  site: FaultSite,
  report: (line: string) => void,
  log: (name: FaultName, what: "began" | "ended", chosen: ChosenPlace) => void = () => undefined,
) {
  const active = new Map<FaultName, { until: number; timer: NodeJS.Timeout; chosen: ChosenPlace }>();
  let flushing: NodeJS.Timeout | undefined;

  async function flush(): Promise<void> {
    site.tellOrigin({ order: "flush" });
    await site.purgeEdge();
  }
  function settings(): void {
    site.tellOrigin({
      order: "settings",
      policy: active.has("short-ttls") ? "short" : "normal",
      databaseSlowness: active.has("slow-database") ? SLOW_DATABASE_FACTOR : 1,
    });
    site.tellVisitors({
      trafficFactor: active.has("spike") ? SPIKE_FACTOR : 1,
      slow: [...active].flatMap(([name, { chosen }]) => {
        const usual = SLOW_PLACES[name];
        return usual ? { route: chosen.route ?? usual.route, region: chosen.region ?? usual.region } : [];
      }),
    });
  }

  const begin: Partial<Record<FaultName, () => Promise<void>>> = {
    "flush-caches": async () => {
      flushing = setInterval(() => void flush().catch((error: Error) => report(error.message)), FLUSH_EVERY_MS);
      await flush();
    },
    // What is cached already carries its old lifetime.
    "short-ttls": flush,
    "kill-redis": () => site.killRedis(),
  };
  const end: Partial<Record<FaultName, () => Promise<void>>> = {
    "flush-caches": async () => clearInterval(flushing),
    "kill-redis": () => site.startRedis(),
  };

  async function endOne(name: FaultName): Promise<void> {
    const fault = active.get(name);
    if (!fault) return;
    clearTimeout(fault.timer);
    active.delete(name);
    settings();
    await end[name]?.();
    log(name, "ended", fault.chosen);
  }

  return {
    async begin(name: FaultName, seconds: number, chosen: ChosenPlace = {}): Promise<void> {
      const before = active.get(name);
      clearTimeout(before?.timer);
      const timer = setTimeout(
        () => void endOne(name).catch((error: Error) => report(`${name} could not be ended: ${error.message}`)),
        seconds * 1000,
      );
      active.set(name, { until: Date.now() + seconds * 1000, timer, chosen });
      settings();
      if (before) return;
      await begin[name]?.();
      log(name, "began", chosen);
    },
    async clear(): Promise<void> {
      for (const name of [...active.keys()]) await endOne(name);
    },
    /** Forgets all faults without ending them: for a demo that is being stopped. */
    drop(): void {
      for (const { timer } of active.values()) clearTimeout(timer);
      clearInterval(flushing);
      active.clear();
    },
    list: (): ActiveFault[] => [...active].map(([name, { until }]) => ({ name, until: new Date(until).toISOString() })),
  };
}
