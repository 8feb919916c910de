import "server-only";
import { log } from "@/lib/log";
import { keysOf, neededFor, talliesFrom } from "@/lib/rules/question";
import { SETTLED } from "@/lib/rules/tally";
import { type Held, isNothing, NOTHING_HELD, sumOf } from "@/lib/slo/held";
import { add, type Counts, type LedgerRow, rowsAbove, settledMinute, subtract, type Tally } from "@/lib/slo/ledger";
import { isCounted } from "@/lib/slo/sli";
import { cursorOf, saveHeld } from "@/lib/store/cursors";
import { atomically, type Database } from "@/lib/store/database";
import { saveGaugeValues } from "@/lib/store/gauge-values";
import { loadedLedger, replaceRows, storedLedger } from "@/lib/store/ledger";
import { addRecount } from "@/lib/store/recounts";
import { ask, refusalOf } from "./ask";
import { gapsAt } from "./gaps";
import type { Due, Passed, World } from "./world";

/** Late samples are looked for so far back (arithmetic.md 4). */
const RECOUNTED_MINUTES = 120;
/** A gap that was longer before them keeps what was counted of it. */
const LONGEST_GAP_MINUTES = 1440;
/** Sums of fractions differ in their last digits. */
const ROUNDING = 1e-6;

/**
 * Counts the last two hours of some SLOs again: each has its own minute of the hour, so that the engine's load is even. Minutes
 * that hold more, or other, than they did are written anew, and what was added is recorded. Breaches that were closed stay as
 * they were.
 */
export async function recount(world: World, passed: readonly Passed[], now: Date): Promise<void> {
  const due = passed.flatMap(({ slo, before, cursor }) => {
    if (!passes(slo.sliId % 60, 60, before.liveMinute, cursor.liveMinute)) return [];
    const base = baseOf(world.db, { slo, cursor });
    return base === null || base >= before.liveMinute ? [] : [{ slo, before, base, to: before.liveMinute }];
  });
  // Those with a delay of their own stand at other minutes, and those in a gap begin with it.
  const spans = new Map(due.map(({ base, to }) => [`${base} ${to}`, { base, to }]));
  for (const { base, to } of spans.values()) {
    const together = due.filter((each) => each.base === base && each.to === to);
    const needed = together.map(({ slo }) => neededFor(slo));
    const asked = await ask(world.engine, {
      selectors: needed.flatMap(({ selectors }) => selectors),
      values: needed.flatMap(({ values }) => values),
      from: base,
      to,
      gapBefore: gapsAt(
        world.db,
        together.map(({ slo }) => slo),
        base - 1,
      ),
    });
    for (const { slo, before } of together) {
      if (refusalOf(keysOf(neededFor(slo)), asked.refused) !== null) continue;
      try {
        const below = talliesFrom(slo, asked, base, base, SETTLED).left;
        const { tallies, left, worst } = talliesFrom(slo, asked, base + 1, to, { ...below, held: null });
        const added = sumOf(left.held ?? NOTHING_HELD, before.held ?? NOTHING_HELD, -1);
        atomically(world.db, () => {
          const { changed, isLost } = rewrite(world.db, slo.sliId, tallies, now);
          if (changed) saveGaugeValues(world.db, slo.sliId, worst);
          if (!isLost) moveHeld(world.db, slo.sliId, to, added);
        });
      } catch (error) {
        log.error({ err: error }, `${slo.id} could not be counted again; it is tried again in an hour`);
      }
    }
  }
}

/**
 * The minute above which an SLI is counted again: what is held in a gap is known only from where the gap began. null where all
 * of it lies in a gap that is too long.
 */
function baseOf(db: Database, { slo, cursor }: Due): number | null {
  const ledger = storedLedger(db, slo.sliId);
  const first = ledger.first()?.minute ?? cursor.liveMinute;
  const earliest = Math.max(first, cursor.liveMinute - RECOUNTED_MINUTES);
  if (!isCounted(slo.sli)) return earliest;
  const settled = settledMinute(ledger, earliest);
  if (earliest - settled <= LONGEST_GAP_MINUTES) return settled;
  for (let minute = earliest + 1; minute <= cursor.liveMinute; minute++)
    if (settledMinute(ledger, minute) === minute) return minute;
  return null;
}

/** Puts right what is held by a cursor that has gone on since `to`, where nothing of it has been booked yet. */
function moveHeld(db: Database, sliId: number, to: number, by: Held): void {
  const [cursor, ledger] = [cursorOf(db, sliId), storedLedger(db, sliId)];
  if (!cursor || isNothing(by)) return;
  if (ledger.at(cursor.liveMinute)?.observedSeconds !== ledger.at(to)?.observedSeconds) return;
  const held = sumOf(cursor.held ?? NOTHING_HELD, by);
  saveHeld(db, sliId, isNothing(held) ? null : held);
}

/** Whether one of the minutes (from, to] is `phase` past a multiple of `period`. */
export const passes = (phase: number, period: number, from: number, to: number): boolean =>
  Math.floor((to - phase) / period) > Math.floor((from - phase) / period);

/** `isLost`: the engine has no more what was counted at the end. */
type Rewritten = { changed: boolean; isLost: boolean };

/** Puts right what the minutes of these tallies hold, and moves the rows above. */
function rewrite(db: Database, sliId: number, tallies: readonly Tally[], now: Date): Rewritten {
  const [first, last] = [tallies[0], tallies.at(-1)];
  if (!first || !last) return { changed: false, isLost: true };
  const stored = loadedLedger(db, sliId, first.minute - 1, Number.MAX_SAFE_INTEGER);
  const base = stored.first();
  if (!base || base.minute !== first.minute - 1) return { changed: false, isLost: true };
  let isLost = false;
  const merged = tallies.map((again) => {
    const [row, below] = [stored.at(again.minute), stored.at(again.minute - 1)];
    if (!row || !below) throw new Error(`minute ${again.minute} of SLI ${sliId} is not there`);
    const was: Tally = { ...subtract(row, below), minute: again.minute, carried: row.carried };
    // What the engine has lost since then was counted all the same, and the first minute that it has begins nowhere.
    const wasLost = isLost;
    isLost = again.observedSeconds < was.observedSeconds || (wasLost && again.observedSeconds === 0);
    return isLost || wasLost || same(was, again) ? was : again;
  });
  const rows = rowsAbove(base, merged);
  const changed = rows.filter((row, i) => {
    const was = stored.at(row.minute) as LedgerRow;
    const below = { was: stored.at(row.minute - 1) as LedgerRow, now: rows[i - 1] ?? base };
    return !same(subtract(row, below.now), subtract(was, below.was)) || row.carried !== was.carried;
  });
  const [lowest, highest] = [changed[0], changed.at(-1)];
  if (!lowest || !highest) return { changed: false, isLost };
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
  return { changed: true, isLost };
}

function same(a: Counts, b: Counts): boolean {
  const near = (x: number, y: number): boolean => Math.abs(x - y) <= ROUNDING * Math.max(1, Math.abs(x));
  return (
    near(a.good, b.good) &&
    near(a.total, b.total) &&
    a.observedSeconds === b.observedSeconds &&
    (a.buckets ?? b.buckets ?? []).every((_, i) => near(a.buckets?.[i] ?? 0, b.buckets?.[i] ?? 0))
  );
}
