import type { CachePolicy } from "../cache-policy";
import { zipfWeights } from "../popularity";
import { CATEGORIES, categoryOf, IMAGES, PRODUCTS, PRODUCTS_PER_CATEGORY, ROUTE_SHARES } from "../shop";

/** What the caches do on average, in events per second, once they have settled at a rate of requests. */
export type SteadyState = {
  /** Requests that found nothing at the edge and waited for the origin. */
  misses: { product: number; category: number; image: number };
  /** Copies the edge fetched: the misses, and the refreshes behind a hit on a copy in its grace. */
  fetches: { product: number; category: number; image: number };
  l1Lookups: number;
  l1Misses: number;
  l2Misses: number;
};

const WEIGHTS = {
  product: zipfWeights(PRODUCTS),
  category: zipfWeights(CATEGORIES),
  image: zipfWeights(IMAGES),
};

/**
 * A copy that lives T seconds and is asked for λ times a second (independently, so the wait for the next request is
 * 1/λ on average) is fetched every T + 1/λ seconds. The fetch is hidden behind a hit if the request comes within the
 * grace. The same holds tier by tier downward, each tier's misses being the requests of the next.
 */
export function steadyState(requestsPerSecond: number, policy: CachePolicy): SteadyState {
  const rate = (share: number) => requestsPerSecond * share;
  const product = edgeFetches(WEIGHTS.product, rate(ROUTE_SHARES["/products/:id"]), policy.edge.product, policy.grace);
  const category = edgeFetches(
    WEIGHTS.category,
    rate(ROUTE_SHARES["/categories/:id"]),
    policy.edge.category,
    policy.grace,
  );
  const image = edgeFetches(WEIGHTS.image, rate(ROUTE_SHARES["/images/:id"]), policy.edge.image, policy.grace);

  // A category's page looks up the category and each of its products.
  const lookups = [
    ...product.each.map((own, index) => own + (category.each[categoryOf(index + 1) - 1] ?? 0)),
    ...category.each,
  ];
  const l1 = lookups.map((rateOfKey) => renewals(rateOfKey, policy.l1));
  const l2 = l1.map((rateOfKey) => renewals(rateOfKey, policy.l2));
  return {
    misses: { product: product.misses, category: category.misses, image: image.misses },
    fetches: { product: sum(product.each), category: sum(category.each), image: sum(image.each) },
    l1Lookups: sum(lookups),
    l1Misses: sum(l1),
    l2Misses: sum(l2),
  };
}

export const LOOKUPS_PER_PAGE = { product: 1, category: 1 + PRODUCTS_PER_CATEGORY };

function edgeFetches(weights: number[], rate: number, lifetime: number, grace: number) {
  const each = weights.map((weight) => renewals(rate * weight, lifetime));
  const misses = sum(each.map((fetches, index) => fetches * Math.exp(-rate * (weights[index] ?? 0) * grace)));
  return { each, misses };
}

function renewals(requestsPerSecond: number, lifetime: number): number {
  return requestsPerSecond > 0 ? 1 / (lifetime + 1 / requestsPerSecond) : 0;
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
