import "server-only";
import { countsIn, type Ledger } from "@/lib/slo/ledger";

/** Minutes (from, to] whose edges are rows that are kept. */
export type Kept = { from: number; to: number };

/**
 * The minutes (from, to] with their edges snapped outward to rows that are kept (arithmetic.md 7). Where nothing was counted
 * before `from`, it stays; nothing after the last row is answered for.
 */
export function snappedOutward(ledger: Ledger, from: number, to: number): Kept {
  const [first, last] = [ledger.first(), ledger.last()];
  if (!first || !last || to <= first.minute) return { from, to };
  return {
    from: Math.min(from, ledger.at(from)?.minute ?? from),
    to: ledger.atOrAfter(to)?.minute ?? to,
  };
}

/** Observed share of the minutes (from, to], 0..1. */
export function coverageIn(ledger: Ledger, from: number, to: number): number {
  const kept = snappedOutward(ledger, from, to);
  // What lies after the last row has elapsed and is not observed.
  const elapsed = (Math.max(kept.to, to) - kept.from) * 60;
  return elapsed > 0 ? Math.min(1, countsIn(ledger, kept.from, kept.to).observedSeconds / elapsed) : 0;
}
