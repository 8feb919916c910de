import { zipf } from "../popularity";
import type { Random } from "../random";
import { ROUTE_SHARES, ROUTE_SIZES, ROUTES, type Route } from "../shop";

export type Visit = { route: Route; path: string };

const popular: Record<Route, (random: Random) => number> = {
  "/products/:id": zipf(ROUTE_SIZES["/products/:id"]),
  "/categories/:id": zipf(ROUTE_SIZES["/categories/:id"]),
  "/images/:id": zipf(ROUTE_SIZES["/images/:id"]),
  "/stock/:id": zipf(ROUTE_SIZES["/stock/:id"]),
};

/** What one visitor asks for next. */
export function nextVisit(random: Random): Visit {
  const route = drawRoute(random);
  return { route, path: route.replace(":id", String(popular[route](random))) };
}

function drawRoute(random: Random): Route {
  let left = random();
  for (const route of ROUTES) {
    left -= ROUTE_SHARES[route];
    if (left < 0) return route;
  }
  return "/images/:id";
}
