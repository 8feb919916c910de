import { type CachePolicy, NORMAL_POLICY, SHORT_POLICY } from "../cache-policy";
import { demand } from "../demand";
import { SLOW_DATABASE_FACTOR } from "../latency";
import { binomial, mixSeed, normal, poisson, type Random, seeded } from "../random";
import { PRODUCTS_PER_CATEGORY, ROUTE_SHARES, ROUTES, type Route, SEED } from "../shop";
import { type Incident, incidentsBefore, progress } from "./incidents";
import { type Latencies, productPageLatencies, visitorLatencies } from "./latencies";
import { LOOKUPS_PER_PAGE, type SteadyState, steadyState } from "./steady-state";

/** What every counter that an objective needs grew by within one minute. */
export type Minute = {
  edge: { hits: number; misses: number; clientRequests: number; backendRequests: number };
  bytes: { clientBody: number; clientHeader: number; originBody: number; originHeader: number };
  l1: { hits: number; misses: number };
  redis: { hits: number; misses: number };
  database: { cacheMisses: number; live: number };
  productPages: Latencies;
  visitors: Record<Route, Latencies>;
};

/** Mean bytes of an answer, by route, read off the running storefront. */
const BODY_BYTES: Record<Route, number> = {
  "/products/:id": 390,
  "/categories/:id": 850,
  "/images/:id": 24_500,
  "/stock/:id": 27,
};
const EDGE_HEADER_BYTES = 282;
const ORIGIN_HEADER_BYTES = 196;
const IMAGE_SPREAD_BYTES = 9400;

/** While copies are purged every ten seconds no tier keeps one for longer. */
const PURGED_POLICY: CachePolicy = { edge: { product: 10, category: 10, image: 10 }, grace: 0, l1: 10, l2: 10 };
const BAD_EDGE_POLICY: CachePolicy = { ...NORMAL_POLICY, edge: SHORT_POLICY.edge, grace: 0 };
const CRAWLER_FACTOR = 6;

/** The model of the past: any minute of the time that ends at `end`, independent of all others and repeatable. */
export function minuteModel(end: number, average: number): (at: number) => Minute {
  const incidents = incidentsBefore(end);
  const settled = new Map<string, SteadyState>();

  function settle(rate: number, policy: CachePolicy): SteadyState {
    const rounded = Math.max(1, Math.round(rate));
    const key = `${rounded} ${policy.edge.product} ${policy.l1}`;
    let state = settled.get(key);
    if (!state) {
      state = steadyState(rounded, policy);
      settled.set(key, state);
    }
    return state;
  }

  return (at) => {
    const random = seeded(mixSeed(SEED, at / 60));
    const now = incidents.filter(({ from, to }) => at >= from && at < to);
    const rate = demand(at, average) * trafficFactor(now, at) * Math.exp(0.05 * drift(1, at) + 0.03 * normal(random));
    const slowness = now.some(({ kind }) => kind === "slow-database") ? SLOW_DATABASE_FACTOR : 1;
    const state = settle(rate, policyDuring(now));
    return drawMinute(rate, state, coldRedis(now, at), slowness * inSteps(Math.exp(0.06 * drift(2, at))), random);
  };
}

function drawMinute(rate: number, state: SteadyState, cold: number, slowness: number, random: Random): Minute {
  const requests = perRoute((route) => poisson(rate * 60 * ROUTE_SHARES[route], random));
  const stock = requests["/stock/:id"];
  const missesOf = (route: Route, perSecond: number) =>
    binomial(requests[route], Math.min(1, perSecond / (rate * ROUTE_SHARES[route])), random);
  const misses: Record<Route, number> = {
    "/products/:id": missesOf("/products/:id", state.misses.product),
    "/categories/:id": missesOf("/categories/:id", state.misses.category),
    "/images/:id": missesOf("/images/:id", state.misses.image),
    "/stock/:id": stock,
  };
  const refreshes = (of: "product" | "category" | "image") =>
    poisson((state.fetches[of] - state.misses[of]) * 60, random);
  const fetches: Record<Route, number> = {
    "/products/:id": misses["/products/:id"] + refreshes("product"),
    "/categories/:id": misses["/categories/:id"] + refreshes("category"),
    "/images/:id": misses["/images/:id"] + refreshes("image"),
    "/stock/:id": stock,
  };
  const clientRequests = total(requests);
  const backendRequests = total(fetches);
  const edgeMisses = total(misses) - stock;

  const lookups =
    fetches["/products/:id"] * LOOKUPS_PER_PAGE.product + fetches["/categories/:id"] * LOOKUPS_PER_PAGE.category;
  const l1Misses = binomial(lookups, state.l1Misses / state.l1Lookups, random);
  const redisMisses = binomial(l1Misses, Math.max(cold, state.l2Misses / state.l1Misses), random);
  const bytes = (counts: Record<Route, number>) => {
    const mean = ROUTES.reduce((sum, route) => sum + counts[route] * BODY_BYTES[route], 0);
    return Math.max(0, Math.round(mean + normal(random) * IMAGE_SPREAD_BYTES * Math.sqrt(counts["/images/:id"])));
  };
  return {
    edge: { hits: clientRequests - stock - edgeMisses, misses: edgeMisses, clientRequests, backendRequests },
    bytes: {
      clientBody: bytes(requests),
      clientHeader: clientRequests * EDGE_HEADER_BYTES,
      originBody: bytes(fetches),
      originHeader: backendRequests * ORIGIN_HEADER_BYTES,
    },
    l1: { hits: lookups - l1Misses, misses: l1Misses },
    redis: { hits: l1Misses - redisMisses, misses: redisMisses },
    database: {
      cacheMisses: binomial(redisMisses, readsPerMiss(fetches, redisMisses / lookups), random),
      live: fetches["/products/:id"] + stock,
    },
    productPages: productPageLatencies(fetches["/products/:id"], slowness, random),
    visitors: perRoute((route) => visitorLatencies(route, requests[route], misses[route], slowness, random)),
  };
}

/** A category's page reads all the products it misses at once, so with many misses there are fewer reads than misses. */
function readsPerMiss(fetches: Record<Route, number>, missShare: number): number {
  if (!(missShare > 0)) return 0;
  const perCategory = 1 - (1 - missShare) ** PRODUCTS_PER_CATEGORY + missShare;
  const reads = fetches["/products/:id"] * missShare + fetches["/categories/:id"] * perCategory;
  const misses = (fetches["/products/:id"] + fetches["/categories/:id"] * LOOKUPS_PER_PAGE.category) * missShare;
  return reads / misses;
}

function policyDuring(now: Incident[]): CachePolicy {
  if (now.some(({ kind }) => kind === "purge-storm")) return PURGED_POLICY;
  if (now.some(({ kind }) => kind === "bad-edge-deploy")) return BAD_EDGE_POLICY;
  return NORMAL_POLICY;
}

/** After a restart Redis is empty and fills as L1 copies expire. */
function coldRedis(now: Incident[], at: number): number {
  const restart = now.find(({ kind }) => kind === "redis-restart");
  return restart ? 1 - progress(restart, at) : 0;
}

function trafficFactor(now: Incident[], at: number): number {
  return now.reduce((factor, incident) => {
    if (incident.kind === "crawler") return factor * CRAWLER_FACTOR;
    if (incident.kind === "black-friday") return factor * (1 + 2.5 * (1 - progress(incident, at)));
    return factor;
  }, 1);
}

/** A smooth wander around 0, new every hour, so that hours differ by more than chance. */
function drift(kind: number, at: number): number {
  const hour = Math.floor(at / 3600);
  const within = at / 3600 - hour;
  const eased = within * within * (3 - 2 * within);
  return hourly(kind, hour) * (1 - eased) + hourly(kind, hour + 1) * eased;
}

/** In steps of one per cent, so that few distinct latency shapes have to be worked out. */
function inSteps(factor: number): number {
  return Math.round(factor * 100) / 100;
}

function hourly(kind: number, hour: number): number {
  return normal(seeded(mixSeed(SEED, kind, hour)));
}

function perRoute<T>(value: (route: Route) => T): Record<Route, T> {
  return {
    "/products/:id": value("/products/:id"),
    "/categories/:id": value("/categories/:id"),
    "/images/:id": value("/images/:id"),
    "/stock/:id": value("/stock/:id"),
  };
}

function total(counts: Record<Route, number>): number {
  return ROUTES.reduce((sum, route) => sum + counts[route], 0);
}
