import type { Tier } from "@/lib/costs/tiers";

const MICROS = 1_000_000;

const priceText = (micros: number | null): string =>
  micros === null ? "unknown" : String(Number((micros / MICROS).toFixed(6)));

/** Tiers as people type them: `10000: 0.085`, one a line, the last without an end. */
export const tiersText = (tiers: readonly Tier[]): string =>
  tiers.map(({ upTo, micros }) => `${upTo === null ? "" : `${upTo}: `}${priceText(micros)}`).join("\n");

/** What was typed, for the server to judge: a number that is none is sent as it is. */
export function tiersIn(text: string): { upTo?: number; price: string }[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => {
      const [first = "", second] = line.split(":").map((part) => part.trim());
      return second === undefined ? { price: first } : { upTo: Number(first.replaceAll(",", "")), price: second };
    });
}
