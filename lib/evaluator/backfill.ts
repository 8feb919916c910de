import "server-only";
import { setImmediate as breathe } from "node:timers/promises";
import { EngineError } from "@/lib/gateways/prometheus";
import { keyOf } from "@/lib/rules/counting";
import { historyProbe, keysOf, neededFor, talliesFrom } from "@/lib/rules/question";
import { edgesIn, type Left, SETTLED } from "@/lib/rules/tally";
import type { WorstValue } from "@/lib/rules/value-tally";
import { type Held, NOTHING_HELD, sumOf } from "@/lib/slo/held";
import { rowsBelow, type Tally } from "@/lib/slo/ledger";
import { isCounted } from "@/lib/slo/sli";
import {
  type Cursor,
  cursorOf,
  cursors,
  isResumed,
  saveBackfillBegin,
  saveCursor,
  saveCursorError,
} from "@/lib/store/cursors";
import { atomically, type Database } from "@/lib/store/database";
import { saveGaugeValues } from "@/lib/store/gauge-values";
import { appendRows, replaceRows, storedLedger } from "@/lib/store/ledger";
import { type Slo, saveEdges } from "@/lib/store/slos";
import { type Asked, ask, refusalOf } from "./ask";
import { isOfTheQuestion } from "./divide";
import { historyBegins } from "./history-begins";
import { inParallel } from "./in-parallel";
import { replayBreaches } from "./replay";
import { type Due, ownSlos, type World } from "./world";

/** Minutes that are written at a time. */
const CHUNK_MINUTES = 1440;
/** Days that are asked for at a time: a step ends before the next tick, also where the engine is slow. */
const MOST_DAYS = 4;
/** And no more SLOs at a time than fit into memory. */
const SLOS_PER_CHUNK = 30;
/** What lies below a chunk is not known yet: a gap there is looked across for so long. */
const UNKNOWN_GAP_MINUTES = 1440;

/**
 * Does one piece of the backfill: finds where the history begins, counts one chunk downward (newest first, so that it is of
 * use at once), or writes the past breaches once everything is counted. Returns whether there is more to do.
 * @throws EngineError where the engine does not answer
 */
export async function backfillStep(world: World, belowFloor: (slo: Slo) => Promise<void>): Promise<boolean> {
  const { db } = world;
  for (const cursor of cursors(db).values())
    if (isResumed(cursor)) saveCursor(db, { ...cursor, replayed: false, backfillFloor: null });
  const known = cursors(db);
  const due = ownSlos(world).flatMap((slo): Due[] => {
    const cursor = known.get(slo.sliId);
    return cursor && !cursor.replayed ? [{ slo, cursor }] : [];
  });
  const unasked = due
    .filter(({ cursor }) => cursor.backfillFloor === null && !isCancelled(cursor))
    .slice(0, SLOS_PER_CHUNK);
  if (unasked.length > 0) {
    await inParallel(unasked, (each) => findFloor(world, each));
    return true;
  }
  const counted = due.find((each) => !isOpen(each));
  if (counted) {
    if (!isCancelled(counted.cursor)) await belowFloor(counted.slo);
    await replayBreaches(world, counted.slo);
    return due.length > 1;
  }
  const top = Math.max(...due.map(({ cursor }) => cursor.backfilledTo));
  const together = due.filter(({ cursor }) => cursor.backfilledTo === top).slice(0, SLOS_PER_CHUNK);
  if (together.length > 0) await countChunk(world, together, top);
  return together.length > 0;
}

const isCancelled = ({ backfillCancelledAt }: Cursor): boolean => backfillCancelledAt !== null;

const isOpen = ({ cursor }: Due): boolean =>
  !isCancelled(cursor) && cursor.backfillFloor !== null && cursor.backfilledTo > cursor.backfillFloor;

async function findFloor({ db, engine }: World, { slo, cursor }: Due): Promise<void> {
  const probe = historyProbe(slo.sli);
  let floor = cursor.backfilledTo;
  try {
    if (probe !== null) floor = await historyBegins(engine, probe, cursor.backfilledTo);
  } catch (error) {
    if (!(error instanceof EngineError) || !isOfTheQuestion(error)) throw error;
    saveCursorError(db, slo.sliId, error.message);
  }
  atomically(db, () => {
    const latest = cursorOf(db, slo.sliId) ?? cursor;
    saveCursor(db, { ...latest, backfillFloor: Math.min(floor, latest.backfilledTo) });
    saveBackfillBegin(db, slo.sliId, new Date(), latest.backfilledTo);
  });
}

/**
 * The newest day is of use at once. Then as much is asked for as is there already, where few SLOs are counted together, so
 * that the engine is not kept waiting for rows to be written.
 */
function chunkMinutes(due: readonly Due[], top: number): number {
  const known = Math.min(...due.map(({ cursor }) => cursor.firstLiveMinute - top));
  const most = Math.min(MOST_DAYS, Math.floor(SLOS_PER_CHUNK / due.length));
  return Math.max(CHUNK_MINUTES, Math.min(most * CHUNK_MINUTES, known));
}

async function countChunk({ db, engine }: World, due: readonly Due[], top: number): Promise<void> {
  const floor = Math.min(...due.map(({ cursor }) => cursor.backfillFloor ?? top));
  const from = Math.max(floor, top - chunkMinutes(due, top)) + 1;
  const needed = due.map(({ slo }) => neededFor(slo));
  // One minute more, to know whether the first one follows a gap.
  const asked = await ask(engine, {
    selectors: needed.flatMap(({ selectors }) => selectors),
    values: needed.flatMap(({ values }) => values),
    from: from - 1,
    to: top,
    gapBefore: new Map(needed.flatMap(({ selectors }) => selectors.map((each) => [keyOf(each), UNKNOWN_GAP_MINUTES]))),
  });
  const before = await befores(engine, due, asked, from - 1, top);
  for (const { slo } of due) {
    const why = refusalOf(keysOf(neededFor(slo)), asked.refused);
    if (why !== null) {
      const latest = cursorOf(db, slo.sliId);
      if (!latest) continue;
      // What the engine refuses today is not asked again at every step.
      saveCursorError(db, slo.sliId, why);
      saveCursor(db, { ...latest, error: why, backfillFloor: latest.backfilledTo });
      continue;
    }
    const edges = slo.edges ?? edgesIn(slo.sli, asked.answers);
    const { tallies, left, worst } = talliesFrom(
      { ...slo, edges },
      asked,
      from - 1,
      top,
      before.get(slo.sliId) ?? SETTLED,
    );
    // A day at a time, newest first: pages get their turn between two.
    for (let to = top; to >= from; to -= CHUNK_MINUTES) {
      const begin = Math.max(from, to - CHUNK_MINUTES + 1);
      const own = tallies.slice(begin - from + 1, to - from + 2);
      const itsWorst = worst.filter(({ minute }) => minute <= to && (minute >= begin || begin === from));
      if (!writeBelow(db, slo, edges, to, own, itsWorst, to === top ? left.held : null)) break;
      await breathe();
    }
  }
}

/**
 * What lies before `first` where an SLI's minutes begin in a gap and what is held is booked in one of them: the gap is asked for
 * downward, as far as it is looked across. By the id of the SLI.
 */
async function befores(
  engine: World["engine"],
  due: readonly Due[],
  asked: Asked,
  first: number,
  top: number,
): Promise<Map<number, Left>> {
  const tallied = ({ slo }: Due, answer: Asked, from: number, to: number) =>
    talliesFrom({ ...slo, edges: slo.edges ?? edgesIn(slo.sli, asked.answers) }, answer, from, to, SETTLED);
  const cut = due.filter((each) => {
    if (!isCounted(each.slo.sli) || first <= (each.cursor.backfillFloor ?? first)) return false;
    if (refusalOf(keysOf(neededFor(each.slo)), asked.refused) !== null) return false;
    const { tallies } = tallied(each, asked, first, top);
    return tallies[0]?.observedSeconds === 0 && tallies.some(({ observedSeconds }) => observedSeconds > 0);
  });
  if (cut.length === 0) return new Map();
  const span = { from: first - UNKNOWN_GAP_MINUTES, to: first - 1 };
  const selectors = cut.flatMap(({ slo }) => neededFor(slo).selectors);
  const lower = await ask(engine, { selectors, values: [], ...span });
  return new Map(
    cut.flatMap((each): [number, Left][] => {
      if (refusalOf(keysOf(neededFor(each.slo)), lower.refused) !== null) return [];
      return [[each.slo.sliId, tallied(each, lower, span.from, span.to).left]];
    }),
  );
}

/** Writes the rows of the minutes up to `top`, where the ledger begins. Returns false where its history is counted no more. */
function writeBelow(
  db: Database,
  slo: Slo,
  edges: number[] | null,
  top: number,
  own: readonly Tally[],
  worst: readonly WorstValue[],
  held: Held | null,
): boolean {
  const latest = cursorOf(db, slo.sliId);
  if (!latest || isCancelled(latest)) return false;
  const lowest = storedLedger(db, slo.sliId).first();
  if (!lowest || lowest.minute !== top)
    throw new Error(`the ledger of ${slo.id} begins at ${lowest?.minute}, its cursor says ${top}`);
  atomically(db, () => {
    if (!slo.edges && edges) saveEdges(db, slo.sliId, edges);
    // The row at the top was written by the chunk above, which did not know what lies below it.
    if (own.at(-1)?.carried) replaceRows(db, slo.sliId, [{ ...lowest, carried: true }]);
    appendRows(db, slo.sliId, rowsBelow(lowest, own));
    saveGaugeValues(db, slo.sliId, worst);
    saveCursor(db, { ...latest, backfilledTo: top - own.length, held: heldBy(db, latest, top, held) });
  });
  return true;
}

/** What the history holds at its end is held with what was held live, as long as nothing of that is booked. */
function heldBy(db: Database, { sliId, liveMinute, firstLiveMinute, held }: Cursor, top: number, below: Held | null) {
  const live = storedLedger(db, sliId);
  if (below === null || top !== firstLiveMinute) return held;
  if (live.at(liveMinute)?.observedSeconds !== live.at(top)?.observedSeconds) return held;
  return sumOf(held ?? NOTHING_HELD, below);
}
