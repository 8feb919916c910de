import "server-only";
import { setImmediate as breathe } from "node:timers/promises";
import { EngineError } from "@/lib/gateways/prometheus";
import { keyOf } from "@/lib/rules/counting";
import { historyProbe, keysOf, neededFor, talliesFrom } from "@/lib/rules/question";
import { edgesIn } from "@/lib/rules/tally";
import { rowsBelow } from "@/lib/slo/ledger";
import { cursorOf, cursors, saveCursor, saveCursorError } from "@/lib/store/cursors";
import { atomically } from "@/lib/store/database";
import { saveGaugeValues } from "@/lib/store/gauge-values";
import { appendRows, replaceRows, storedLedger } from "@/lib/store/ledger";
import { activeSlos, type Slo, saveEdges } from "@/lib/store/slos";
import { ask, refusalOf } from "./ask";
import { historyBegins } from "./history-begins";
import { inParallel } from "./in-parallel";
import { replayBreaches } from "./replay";
import type { Due, World } from "./world";

/** Minutes per request: small enough that the live tick never waits long for the engine. */
const CHUNK_MINUTES = 1440;
/** And no more SLOs at a time than fit into memory. */
const SLOS_PER_CHUNK = 30;
const SETTLED = { gap: false, carried: false };
/** What lies below a chunk is not known yet: a gap there is looked across for so long. */
const UNKNOWN_GAP_MINUTES = 1440;

/**
 * Does one piece of the backfill: finds where the history begins, counts one chunk downward (newest first, so that it is of
 * use at once), or writes the past breaches once everything is counted. Returns whether there is more to do.
 * @throws EngineError where the engine does not answer
 */
export async function backfillStep(world: World, belowFloor: (slo: Slo) => Promise<void>): Promise<boolean> {
  const { db } = world;
  const known = cursors(db);
  const due = activeSlos(db).flatMap((slo): Due[] => {
    const cursor = known.get(slo.sliId);
    return cursor && !cursor.replayed ? [{ slo, cursor }] : [];
  });
  const unasked = due.filter(({ cursor }) => cursor.backfillFloor === null).slice(0, SLOS_PER_CHUNK);
  if (unasked.length > 0) {
    await inParallel(unasked, (each) => findFloor(world, each));
    return true;
  }
  const counted = due.find((each) => !isOpen(each));
  if (counted) {
    await belowFloor(counted.slo);
    await replayBreaches(world, counted.slo);
    return due.length > 1;
  }
  const top = Math.max(...due.map(({ cursor }) => cursor.backfilledTo));
  const together = due.filter(({ cursor }) => cursor.backfilledTo === top).slice(0, SLOS_PER_CHUNK);
  if (together.length > 0) await countChunk(world, together, top);
  return together.length > 0;
}

const isOpen = ({ cursor }: Due): boolean =>
  cursor.backfillFloor !== null && cursor.backfilledTo > cursor.backfillFloor;

async function findFloor({ db, engine }: World, { slo, cursor }: Due): Promise<void> {
  const probe = historyProbe(slo.sli);
  let floor = cursor.backfilledTo;
  try {
    if (probe !== null) floor = await historyBegins(engine, probe, cursor.backfilledTo);
  } catch (error) {
    if (!(error instanceof EngineError) || error.fault === "unreachable" || error.fault === "not-prometheus")
      throw error;
    saveCursorError(db, slo.sliId, error.message);
  }
  atomically(db, () => {
    const latest = cursorOf(db, slo.sliId) ?? cursor;
    saveCursor(db, { ...latest, backfillFloor: Math.min(floor, latest.backfilledTo) });
  });
}

async function countChunk({ db, engine }: World, due: readonly Due[], top: number): Promise<void> {
  const floor = Math.min(...due.map(({ cursor }) => cursor.backfillFloor ?? top));
  const from = Math.max(floor, top - CHUNK_MINUTES) + 1;
  const needed = due.map(({ slo }) => neededFor(slo));
  // One minute more, to know whether the first one follows a gap.
  const asked = await ask(engine, {
    selectors: needed.flatMap(({ selectors }) => selectors),
    values: needed.flatMap(({ values }) => values),
    from: from - 1,
    to: top,
    gapBefore: new Map(needed.flatMap(({ selectors }) => selectors.map((each) => [keyOf(each), UNKNOWN_GAP_MINUTES]))),
  });
  for (const { slo } of due) {
    const why = refusalOf(keysOf(neededFor(slo)), asked.refused);
    const latest = cursorOf(db, slo.sliId);
    if (!latest) continue;
    if (why !== null) {
      // What the engine refuses today is not asked again at every step.
      saveCursorError(db, slo.sliId, why);
      saveCursor(db, { ...latest, error: why, backfillFloor: latest.backfilledTo });
      continue;
    }
    const edges = slo.edges ?? edgesIn(slo.sli, asked.answers);
    const lowest = storedLedger(db, slo.sliId).first();
    if (!lowest || lowest.minute !== top)
      throw new Error(`the ledger of ${slo.id} begins at ${lowest?.minute}, its cursor says ${top}`);
    const { tallies, worst } = talliesFrom({ ...slo, edges }, asked, from - 1, top, SETTLED);
    const own = tallies.slice(1);
    atomically(db, () => {
      if (!slo.edges && edges) saveEdges(db, slo.sliId, edges);
      // The row at the top was written by the chunk above, which did not know what lies below it.
      if (own.at(-1)?.carried) replaceRows(db, slo.sliId, [{ ...lowest, carried: true }]);
      appendRows(db, slo.sliId, rowsBelow(lowest, own));
      saveGaugeValues(db, slo.sliId, worst);
      saveCursor(db, { ...latest, backfilledTo: from - 1 });
    });
    await breathe();
  }
}
