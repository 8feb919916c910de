import "server-only";
import type { Assessment } from "@/lib/slo/assessment";
import { assessmentsOf, type Gist, gists } from "@/lib/store/assessments";
import { type Breach, openBreaches } from "@/lib/store/breaches";
import { failures } from "@/lib/store/cursors";
import type { Database } from "@/lib/store/database";
import { activeSlos, definitionsState, type Slo, sloById } from "@/lib/store/slos";

/** An SLO with all that its last tick left behind. */
export type Standing = {
  slo: Slo;
  gist: Gist | null;
  /** Every figure, once `readFigures` was asked for them. */
  figures: { assessed?: Assessment | null };
  /** Why the last tick did not count it; null where it did. */
  error: string | null;
  open: readonly Breach[];
};

/** Reads the figures of what is shown at once; a list asks no more for a thousand SLOs than for one. */
export function readFigures(db: Database, shown: readonly Pick<Standing, "slo" | "figures">[]): void {
  const unread = shown.filter(({ figures }) => figures.assessed === undefined);
  const found = assessmentsOf(
    db,
    unread.map(({ slo }) => slo.id),
  );
  for (const { slo, figures } of unread) figures.assessed = found.get(slo.id) ?? null;
}

/** In the order of names. */
type Standings = ReadonlyMap<string, Standing>;

/** In the order of names. */
let definitions: { db: Database; state: number; slos: readonly Slo[] } | undefined;
let kept: { db: Database; state: string; standings: Standings } | undefined;

/**
 * Every active SLO by its id, in a handful of queries however many there are. A tick comes once a minute and readers come
 * whenever they like, so what was read is kept until something is written.
 */
export function standings(db: Database): Standings {
  const state = stateOf(db);
  if (kept?.db !== db || kept.state !== state) kept = { db, state, standings: db.transaction(() => readAll(db)) };
  return kept.standings;
}

/** null where there is no such SLO. Also finds a retired one. */
export function standingOf(db: Database, id: string): Standing | null {
  const known = standings(db).get(id);
  if (known) return known;
  const slo = sloById(db, id);
  return (
    slo && {
      slo,
      gist: gists(db).get(id) ?? null,
      figures: {},
      error: failures(db).get(slo.sliId) ?? null,
      open: openBreaches(db, id),
    }
  );
}

const { compare } = new Intl.Collator("en", { numeric: true });

/** Differs after every write: of another connection by its data version, of this one by its changes. */
export function stateOf({ $client }: Database): string {
  const changes = $client.prepare("SELECT total_changes()").pluck().get();
  return `${$client.pragma("data_version", { simple: true })} ${changes}`;
}

function readAll(db: Database): Standings {
  const gist = gists(db);
  const failed = failures(db);
  const open = new Map<string, Breach[]>();
  for (const breach of openBreaches(db)) open.set(breach.sloId, [...(open.get(breach.sloId) ?? []), breach]);
  // Written out, without a pair for each: a tick leaves a thousand behind.
  const all = new Map<string, Standing>();
  for (const slo of slosByName(db))
    all.set(slo.id, {
      slo,
      gist: gist.get(slo.id) ?? null,
      figures: {},
      error: failed.get(slo.sliId) ?? null,
      open: open.get(slo.id) ?? NONE,
    });
  return all;
}

const NONE: readonly Breach[] = [];

/** A tick hardly ever changes what is defined. */
function slosByName(db: Database): readonly Slo[] {
  const state = definitionsState(db);
  if (definitions?.db !== db || definitions.state !== state)
    definitions = { db, state, slos: activeSlos(db).sort((a, b) => compare(a.name, b.name)) };
  return definitions.slos;
}
