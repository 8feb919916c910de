import { billOf } from "./bill";
import { firstThat } from "./bisect";
import { compare } from "./comparison";
import { type Amount, difference } from "./money";
import type { Setup } from "./plan";
import type { Price } from "./price-list";
import { requestsOf, scaled, type Volumes, withCaches, withoutCaches } from "./usage";

/** From how many requests in the time of the phases on the caches pay, with the same mix of traffic. Words call it a month. */
export type Payback =
  | { pays: "from"; requests: number; knownTo: number | null }
  | { pays: "always"; knownTo: number | null }
  /** `isAll`: above it nothing is looked at; else nothing is known there. */
  | { pays: "never"; upTo: number; isAll: boolean }
  | { pays: "unknown"; why: string };

/** So many requests a month are looked at, four for each power of ten. */
const GRID = Array.from({ length: 33 }, (_, i) => Math.round(10 ** (3 + i / 4)));

/**
 * The caches pay from n on where they pay at n and at every greater volume that is looked at: that holds from some n on, so
 * that it can be bisected; between two volumes of the grid, machines that are bought one by one may make it waver.
 */
export function paybackOf(setup: Setup, prices: readonly Price[], phases: readonly Volumes[]): Payback {
  const base = requestsOf(phases);
  if (base === null) return { pays: "unknown", why: "requests at the edge are not measured" };
  if (base === 0) return { pays: "unknown", why: "there were no requests" };
  const benefitAt = (requests: number): Amount => benefitOf(setup, prices, scaled(phases, requests / base));
  const benefits = GRID.map((requests) => ({ requests, benefit: benefitAt(requests) }));
  const dark = benefits.findIndex(({ benefit }) => !benefit.known);
  const seen = dark === -1 ? benefits : benefits.slice(0, dark);
  const first = benefits[dark]?.benefit;
  if (seen.length === 0) return { pays: "unknown", why: first && !first.known ? first.why : "no price is known" };
  const knownTo = dark === -1 ? null : (seen.at(-1)?.requests ?? null);
  const last = seen.findLastIndex(({ benefit }) => !isPaying(benefit));
  if (last === seen.length - 1) return { pays: "never", upTo: seen.at(-1)?.requests ?? 0, isAll: dark === -1 };
  if (last === -1) return { pays: "always", knownTo };
  const [below, above] = [seen[last]?.requests ?? 0, seen[last + 1]?.requests ?? 0];
  return { pays: "from", requests: firstThat((n) => isPaying(benefitAt(n)), below, above), knownTo };
}

const isPaying = (benefit: Amount): boolean => benefit.known && benefit.micros >= 0;

const benefitOf = (setup: Setup, prices: readonly Price[], phases: readonly Volumes[]): Amount =>
  difference(billOf(setup, prices, withoutCaches(phases)).total, billOf(setup, prices, withCaches(phases)).total);

export type Multiple = {
  times: number;
  requests: number | null;
  without: Amount;
  with: Amount;
  benefit: Amount;
  spend: Amount;
  roi: number | null;
};

/** The same month with so many times its traffic. */
export const multiplesOf = (
  setup: Setup,
  prices: readonly Price[],
  phases: readonly Volumes[],
  times: readonly number[],
): Multiple[] =>
  times.map((n) => {
    const more = scaled(phases, n);
    const { bills, benefit, spend, roi } = compare(setup, prices, more, more);
    const [without, at] = [bills.without.total, bills.with.total];
    return { times: n, requests: requestsOf(more), without, with: at, benefit, spend, roi };
  });
