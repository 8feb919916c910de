import "server-only";
import { keyOf } from "@/lib/rules/counting";
import { neededFor, talliesFrom } from "@/lib/rules/question";
import { edgesIn, edgesReplaced, LONGEST_RETURN_MINUTES } from "@/lib/rules/tally";
import type { WorstValue } from "@/lib/rules/value-tally";
import { type Assessment, assess } from "@/lib/slo/assessment";
import { type BreachState, type Episode, evaluateMinute } from "@/lib/slo/breach";
import type { Exclusion } from "@/lib/slo/exclusion";
import {
  carriedMinutes,
  extended,
  type Ledger,
  type LedgerRow,
  remembered,
  rowsAbove,
  silentMinutes,
} from "@/lib/slo/ledger";
import { periodMinutes } from "@/lib/slo/sli";
import { targetAt } from "@/lib/slo/target-history";
import { msOf, parseWindow } from "@/lib/slo/window";
import { saveAssessment } from "@/lib/store/assessments";
import { type BreachReason, closeBreaches, saveEpisode } from "@/lib/store/breaches";
import { type Cursor, saveCursor } from "@/lib/store/cursors";
import type { Database } from "@/lib/store/database";
import { saveGaugeValues } from "@/lib/store/gauge-values";
import { appendRows, storedLedger } from "@/lib/store/ledger";
import { addSegment, type Slo, saveEdges, saveSeriesSeen } from "@/lib/store/slos";
import type { Asked } from "./ask";
import type { Due, World } from "./world";

/** Minutes without a known edge, after which the histogram's layout has changed. */
const GONE_MINUTES = 10;

/** Everything that counting an SLO's minutes changes. */
export type Counted = {
  slo: Slo;
  /** Newly seen. */
  edges: number[] | null;
  rows: LedgerRow[];
  worst: WorstValue[];
  cursor: Cursor;
  touched: { episode: Episode; reason: BreachReason }[];
  assessment: Assessment;
  seriesSeen: Record<string, number> | null;
  /** Other buckets than the known ones are there to stay. */
  replacedEdges: number[] | null;
};

/**
 * Counts and judges the minutes after the cursor up to `to`, from answers; writes nothing.
 * @throws Error where the ledger and its cursor disagree
 */
export async function counted(
  world: World,
  { slo, cursor }: Due,
  exclusions: readonly Exclusion[],
  asked: Asked,
  to: number,
): Promise<Counted> {
  const edges = slo.edges ?? edgesIn(slo.sli, asked.answers);
  const stored = storedLedger(world.db, slo.sliId);
  const last = stored.last();
  if (!last || last.minute !== cursor.liveMinute)
    throw new Error(`the ledger of ${slo.id} ends at ${last?.minute}, its cursor says ${cursor.liveMinute}`);
  const before = {
    gap: silentMinutes(stored) > 0,
    carried: carriedMinutes(stored, LONGEST_RETURN_MINUTES),
    held: cursor.held,
  };
  const { tallies, left, worst } = talliesFrom({ ...slo, edges }, asked, cursor.liveMinute + 1, to, before);
  const rows = rowsAbove(last, tallies);
  const ledger = remembered(extended(stored, rows));
  const { state, touched } = judge({ ...slo, edges }, ledger, cursor, to);
  const reasons = touched.map(async (episode) => ({
    episode,
    reason: await reasonOf(world, slo, episode, cursor.liveMinute),
  }));
  return {
    slo,
    edges: slo.edges ? null : edges,
    rows,
    worst,
    cursor: { ...cursor, liveMinute: to, error: null, breachState: state, held: left.held },
    touched: await Promise.all(reasons),
    assessment: assess(ledger, slo.targets, edges, to, exclusions, periodMinutes(slo.sli)),
    seriesSeen: seriesSeenOf(slo, asked),
    // A deploy shows both layouts for a while.
    replacedEdges: silentMinutes(ledger) >= GONE_MINUTES ? edgesReplaced(slo.sli, edges, asked.answers, to) : null,
  };
}

/** Rows, cursor, breaches and assessment belong together: call it within one transaction. */
export function write(
  db: Database,
  { slo, edges, rows, worst, cursor, touched, assessment, seriesSeen, replacedEdges }: Counted,
): void {
  if (edges) saveEdges(db, slo.sliId, edges);
  if (seriesSeen) saveSeriesSeen(db, slo.sliId, seriesSeen);
  appendRows(db, slo.sliId, rows);
  saveGaugeValues(db, slo.sliId, worst);
  for (const { episode, reason } of touched) saveEpisode(db, slo.id, "live", episode, reason);
  saveAssessment(db, slo.id, assessment);
  saveCursor(db, cursor);
  if (!replacedEdges) return;
  addSegment(db, slo.id, { sli: slo.sli, edges: replacedEdges }, new Date(msOf(cursor.liveMinute)));
  closeBreaches(db, slo.id, cursor.liveMinute, "the histogram's buckets changed");
}

/** Judges the minutes after the cursor, one by one. */
function judge(slo: Slo, ledger: Ledger, cursor: Cursor, to: number): { state: BreachState; touched: Episode[] } {
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
    for (const episode of result.touched) touched.set(`${episode.kind} ${episode.openedMinute}`, episode);
  }
  return { state, touched: [...touched.values()] };
}

/** The reason that a breach is opened for; one that is known keeps its own. */
async function reasonOf(world: World, slo: Slo, episode: Episode, knownUpTo: number): Promise<BreachReason> {
  const target = slo.targets.find(({ version }) => version === episode.targetVersion);
  const decisionPath = target?.decisionPath ?? null;
  const isNew = episode.openedMinute > knownUpTo;
  return {
    decisionPath,
    decisionId: target?.decisionId ?? null,
    adrCommit: decisionPath === null || !isNew ? null : await world.commitOf(decisionPath),
  };
}

/** null where nothing has changed. */
function seriesSeenOf(slo: Slo, { seriesSeen }: Asked): Record<string, number> | null {
  const now = Object.fromEntries(
    neededFor(slo).selectors.map((selector) => [keyOf(selector), seriesSeen.get(keyOf(selector)) ?? 0]),
  );
  const before = slo.seriesSeen ?? {};
  const known = Object.fromEntries(Object.entries(now).map(([key, n]) => [key, n > 0 ? n : (before[key] ?? 0)]));
  return JSON.stringify(known) === JSON.stringify(slo.seriesSeen) ? null : known;
}
