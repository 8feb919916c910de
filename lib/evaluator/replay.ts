import "server-only";
import { setImmediate as breathe } from "node:timers/promises";
import { assess } from "@/lib/slo/assessment";
import { type BreachState, type Episode, evaluateMinute } from "@/lib/slo/breach";
import type { BreachKind } from "@/lib/slo/breach-kind";
import { remembered } from "@/lib/slo/ledger";
import { periodMinutes } from "@/lib/slo/sli";
import { targetAt } from "@/lib/slo/target-history";
import { minutesIn, parseWindow } from "@/lib/slo/window";
import { saveAssessment } from "@/lib/store/assessments";
import { type BreachReason, breachesOf, closeUnfound, saveEpisode } from "@/lib/store/breaches";
import { type Cursor, cursorOf, saveCursor } from "@/lib/store/cursors";
import { atomically } from "@/lib/store/database";
import { exclusionsOf } from "@/lib/store/exclusions";
import { loadedLedger, storedLedger } from "@/lib/store/ledger";
import type { Slo } from "@/lib/store/slos";
import type { World } from "./world";

/** Minutes judged before other work gets its turn. */
const SLICE_MINUTES = 2000;

/**
 * Judges the backfilled minutes in order and writes the breaches that they held. They are history: closed, of origin
 * `backfill`, never new. One that still runs where the live minutes begin becomes the live one (arithmetic.md 17).
 */
export async function replayBreaches(world: World, slo: Slo): Promise<void> {
  const { db } = world;
  const start = cursorOf(db, slo.sliId);
  if (!start) return;
  const first = slo.targets[0];
  const window = first && parseWindow(first.window);
  if (!first || !window) throw new RangeError(`${slo.id} has no window that can be counted`);
  // What was judged by an earlier definition keeps its verdict.
  if (slo.sliVersion > 1) return finish(start.breachState);
  const ledger = loadedLedger(db, slo.sliId, start.backfilledTo - minutesIn(window), start.liveMinute);
  const edges = start && slo.edges;
  let state: BreachState = {};
  const episodes = new Map<string, Episode>();
  const foundLive = breachesOf(db, slo.id, start.firstLiveMinute, Number.MAX_SAFE_INTEGER)
    .filter(({ origin, openedMinute }) => origin === "live" && openedMinute > start.firstLiveMinute)
    .reverse();
  const liveOf = (kind: BreachKind) => foundLive.find((breach) => breach.kind === kind);
  for (let minute = start.backfilledTo + 1; minute <= start.liveMinute; minute++) {
    const inForce = parseWindow(targetAt(slo.targets, minute).window) ?? window;
    const result = evaluateMinute({ ledger, versions: slo.targets, edges, window: inForce }, state, minute);
    state = result.state;
    // From there on it is the live breach's.
    for (const episode of result.touched)
      if (minute <= (liveOf(episode.kind)?.openedMinute ?? minute))
        episodes.set(`${episode.kind} ${episode.openedMinute}`, episode);
    if (minute % SLICE_MINUTES === 0) await breathe();
  }
  const reasons = new Map<number, BreachReason>();
  for (const { version, decisionPath, decisionId } of slo.targets)
    reasons.set(version, {
      decisionPath,
      decisionId,
      adrCommit: decisionPath === null ? null : await world.commitOf(decisionPath),
    });
  atomically(db, () => {
    const cursor = cursorOf(db, slo.sliId) ?? start;
    const live = { ...cursor.breachState };
    // A backfill that was cancelled, and went on: some prove to have begun earlier, or not to have been.
    if (start.backfillBeganTo !== null && start.backfillBeganTo < start.firstLiveMinute) {
      const openings = new Set([...episodes.values()].map(({ kind, openedMinute }) => `${kind} ${openedMinute}`));
      const replayed = { from: start.backfilledTo, to: start.firstLiveMinute };
      for (const { kind } of closeUnfound(db, slo.id, replayed, openings, cursor.liveMinute)) delete live[kind];
    }
    for (const episode of episodes.values()) {
      const reason = reasons.get(episode.targetVersion) as BreachReason;
      const { kind, openedMinute, closedMinute } = episode;
      const already = liveOf(kind);
      // What began in live minutes was found there, unless it takes a whole window to see it.
      if (openedMinute > start.firstLiveMinute && (already || closedMinute !== null)) continue;
      if (already && (closedMinute ?? already.openedMinute) >= already.openedMinute) {
        const closed = { ...episode, closedMinute: already.openedMinute, closeReason: "went on as the live breach" };
        saveEpisode(db, slo.id, "backfill", closed, reason);
      } else if (closedMinute !== null) saveEpisode(db, slo.id, "backfill", episode, reason);
      else {
        saveEpisode(db, slo.id, "live", episode, reason);
        const watch = state[kind];
        if (watch) live[kind] = watch;
      }
    }
    finish(live);
  });

  /** The figures know of the whole history from now on. */
  function finish(breachState: BreachState): void {
    atomically(db, () => {
      const cursor = cursorOf(db, slo.sliId) ?? (start as Cursor);
      saveCursor(db, { ...cursor, breachState, replayed: true });
      const whole = remembered(storedLedger(db, slo.sliId));
      const exclusions = exclusionsOf(db, slo.id);
      const figures = assess(whole, slo.targets, slo.edges, cursor.liveMinute, exclusions, periodMinutes(slo.sli));
      saveAssessment(db, slo.id, figures);
    });
  }
}
