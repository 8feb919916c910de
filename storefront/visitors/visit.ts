import { zipf } from "../popularity";
import type { Random } from "../random";
import { REGION_SHARES, REGIONS, type Region, ROUTE_SHARES, ROUTE_SIZES, ROUTES, type Route } from "../shop";
import type { SlowPlace } from "./orders";

export type Visit = { route: Route; path: string; region: Region };

const popular: Record<Route, (random: Random) => number> = {
  "/products/:id": zipf(ROUTE_SIZES["/products/:id"]),
  "/categories/:id": zipf(ROUTE_SIZES["/categories/:id"]),
  "/images/:id": zipf(ROUTE_SIZES["/images/:id"]),
  "/stock/:id": zipf(ROUTE_SIZES["/stock/:id"]),
};

/** What one visitor asks for next. */
export function nextVisit(random: Random): Visit {
  const route = drawRoute(random);
  return { route, path: route.replace(":id", String(popular[route](random))), region: drawRegion(random) };
}

/** Whether a fault makes a visit slow. */
export const isSlow = ({ route, region }: Visit, places: readonly SlowPlace[]): boolean =>
  places.some((slow) => (slow.route ?? route) === route && (slow.region ?? region) === region);

function drawRegion(random: Random): Region {
  let left = random();
  for (const region of REGIONS) {
    left -= REGION_SHARES[region];
    if (left < 0) return region;
  }
  return "eu-west";
}

function drawRoute(random: Random): Route {
  let left = random();
  for (const route of ROUTES) {
    left -= ROUTE_SHARES[route];
    if (left < 0) return route;
  }
  return "/images/:id";
}
