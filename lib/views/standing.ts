import "server-only";
import type { Assessment } from "@/lib/slo/assessment";
import { assessments } from "@/lib/store/assessments";
import { type Breach, openBreaches } from "@/lib/store/breaches";
import { type Cursor, cursorOf, cursors } from "@/lib/store/cursors";
import type { Database } from "@/lib/store/database";
import { activeSlos, type Slo, sloById } from "@/lib/store/slos";

/** An SLO with all that its last tick left behind. */
export type Standing = { slo: Slo; assessed: Assessment | null; cursor: Cursor | null; open: readonly Breach[] };

/** In the order of names. */
type Standings = ReadonlyMap<string, Standing>;

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
      assessed: assessments(db).get(id) ?? null,
      cursor: cursorOf(db, slo.sliId),
      open: openBreaches(db, id),
    }
  );
}

const { compare } = new Intl.Collator("en", { numeric: true });

/** Differs after every write: of another connection by its data version, of this one by its changes. */
function stateOf({ $client }: Database): string {
  const changes = $client.prepare("SELECT total_changes()").pluck().get();
  return `${$client.pragma("data_version", { simple: true })} ${changes}`;
}

function readAll(db: Database): Standings {
  const assessed = assessments(db);
  const cursor = cursors(db);
  const open = new Map<string, Breach[]>();
  for (const breach of openBreaches(db)) open.set(breach.sloId, [...(open.get(breach.sloId) ?? []), breach]);
  const slos = activeSlos(db).sort((a, b) => compare(a.name, b.name));
  return new Map(
    slos.map((slo) => [
      slo.id,
      {
        slo,
        assessed: assessed.get(slo.id) ?? null,
        cursor: cursor.get(slo.sliId) ?? null,
        open: open.get(slo.id) ?? [],
      },
    ]),
  );
}
