import type { RangeName } from "@/lib/slo/range";
import type { ShownTerms } from "@/lib/views/slo";

export const RANGE_WORDS: Record<RangeName, string> = {
  "24h": "24\u202fh",
  "7d": "7\u202fd",
  "28d": "28\u202fd",
  "90d": "90\u202fd",
  quarter: "Quarter",
};

/** What the address says of the page: the range, the comparison, and whether what happened is left out. */
export type PageTerms = { range: string | null; from: string | null; to: string | null; previous: string | null };

const NAMES = ["range", "from", "to", "previous"] as const;

export const termsIn = (given: { get(name: string): string | null }): PageTerms =>
  Object.fromEntries(NAMES.map((name) => [name, given.get(name)])) as PageTerms;

/** Those that the page has, in one order, so that one range has one address. */
export function queryOf(terms: ShownTerms): string {
  const query = new URLSearchParams();
  for (const name of NAMES) if (terms[name]) query.set(name, terms[name]);
  return String(query);
}

/** Asks for another range and keeps the rest of the address. */
export function withRange(present: URLSearchParams, range: RangeName | { from: number; to: number }): string {
  const query = new URLSearchParams(present);
  for (const name of ["range", "from", "to"]) query.delete(name);
  if (typeof range === "string") query.set("range", range);
  else {
    query.set("from", toMinute(range.from));
    query.set("to", toMinute(range.to));
  }
  return `?${query}`;
}

/** "2026-11-24T09:12Z": no figure is finer than a minute. */
export const toMinute = (at: number | string): string => `${new Date(at).toISOString().slice(0, 16)}Z`;
