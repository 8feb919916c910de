import { type Ledger, type LedgerRow, ledgerOf, rowsAbove, type Tally } from "@/lib/slo/ledger";
import type { TargetVersion } from "@/lib/slo/target-history";

/**
 * Tallies, a word a minute: `99/100` is 99 good of 100, `3,5/6` a histogram with 3 and 5 events at its two edges and 6 in
 * all, `/6` six events of which no bucket is known, `-` an unobserved minute, `~99/100` one carried over a gap; `…*30` goes
 * on for 30 minutes.
 */
export function tallies(words: string, first = 1): Tally[] {
  const minutes = words
    .split(/\s+/)
    .filter(Boolean)
    .flatMap((word) => {
      const [minute = "", times = "1"] = word.split("*");
      return Array.from({ length: Number(times) }, () => minute);
    });
  return minutes.map((word, i) => tally(word, first + i));
}

function tally(word: string, minute: number): Tally {
  const carried = word.startsWith("~");
  const [left = "", right = "0"] = word.replace("~", "").split("/");
  return {
    minute,
    good: left === "-" || left.includes(",") ? 0 : Number(left),
    total: left === "-" ? 0 : Number(right),
    observedSeconds: left === "-" ? 0 : 60,
    buckets: left.includes(",") ? left.split(",").map(Number) : null,
    carried,
  };
}

export const zeroAt = (minute: number): LedgerRow => ({
  minute,
  good: 0,
  total: 0,
  observedSeconds: 0,
  buckets: null,
  carried: false,
});

/** The ledger of such minutes, the first of which is minute 1. */
export const counted = (words: string): Ledger => ledgerOf([zeroAt(0), ...rowsAbove(zeroAt(0), tallies(words))]);

/** Target versions, each `95% 28d` or `95% month@UTC`, with `≤0.2` for a latency and `@100` for the minute from whose end on it holds. */
export function targets(...lines: string[]): TargetVersion[] {
  return lines.map((line, i) => {
    const find = (pattern: RegExp): string | undefined => pattern.exec(line)?.[1];
    const threshold = find(/≤([\d.]+)/);
    return {
      version: i + 1,
      objective: Number((Number(find(/([\d.]+)%/)) / 100).toPrecision(12)),
      threshold: threshold === undefined ? null : Number(threshold),
      window: find(/(\d+[dw]|(?:week|month|quarter)@\S+)/) ?? "28d",
      inForceFrom: Number(find(/@([\d.]+)/) ?? 0) * 60_000,
      decisionPath: null,
      decisionId: null,
      adrCommit: null,
      asDrift: false,
      author: "ada",
      reason: "measured",
    };
  });
}
