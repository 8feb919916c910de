import "server-only";
import { setImmediate as breathe } from "node:timers/promises";
import { EngineError } from "@/lib/gateways/prometheus";
import { log } from "@/lib/log";
import { keysOf, neededFor } from "@/lib/rules/question";
import type { LedgerRow } from "@/lib/slo/ledger";
import { DEFAULT_ENGINE } from "@/lib/slo/sli";
import { finalMinute } from "@/lib/slo/window";
import { type Cursor, cursors, saveCursor, saveCursorError } from "@/lib/store/cursors";
import { atomically, type Database } from "@/lib/store/database";
import { forgetEngineState, saveEngineState } from "@/lib/store/engine-state";
import { exclusionsBySlo } from "@/lib/store/exclusions";
import { appendRows } from "@/lib/store/ledger";
import type { Slo } from "@/lib/store/slos";
import { ask, refusalOf } from "./ask";
import { type Counted, counted, write } from "./count";
import { gapsAt } from "./gaps";
import { chunksOf } from "./in-parallel";
import { recount } from "./recount";
import { thin } from "./thin";
import { type Due, ownSlos, type Passed, type World } from "./world";

export type { World } from "./world";

/** Minutes that are caught up at a time; a longer outage is caught up in several steps. */
const MINUTES_AT_A_TIME = 720;
/** And no more than fit into memory, for many SLOs together. */
const COUNTS_AT_A_TIME = 50_000;
const SLOS_BEGUN_AT_ONCE = 500;
const RETRY_MILLISECONDS = 10_000;
/** SLOs written in one transaction; pages get their turn between two. */
const SLOS_PER_WRITE = 20;

/**
 * Counts every final minute that is not counted yet, oldest first, judges it, and writes rows, cursor, breaches and
 * assessment of an SLO in one transaction. Returns whether every SLO that the engine answers for is up to date.
 * @throws EngineError where the engine does not answer; nothing is written then, and the cursors wait
 */
export async function tick(world: World, now: Date): Promise<boolean> {
  const { db, engineName = DEFAULT_ENGINE } = world;
  const slos = ownSlos(world);
  // What was last heard of it, good or bad, says nothing of today: it is not asked any more.
  if (slos.length === 0) forgetEngineState(db, engineName);
  const due = dueSlos(world, slos, now);
  try {
    let caughtUp = true;
    for (const group of groupsOf(due.filter(({ cursor }) => cursor.error === null))) {
      await countTogether(world, group.due, group.to);
      caughtUp &&= group.to === group.upTo;
    }
    await retry(
      world,
      due.filter(({ cursor }) => cursor.error !== null),
    );
    const passed = passedBy(db, due);
    await recount(world, passed, now);
    thin(world, passed);
    if (due.length > 0)
      saveEngineState(db, engineName, { askedAt: now.getTime(), answeredAt: now.getTime(), error: null });
    return caughtUp;
  } catch (error) {
    if (error instanceof EngineError)
      saveEngineState(db, engineName, { askedAt: now.getTime(), answeredAt: null, error: error.message });
    throw error;
  }
}

/** What is behind the last final minute of its engine's data. */
function dueSlos({ db, delaySeconds }: World, slos: readonly Slo[], now: Date): (Due & { upTo: number })[] {
  const finalOf = ({ sli }: Slo): number => finalMinute(now, sli.timing?.delaySeconds ?? delaySeconds);
  const known = cursors(db);
  const fresh = slos.filter(({ sliId }) => !known.has(sliId));
  for (const some of chunksOf(fresh, SLOS_BEGUN_AT_ONCE))
    atomically(db, () => {
      for (const slo of some) known.set(slo.sliId, begin(db, slo, finalOf(slo) - 1));
    });
  return slos.flatMap((slo) => {
    const [upTo, cursor] = [finalOf(slo), known.get(slo.sliId)];
    return cursor && cursor.liveMinute < upTo ? [{ slo, cursor, upTo }] : [];
  });
}

/**
 * What the engine refused before comes after the others, and has a part of the time: where it always takes long, it is some
 * today and others a minute later.
 */
async function retry(world: World, refused: readonly (Due & { upTo: number })[]): Promise<void> {
  const end = performance.now() + RETRY_MILLISECONDS;
  const groups = groupsOf(refused);
  const start = (refused[0]?.upTo ?? 0) % Math.max(1, groups.length);
  for (const group of [...groups.slice(start), ...groups.slice(0, start)]) {
    if (performance.now() > end) return;
    await countTogether(world, group.due, group.to);
  }
}

/** What was counted, with the cursors before and after. */
function passedBy(db: Database, due: readonly Due[]): Passed[] {
  const after = cursors(db);
  return due.flatMap(({ slo, cursor: before }) => {
    const cursor = after.get(slo.sliId);
    return cursor && cursor.error === null ? [{ slo, before, cursor }] : [];
  });
}

type Group = { due: Due[]; to: number; upTo: number };

/** SLOs that stand at the same minute are asked for together, the farthest behind first. */
function groupsOf(due: readonly (Due & { upTo: number })[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { slo, cursor, upTo } of due) {
    const key = `${cursor.liveMinute} ${upTo}`;
    const group = groups.get(key) ?? { due: [], to: cursor.liveMinute, upTo };
    groups.set(key, group);
    group.due.push({ slo, cursor });
  }
  for (const group of groups.values()) {
    const minutes = Math.min(MINUTES_AT_A_TIME, Math.floor(COUNTS_AT_A_TIME / group.due.length));
    group.to = Math.min(group.upTo, group.to + Math.max(1, minutes));
  }
  return [...groups.values()].sort((a, b) => a.to - b.to);
}

async function countTogether(world: World, due: readonly Due[], to: number): Promise<void> {
  const { db } = world;
  const needed = due.map(({ slo }) => neededFor(slo));
  const asked = await ask(world.engine, {
    selectors: needed.flatMap(({ selectors }) => selectors),
    values: needed.flatMap(({ values }) => values),
    from: Math.min(...due.map(({ cursor }) => cursor.liveMinute)) + 1,
    to,
    gapBefore: gapsAt(
      db,
      due.map(({ slo }) => slo),
    ),
  });
  const exclusions = exclusionsBySlo(db);
  for (const some of chunksOf(due, SLOS_PER_WRITE)) {
    const results: Counted[] = [];
    for (const each of some) {
      const why = refusalOf(keysOf(neededFor(each.slo)), asked.refused);
      if (why !== null) saveCursorError(db, each.slo.sliId, why);
      else
        await alone(
          db,
          each.slo,
          async () => void results.push(await counted(world, each, exclusions.get(each.slo.id) ?? [], asked, to)),
        );
    }
    try {
      atomically(db, () => {
        for (const result of results) write(db, result);
      });
    } catch {
      // One of them cannot be written; which one, and why, shows when they are written one by one.
      for (const result of results) await alone(db, result.slo, async () => atomically(db, () => write(db, result)));
    }
    await breathe();
  }
}

/** What breaks while one SLO is counted is that SLO's own trouble: its minutes wait, the others are counted. */
async function alone(db: Database, slo: Slo, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    log.error({ err: error }, `${slo.id} could not be counted`);
    const why = error instanceof Error ? error.message : String(error);
    saveCursorError(db, slo.sliId, `It could not be counted: ${why}`);
  }
}

/** The first row is the zero from which everything is counted, upward live and downward by backfill. */
function begin(db: Database, slo: Slo, minute: number): Cursor {
  const zero: LedgerRow = { minute, good: 0, total: 0, observedSeconds: 0, buckets: null, carried: false };
  const cursor: Cursor = {
    sliId: slo.sliId,
    liveMinute: minute,
    firstLiveMinute: minute,
    backfilledTo: minute,
    backfillFloor: null,
    replayed: false,
    error: null,
    breachState: {},
    held: null,
    backfillBeganAt: null,
    backfillBeganTo: null,
    backfillCancelledAt: null,
    backfillCancelledBy: null,
  };
  appendRows(db, slo.sliId, [zero]);
  saveCursor(db, cursor);
  return cursor;
}
