import "server-only";
import { EngineError } from "@/lib/gateways/prometheus";
import { selectorsOf } from "@/lib/rules/counting";
import { edgesIn, talliesOf } from "@/lib/rules/tally";
import { rowsBelow, type Tally } from "@/lib/slo/ledger";
import { type Cursor, cursorOf, saveCursor, saveCursorError } from "@/lib/store/cursors";
import { atomically } from "@/lib/store/database";
import { appendRows, storedLedger } from "@/lib/store/ledger";
import { activeSlos, type Slo, saveEdges } from "@/lib/store/slos";
import { ask, refusalOf } from "./ask";
import { historyBegins } from "./history-begins";
import { replayBreaches } from "./replay";
import type { World } from "./tick";

/** Minutes per request: small enough that the live tick never waits long for the engine. */
const CHUNK_MINUTES = 720;

type Due = { slo: Slo; cursor: Cursor };

/**
 * Does one piece of the backfill: finds where the history begins, counts one chunk downward (newest first, so that it is of
 * use at once), or writes the past breaches once everything is counted. Returns whether there is more to do.
 * @throws EngineError where the engine does not answer
 */
export async function backfillStep(world: World, belowFloor: (slo: Slo) => Promise<void>): Promise<boolean> {
  const { db } = world;
  const due = activeSlos(db).flatMap((slo): Due[] => {
    const cursor = cursorOf(db, slo.sliId);
    return cursor && !cursor.replayed ? [{ slo, cursor }] : [];
  });
  const unasked = due.find(({ cursor }) => cursor.backfillFloor === null);
  if (unasked) {
    await findFloor(world, unasked);
    return true;
  }
  const top = Math.max(...due.filter(isOpen).map(({ cursor }) => cursor.backfilledTo));
  const together = due.filter((each) => isOpen(each) && each.cursor.backfilledTo === top);
  if (together.length > 0) {
    await countChunk(world, together, top);
    return true;
  }
  const counted = due[0];
  if (!counted) return false;
  await belowFloor(counted.slo);
  await replayBreaches(world, counted.slo);
  return due.length > 1;
}

const isOpen = ({ cursor }: Due): boolean =>
  cursor.backfillFloor !== null && cursor.backfilledTo > cursor.backfillFloor;

async function findFloor({ db, engine }: World, { slo, cursor }: Due): Promise<void> {
  const selector = slo.sli.total[0]?.selector;
  let floor = cursor.backfilledTo;
  try {
    if (selector !== undefined) floor = await historyBegins(engine, selector, cursor.backfilledTo);
  } catch (error) {
    if (!(error instanceof EngineError) || error.fault !== "rejected") throw error;
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
  // One minute more, to know whether the first one follows a gap.
  const { answers, refused } = await ask(
    engine,
    due.flatMap(({ slo }) => selectorsOf(slo.sli)),
    from - 1,
    top,
  );
  for (const { slo } of due) {
    const why = refusalOf(selectorsOf(slo.sli), refused);
    const latest = cursorOf(db, slo.sliId);
    if (!latest) continue;
    if (why !== null) {
      // What the engine refuses today is not asked again at every step.
      saveCursorError(db, slo.sliId, why);
      saveCursor(db, { ...latest, error: why, backfillFloor: latest.backfilledTo });
      continue;
    }
    const edges = slo.edges ?? edgesIn(slo.sli, answers);
    const lowest = storedLedger(db, slo.sliId).first();
    if (!lowest || lowest.minute !== top)
      throw new Error(`the ledger of ${slo.id} begins at ${lowest?.minute}, its cursor says ${top}`);
    const tallies: Tally[] = talliesOf(slo.sli, edges, answers, from - 1, top, false).slice(1);
    atomically(db, () => {
      if (!slo.edges && edges) saveEdges(db, slo.sliId, edges);
      appendRows(db, slo.sliId, rowsBelow(lowest, tallies));
      saveCursor(db, { ...latest, backfilledTo: from - 1 });
    });
  }
}
