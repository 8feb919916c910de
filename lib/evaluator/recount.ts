import "server-only";
import { log } from "@/lib/log";
import { keysOf, neededFor, talliesFrom } from "@/lib/rules/question";
import { add, type LedgerRow, rowsAbove, subtract, type Tally } from "@/lib/slo/ledger";
import { atomically, type Database } from "@/lib/store/database";
import { saveGaugeValues } from "@/lib/store/gauge-values";
import { loadedLedger, replaceRows, storedLedger } from "@/lib/store/ledger";
import { addRecount } from "@/lib/store/recounts";
import { ask, refusalOf } from "./ask";
import { gapsAt } from "./gaps";
import type { Passed, World } from "./world";

/** Late samples are looked for so far back (arithmetic.md 4). */
const RECOUNTED_MINUTES = 120;
/** Sums of fractions differ in their last digits. */
const ROUNDING = 1e-6;

/**
 * Counts the last two hours of some SLOs again: each has its own minute of the hour, so that the engine's load is even. Minutes
 * that hold more, or other, than they did are written anew, and what was added is recorded. Breaches that were closed stay as
 * they were.
 */
export async function recount(world: World, passed: readonly Passed[], now: Date): Promise<void> {
  const some = passed.flatMap(({ slo, before, cursor }) =>
    passes(slo.sliId % 60, 60, before.liveMinute, cursor.liveMinute)
      ? [{ slo, from: cursor.liveMinute - RECOUNTED_MINUTES, to: before.liveMinute }]
      : [],
  );
  // Those with a delay of their own stand at other minutes.
  for (const to of new Set(some.map((each) => each.to))) {
    const together = some.filter((each) => each.to === to);
    const from = Math.min(...together.map((each) => each.from)) + 1;
    if (from > to) continue;
    const needed = together.map(({ slo }) => neededFor(slo));
    const asked = await ask(world.engine, {
      selectors: needed.flatMap(({ selectors }) => selectors),
      values: needed.flatMap(({ values }) => values),
      from: from - 1,
      to,
      gapBefore: gapsAt(
        world.db,
        together.map(({ slo }) => slo),
        from - 2,
      ),
    });
    for (const { slo } of together) {
      if (refusalOf(keysOf(neededFor(slo)), asked.refused) !== null) continue;
      try {
        const first = Math.max(from, (storedLedger(world.db, slo.sliId).first()?.minute ?? to) + 1);
        const { tallies, worst } = talliesFrom(slo, asked, first - 1, to, { gap: false, carried: false });
        atomically(world.db, () => {
          if (rewrite(world.db, slo.sliId, tallies.slice(1), now)) saveGaugeValues(world.db, slo.sliId, worst);
        });
      } catch (error) {
        log.error({ err: error }, `${slo.id} could not be counted again; it is tried again in an hour`);
      }
    }
  }
}

/** Whether one of the minutes (from, to] is `phase` past a multiple of `period`. */
export const passes = (phase: number, period: number, from: number, to: number): boolean =>
  Math.floor((to - phase) / period) > Math.floor((from - phase) / period);

/** Puts right what the minutes of these tallies hold, and moves the rows above. Returns whether anything had changed. */
function rewrite(db: Database, sliId: number, tallies: readonly Tally[], now: Date): boolean {
  const [first, last] = [tallies[0], tallies.at(-1)];
  if (!first || !last) return false;
  const stored = loadedLedger(db, sliId, first.minute - 1, Number.MAX_SAFE_INTEGER);
  const base = stored.first();
  if (!base || base.minute !== first.minute - 1) return false;
  let isLost = false;
  const merged = tallies.map((again) => {
    const [row, below] = [stored.at(again.minute), stored.at(again.minute - 1)];
    if (!row || !below) throw new Error(`minute ${again.minute} of SLI ${sliId} is not there`);
    const was: Tally = { ...subtract(row, below), minute: again.minute, carried: row.carried };
    // What the engine has lost since then was counted all the same, and the first minute that it has begins nowhere.
    const wasLost = isLost;
    isLost = again.observedSeconds < was.observedSeconds;
    return isLost || wasLost || same(was, again) ? was : again;
  });
  const rows = rowsAbove(base, merged);
  const changed = rows.filter((row, i) => {
    const was = stored.at(row.minute) as LedgerRow;
    const below = { was: stored.at(row.minute - 1) as LedgerRow, now: rows[i - 1] ?? base };
    return !same(subtract(row, below.now), subtract(was, below.was)) || row.carried !== was.carried;
  });
  const [lowest, highest] = [changed[0], changed.at(-1)];
  if (!lowest || !highest) return false;
  const shift = subtract(rows.at(-1) as LedgerRow, stored.at(last.minute) as LedgerRow);
  const above: LedgerRow[] = [];
  for (let minute = last.minute + 1; minute <= (stored.last()?.minute ?? 0); minute++) {
    const row = stored.at(minute) as LedgerRow;
    above.push({ ...add(row, shift), minute, carried: row.carried });
  }
  replaceRows(db, sliId, [...rows, ...above]);
  addRecount(db, sliId, {
    fromMinute: lowest.minute - 1,
    toMinute: highest.minute,
    goodAdded: shift.good,
    totalAdded: shift.total,
    secondsAdded: shift.observedSeconds,
    createdAt: now.getTime(),
  });
  return true;
}

type Held = Omit<Tally, "minute" | "carried">;

function same(a: Held, b: Held): boolean {
  const near = (x: number, y: number): boolean => Math.abs(x - y) <= ROUNDING * Math.max(1, Math.abs(x));
  return (
    near(a.good, b.good) &&
    near(a.total, b.total) &&
    a.observedSeconds === b.observedSeconds &&
    (a.buckets ?? b.buckets ?? []).every((_, i) => near(a.buckets?.[i] ?? 0, b.buckets?.[i] ?? 0))
  );
}
