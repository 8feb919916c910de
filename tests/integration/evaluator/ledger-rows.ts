import type { World } from "@/lib/evaluator/tick";
import { countsIn, type LedgerRow } from "@/lib/slo/ledger";
import { type Cursor, cursorOf } from "@/lib/store/cursors";
import { loadedLedger } from "@/lib/store/ledger";
import { activeSlos, type Slo } from "@/lib/store/slos";
import { ledgerOf } from "../truth/world";

export function sloOf({ db }: World, id: string): Slo {
  const found = activeSlos(db).find((each) => each.id === id);
  if (!found) throw new Error(`there is no SLO ${id}`);
  return found;
}

export function cursorAt(world: World, id: string): Cursor {
  const cursor = cursorOf(world.db, sloOf(world, id).sliId);
  if (!cursor) throw new Error(`${id} is not counted yet`);
  return cursor;
}

/** Every row of an SLO, oldest first; only of a ledger with a row for every minute. */
export function rowsOf(world: World, id: string): LedgerRow[] {
  const { ledger } = ledgerOf(world, id);
  const [first, last] = [ledger.first()?.minute ?? 0, ledger.last()?.minute ?? -1];
  const loaded = loadedLedger(world.db, sloOf(world, id).sliId, first, last);
  return Array.from({ length: last - first + 1 }, (_, i) => loaded.at(first + i)).filter((row) => row !== null);
}

/** What each minute of (from, to] held. */
export function minutesOf(world: World, id: string, from: number, to: number) {
  const { ledger } = ledgerOf(world, id);
  return Array.from({ length: to - from }, (_, i) => {
    const { total, good, observedSeconds } = countsIn(ledger, from + i, from + i + 1);
    return { total, bad: total - good, observedSeconds };
  });
}

/** The minutes whose rows are not what they were. */
export function changedSince(before: readonly LedgerRow[], after: readonly LedgerRow[]): number[] {
  return before.flatMap((row, i) => (JSON.stringify(row) === JSON.stringify(after[i]) ? [] : [row.minute]));
}
