/** How long each tier may keep a copy, in seconds. */
export type CachePolicy = {
  edge: { product: number; category: number; image: number };
  grace: number;
  l1: number;
  l2: number;
};

/**
 * The edge refreshes an object about every five minutes, so L1 sees a product again after one to two minutes (its own
 * page, and the page of its category). A tier reaches 95 % only if it keeps a copy for 20 times that interval: hence
 * an hour for L1, and for Redis, which sees a key once per L1 lifetime, two days.
 */
export const NORMAL_POLICY: CachePolicy = {
  edge: { product: 300, category: 120, image: 1800 },
  grace: 120,
  l1: 3600,
  l2: 2 * 86_400,
};

export const SHORT_POLICY: CachePolicy = {
  edge: { product: 1, category: 1, image: 1 },
  grace: 0,
  l1: 1,
  l2: 1,
};

/** Shares by which a lifetime is varied, so that copies made together do not expire together. */
export const EDGE_JITTER = 0.2;
export const TIER_JITTER = 0.1;

export function jittered(seconds: number, share: number, random: () => number): number {
  return seconds * (1 + share * (2 * random() - 1));
}
