import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { type Counts, subtract } from "@/lib/slo/ledger";
import type { Database } from "@/lib/store/database";
import { loadedLedger } from "@/lib/store/ledger";
import { activeSlos } from "@/lib/store/slos";
import { DATABASE } from "./watching";

/** What one minute held: the difference of its row and the one below. */
export type MinuteHeld = Counts & { minute: number; carried: boolean };

/**
 * Everything that the ledger of an SLO holds, minute by minute. Cumulative values depend on where the ledger began; their
 * differences do not. @throws where a minute is missing between two others
 */
export function minutesHeld(db: Database, sloId: string): MinuteHeld[] {
  const sliId = activeSlos(db).find(({ id }) => id === sloId)?.sliId ?? -1;
  const minutes = db.$client.prepare("SELECT minute FROM ledger WHERE sli_id = ? ORDER BY minute").pluck().all(sliId);
  const first = Number(minutes[0]);
  for (const [i, minute] of minutes.entries())
    if (minute !== first + i) throw new Error(`${sloId}: minute ${first + i} is missing, ${minute} comes next`);
  const ledger = loadedLedger(db, sliId, first, first + minutes.length);
  return minutes.slice(1).flatMap((_, i) => {
    const [below, row] = [ledger.at(first + i), ledger.at(first + i + 1)];
    return below && row ? [{ ...subtract(row, below), minute: row.minute, carried: row.carried }] : [];
  });
}

/** Minutes that do not hold the same in both, or that only one has. */
export function differing(ours: readonly MinuteHeld[], reference: readonly MinuteHeld[]): number[] {
  const held = (rows: readonly MinuteHeld[]) => new Map(rows.map((row) => [row.minute, JSON.stringify(inOrder(row))]));
  const [a, b] = [held(ours), held(reference)];
  return [...new Set([...a.keys(), ...b.keys()])].filter((minute) => a.get(minute) !== b.get(minute));
}

const inOrder = ({ minute, good, total, observedSeconds, buckets, carried }: MinuteHeld) => [
  minute,
  good,
  total,
  observedSeconds,
  buckets?.some((count) => count !== 0) ? buckets : null,
  carried,
];

export type EpisodeRow = {
  slo: string;
  kind: string;
  origin: string;
  opened: number;
  closed: number | null;
  reason: string | null;
  worst: number;
  bad: number;
  total: number;
};

const EPISODES = `SELECT slo_id AS slo, kind, origin, opened_minute AS opened, closed_minute AS closed, close_reason AS reason,
  worst, bad_events AS bad, total_events AS total FROM breaches ORDER BY slo_id, kind, opened_minute`;

export const episodesIn = (client: Sqlite.Database): EpisodeRow[] => client.prepare<[], EpisodeRow>(EPISODES).all();

export const isClosed = ({ closed }: EpisodeRow): boolean => closed !== null;

export type CursorRow = {
  slo: string;
  live: number;
  firstLive: number;
  lowest: number;
  floor: number | null;
  replayed: number;
};

const CURSORS = `SELECT slo_id AS slo, live_minute AS live, first_live_minute AS firstLive, backfilled_to AS lowest,
  backfill_floor AS floor, replayed FROM cursors JOIN slis ON slis.id = sli_id ORDER BY slo_id`;

/** Which minutes the ledger of an SLO holds. */
export type Extent = { slo: string; rows: number; first: number; last: number };

const EXTENTS = `SELECT slo_id AS slo, count(*) AS rows, min(minute) AS first, max(minute) AS last
  FROM ledger JOIN slis ON slis.id = sli_id GROUP BY slo_id ORDER BY slo_id`;

/** A look into the database of a running app; it holds no lock between two looks. */
export function onlooker(dataDir: string) {
  const client = new Sqlite(join(dataDir, DATABASE), { readonly: true });
  const cursors = client.prepare<[], CursorRow>(CURSORS);
  const extents = client.prepare<[], Extent>(EXTENTS);
  return {
    cursors: () => cursors.all(),
    extents: () => extents.all(),
    episodes: () => episodesIn(client),
    close: () => client.close(),
  };
}
