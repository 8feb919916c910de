import { LONGEST_BURN_MINUTES } from "./burn-rate";
import { type Counts, countsIn, judgedIn, type Ledger } from "./ledger";

/** Counts of the last so many minutes without what was carried over a gap. */
export type Recent = (minutes: number) => Counts;

/** Each length is counted once, and one look for carried minutes serves all of them. */
export function recentIn(ledger: Ledger, minute: number): Recent {
  const known = new Map<number, Counts>();
  let nothingCarried: boolean | undefined;
  return (minutes) => {
    const found = known.get(minutes);
    if (found) return found;
    nothingCarried ??= ledger.carried(minute - LONGEST_BURN_MINUTES, minute).total === 0;
    const counts = (nothingCarried ? countsIn : judgedIn)(ledger, minute - minutes, minute);
    known.set(minutes, counts);
    return counts;
  };
}
