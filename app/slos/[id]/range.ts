import type { RangeName } from "@/lib/views/slo";

export const RANGE_WORDS: Record<RangeName, string> = { "24h": "24 h", "7d": "7 d", "28d": "28 d", "90d": "90 d" };

/** What the address asks for; the four weeks most targets are judged over where it asks for nothing we have. */
export function rangeOr(asked: string | null | undefined): RangeName {
  return typeof asked === "string" && Object.hasOwn(RANGE_WORDS, asked) ? (asked as RangeName) : "28d";
}
