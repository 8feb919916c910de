import "server-only";
import { setImmediate as breathe } from "node:timers/promises";
import { type Engine, EngineError } from "@/lib/gateways/prometheus";
import { log } from "@/lib/log";
import { selectorsOf } from "@/lib/rules/counting";
import { edgesIn, talliesOf } from "@/lib/rules/tally";
import { assess } from "@/lib/slo/assessment";
import { type Episode, evaluateMinute } from "@/lib/slo/breach";
import { extended, type Ledger, type LedgerRow, remembered, rowsAbove } from "@/lib/slo/ledger";
import { targetAt } from "@/lib/slo/target-history";
import { finalMinute, parseWindow } from "@/lib/slo/window";
import { saveAssessment } from "@/lib/store/assessments";
import { type BreachReason, saveEpisode } from "@/lib/store/breaches";
import { type Cursor, cursorOf, saveCursor, saveCursorError } from "@/lib/store/cursors";
import { atomically, type Database } from "@/lib/store/database";
import { saveEngineState } from "@/lib/store/engine-state";
import { appendRows, storedLedger } from "@/lib/store/ledger";
import { activeSlos, type Slo, saveEdges } from "@/lib/store/slos";
import { type Asked, ask, refusalOf } from "./ask";

/** What the evaluator needs of the world. */
export type World = {
  db: Database;
  engine: Engine;
  /** s */
  delaySeconds: number;
  /** The commit of the ADR that holds a decision, or null where there is none. */
  commitOf(adrPath: string): Promise<string | null>;
};

/** Minutes that one request catches up; a longer outage is caught up in several. */
const MINUTES_PER_REQUEST = 720;

type Due = { slo: Slo; cursor: Cursor };

/**
 * Counts every final minute that is not counted yet, oldest first, judges it, and writes rows, cursor, breaches and
 * assessment of an SLO in one transaction. Returns whether every SLO that the engine answers for is up to date.
 * @throws EngineError where the engine does not answer; nothing is written then, and the cursors wait
 */
export async function tick(world: World, now: Date): Promise<boolean> {
  const { db } = world;
  const upTo = finalMinute(now, world.delaySeconds);
  const slos = activeSlos(db);
  for (const slo of slos) if (!cursorOf(db, slo.sliId)) begin(db, slo, upTo - 1);
  const due = slos.flatMap((slo): Due[] => {
    const cursor = cursorOf(db, slo.sliId);
    return cursor && cursor.liveMinute < upTo ? [{ slo, cursor }] : [];
  });
  try {
    // What the engine refused before is asked one by one, so that its old minutes hold nobody up.
    for (const each of due) if (each.cursor.error !== null) await countDue(world, [each], upTo);
    const caughtUp = await countDue(
      world,
      due.filter(({ cursor }) => cursor.error === null),
      upTo,
    );
    if (due.length > 0) saveEngineState(db, { askedAt: now.getTime(), answeredAt: now.getTime(), error: null });
    return caughtUp;
  } catch (error) {
    if (error instanceof EngineError)
      saveEngineState(db, { askedAt: now.getTime(), answeredAt: null, error: error.message });
    throw error;
  }
}

async function countDue(world: World, due: readonly Due[], upTo: number): Promise<boolean> {
  if (due.length === 0) return true;
  const from = Math.min(...due.map(({ cursor }) => cursor.liveMinute)) + 1;
  const to = Math.min(upTo, from + MINUTES_PER_REQUEST - 1);
  const asked = await ask(
    world.engine,
    due.flatMap(({ slo }) => selectorsOf(slo.sli)),
    from,
    to,
  );
  for (const { slo, cursor } of due) {
    if (cursor.liveMinute >= to) continue;
    const why = refusalOf(selectorsOf(slo.sli), asked.refused);
    if (why !== null) saveCursorError(world.db, slo.sliId, why);
    else await countAlone(world, slo, cursor, asked, to);
    // Pages get their turn between two SLOs.
    await breathe();
  }
  return to === upTo;
}

/** What breaks while one SLO is counted is that SLO's own trouble: its minutes wait, the others are counted. */
async function countAlone(world: World, slo: Slo, cursor: Cursor, asked: Asked, to: number): Promise<void> {
  try {
    await count(world, slo, cursor, asked, to);
  } catch (error) {
    log.error({ err: error }, `${slo.id} could not be counted`);
    saveCursorError(
      world.db,
      slo.sliId,
      `It could not be counted: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** The first row is the zero from which everything is counted, upward live and downward by backfill. */
function begin(db: Database, slo: Slo, minute: number): void {
  const zero: LedgerRow = { minute, good: 0, total: 0, observedSeconds: 0, buckets: null, carried: false };
  atomically(db, () => {
    appendRows(db, slo.sliId, [zero]);
    saveCursor(db, {
      sliId: slo.sliId,
      liveMinute: minute,
      firstLiveMinute: minute,
      backfilledTo: minute,
      backfillFloor: null,
      replayed: false,
      error: null,
      breachState: {},
    });
  });
}

async function count(world: World, slo: Slo, cursor: Cursor, { answers }: Asked, to: number): Promise<void> {
  const { db } = world;
  const edges = slo.edges ?? edgesIn(slo.sli, answers);
  const stored = storedLedger(db, slo.sliId);
  const last = stored.last();
  if (!last || last.minute !== cursor.liveMinute)
    throw new Error(`the ledger of ${slo.id} ends at ${last?.minute}, its cursor says ${cursor.liveMinute}`);
  const previous = stored.at(last.minute - 1);
  const afterGap =
    previous !== null && previous.minute < last.minute && previous.observedSeconds === last.observedSeconds;
  const rows = rowsAbove(last, talliesOf(slo.sli, edges, answers, cursor.liveMinute + 1, to, afterGap));
  const { state, touched } = judge({ ...slo, edges }, remembered(extended(stored, rows)), cursor, to);
  const reasons = new Map<string, BreachReason>();
  for (const episode of touched) reasons.set(keyOfEpisode(episode), await reasonOf(world, slo, episode));
  atomically(db, () => {
    if (!slo.edges && edges) saveEdges(db, slo.sliId, edges);
    appendRows(db, slo.sliId, rows);
    for (const episode of touched)
      saveEpisode(db, slo.id, "live", episode, reasons.get(keyOfEpisode(episode)) as BreachReason);
    saveAssessment(db, slo.id, assess(remembered(stored), slo.targets, edges, to));
    saveCursor(db, { ...cursor, liveMinute: to, error: null, breachState: state });
  });
}

/** Judges the minutes after the cursor, one by one. */
function judge(slo: Slo, ledger: Ledger, cursor: Cursor, to: number) {
  let state = cursor.breachState;
  const touched = new Map<string, Episode>();
  for (let minute = cursor.liveMinute + 1; minute <= to; minute++) {
    const window = parseWindow(targetAt(slo.targets, minute).window);
    if (!window) throw new RangeError(`${slo.id} has no window that can be counted`);
    const result = evaluateMinute(
      { ledger, versions: slo.targets, edges: slo.edges, window, incomplete: !cursor.replayed },
      state,
      minute,
    );
    state = result.state;
    for (const episode of result.touched) touched.set(keyOfEpisode(episode), episode);
  }
  return { state, touched: [...touched.values()] };
}

const keyOfEpisode = (episode: Episode): string => `${episode.kind} ${episode.openedMinute}`;

async function reasonOf(world: World, slo: Slo, episode: Episode): Promise<BreachReason> {
  const target = slo.targets.find(({ version }) => version === episode.targetVersion);
  const decisionPath = target?.decisionPath ?? null;
  return {
    decisionPath,
    decisionId: target?.decisionId ?? null,
    adrCommit: decisionPath === null ? null : await world.commitOf(decisionPath),
  };
}
