import "server-only";
import {
  and,
  count,
  desc,
  eq,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  notInArray,
  or,
  type SQL,
} from "drizzle-orm";
import { breachEntries } from "@/db/daily";
import * as schema from "@/db/schema";
import type { Episode } from "@/lib/slo/breach";
import type { BreachFilter } from "@/lib/slo/breach-filter";
import type { BreachKind, BreachOrigin } from "@/lib/slo/breach-kind";
import type { Database } from "./database";

export type Breach = Omit<Episode, "countedFrom"> & {
  id: number;
  sloId: string;
  origin: BreachOrigin;
  /** The decision that was in force when it opened. */
  decisionPath: string | null;
  decisionId: string | null;
  adrCommit: string | null;
};

const asBreach = (row: typeof schema.breaches.$inferSelect): Omit<Breach, "countedFrom"> => ({
  ...row,
  kind: row.kind as BreachKind,
  origin: row.origin as BreachOrigin,
  worst: row.worst ?? 0,
});

export type BreachReason = Pick<Breach, "decisionPath" | "decisionId" | "adrCommit">;

/** Adds an episode, or brings a known one up to date; what it was opened for never changes. */
export function saveEpisode(
  db: Database,
  sloId: string,
  origin: BreachOrigin,
  episode: Episode,
  reason: BreachReason,
): void {
  const { countedFrom: _, ...facts } = episode;
  const { closedMinute, closeReason, worst, badEvents, totalEvents, budgetSpent } = facts;
  db.insert(schema.breaches)
    .values({ sloId, origin, ...facts, ...reason })
    .onConflictDoUpdate({
      target: [schema.breaches.sloId, schema.breaches.kind, schema.breaches.openedMinute],
      set: { closedMinute, closeReason, worst, badEvents, totalEvents, budgetSpent },
    })
    .run();
}

export function openBreaches(db: Database, sloId?: string): Breach[] {
  const open = isNull(schema.breaches.closedMinute);
  return db
    .select()
    .from(schema.breaches)
    .where(sloId === undefined ? open : and(open, eq(schema.breaches.sloId, sloId)))
    .orderBy(desc(schema.breaches.openedMinute))
    .all()
    .map(asBreach);
}

/** Open ones that fit, newest first. */
export const openBreachesLike = (db: Database, filter: BreachFilter): Breach[] =>
  db
    .select()
    .from(schema.breaches)
    .where(and(isNull(schema.breaches.closedMinute), fits(db, filter)))
    .orderBy(desc(schema.breaches.openedMinute))
    .all()
    .map(asBreach);

function fits(db: Database, { service, slo, kind, cause }: BreachFilter): SQL | undefined {
  const { breaches, slos } = schema;
  const told = db.select({ id: breachEntries.breachId }).from(breachEntries).where(eq(breachEntries.what, "cause"));
  return and(
    kind === null ? undefined : eq(breaches.kind, kind),
    slo === null ? undefined : eq(breaches.sloId, slo),
    service === null
      ? undefined
      : inArray(breaches.sloId, db.select({ id: slos.id }).from(slos).where(eq(slos.service, service))),
    cause === null ? undefined : cause === "known" ? inArray(breaches.id, told) : notInArray(breaches.id, told),
  );
}

/** Newest first; `before`: an id-bearing cursor `openedMinute:id` of the page's predecessor. */
export function closedBreaches(
  db: Database,
  limit: number,
  before: { openedMinute: number; id: number } | undefined,
  filter: BreachFilter,
): Breach[] {
  const closed = isNotNull(schema.breaches.closedMinute);
  const older = before
    ? or(
        lt(schema.breaches.openedMinute, before.openedMinute),
        and(eq(schema.breaches.openedMinute, before.openedMinute), lt(schema.breaches.id, before.id)),
      )
    : undefined;
  return db
    .select()
    .from(schema.breaches)
    .where(and(closed, older, fits(db, filter)))
    .orderBy(desc(schema.breaches.openedMinute), desc(schema.breaches.id))
    .limit(limit)
    .all()
    .map(asBreach);
}

/** Newest first: everything of one SLO that was open at or after a minute. */
export function breachesOf(db: Database, sloId: string, sinceMinute: number, limit = 200): Breach[] {
  return db
    .select()
    .from(schema.breaches)
    .where(
      and(
        eq(schema.breaches.sloId, sloId),
        or(isNull(schema.breaches.closedMinute), gte(schema.breaches.closedMinute, sinceMinute)),
      ),
    )
    .orderBy(desc(schema.breaches.openedMinute))
    .limit(limit)
    .all()
    .map(asBreach);
}

/** Of every SLO of a service, newest first: what was open in some of the minutes [from, to], with the names of the SLOs. */
export function breachesAround(
  db: Database,
  service: string,
  from: number,
  to: number,
  limit: number,
): { breach: Breach; name: string }[] {
  return db
    .select({ breach: schema.breaches, name: schema.slos.name })
    .from(schema.breaches)
    .innerJoin(schema.slos, eq(schema.slos.id, schema.breaches.sloId))
    .where(
      and(
        eq(schema.slos.service, service),
        lte(schema.breaches.openedMinute, to),
        or(isNull(schema.breaches.closedMinute), gte(schema.breaches.closedMinute, from)),
      ),
    )
    .orderBy(desc(schema.breaches.openedMinute))
    .limit(limit)
    .all()
    .map(({ breach, name }) => ({ breach: asBreach(breach), name }));
}

/** Live breaches that opened or closed at or after a minute. */
export function breachesTouchedSince(db: Database, minute: number): Breach[] {
  return db
    .select()
    .from(schema.breaches)
    .where(
      and(
        eq(schema.breaches.origin, "live"),
        or(gte(schema.breaches.openedMinute, minute), gte(schema.breaches.closedMinute, minute)),
      ),
    )
    .all()
    .map(asBreach);
}

/** Those that were open at some time in the minutes (from, to], newest first. */
export function breachesOpenBetween(db: Database, from: number, to: number): Breach[] {
  const { openedMinute, closedMinute } = schema.breaches;
  return db
    .select()
    .from(schema.breaches)
    .where(and(lte(openedMinute, to), or(isNull(closedMinute), gt(closedMinute, from))))
    .orderBy(desc(openedMinute), desc(schema.breaches.id))
    .all()
    .map(asBreach);
}

export function breachById(db: Database, id: number): Breach | null {
  const row = db.select().from(schema.breaches).where(eq(schema.breaches.id, id)).get();
  return row ? asBreach(row) : null;
}

/** The id of the one that an SLO, its kind and its first minute name; null where there is none. */
export function breachOpenedAt(db: Database, sloId: string, kind: BreachKind, openedMinute: number): number | null {
  const { id, sloId: slo, kind: of, openedMinute: opened } = schema.breaches;
  const named = and(eq(slo, sloId), eq(of, kind), eq(opened, openedMinute));
  return db.select({ id }).from(schema.breaches).where(named).get()?.id ?? null;
}

export function countOpenBreaches(db: Database): number {
  return db.select({ n: count() }).from(schema.breaches).where(isNull(schema.breaches.closedMinute)).get()?.n ?? 0;
}

/** Ends what is open on an SLO that is judged no more, or from now on by another measure. */
export function closeBreaches(db: Database, sloId: string, minute: number, reason: string): void {
  db.update(schema.breaches)
    .set({ closedMinute: minute, closeReason: reason })
    .where(and(eq(schema.breaches.sloId, sloId), isNull(schema.breaches.closedMinute)))
    .run();
}

/** Of the breaches that opened in (from, to] those that are not found again, as `kind openedMinute`, say so; those that were open close. */
export function closeUnfound(
  db: Database,
  sloId: string,
  { from, to }: { from: number; to: number },
  found: ReadonlySet<string>,
  minute: number,
): { kind: BreachKind }[] {
  const { id: known, sloId: slo, openedMinute: opened } = schema.breaches;
  const rows = db
    .select()
    .from(schema.breaches)
    .where(and(eq(slo, sloId), gt(opened, from), lte(opened, to)))
    .all()
    .map(asBreach);
  const unfound = rows.filter(({ kind, openedMinute }) => !found.has(`${kind} ${openedMinute}`));
  for (const { id, closedMinute } of unfound)
    db.update(schema.breaches)
      .set({
        closedMinute: closedMinute ?? minute,
        closeReason: "not found again, once more of the history was counted",
      })
      .where(eq(known, id))
      .run();
  return unfound.filter(({ closedMinute }) => closedMinute === null);
}
