import { normal, type Random } from "./random";

/** Upper bounds of the request histograms, in seconds. The objectives' 0.2 is one of them. */
export const LATENCY_EDGES = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2.5];

export type Lognormal = { median: number; sigma: number };

/** One read of the product database: median 15 ms, 99th percentile 60 ms. SQLite stands for a database server. */
export const DATABASE_READ: Lognormal = { median: 0.015, sigma: 0.6 };

export const SLOW_DATABASE_FACTOR = 20;

export function drawSeconds(distribution: Lognormal, random: Random): number {
  return distribution.median * Math.exp(distribution.sigma * normal(random));
}

/** The share of draws that are at most `seconds`. */
export function shareWithin(distribution: Lognormal, seconds: number): number {
  if (seconds <= 0) return 0;
  return normalShare(Math.log(seconds / distribution.median) / distribution.sigma);
}

/** The standard normal distribution function through the logistic approximation; its error stays under 0.0002. */
function normalShare(z: number): number {
  return 1 / (1 + Math.exp(-(1.5976 * z + 0.070565992 * z ** 3)));
}

export function meanSeconds(distribution: Lognormal): number {
  return distribution.median * Math.exp(distribution.sigma ** 2 / 2);
}
