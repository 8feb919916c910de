import "server-only";
import { and, asc, eq, gt, inArray, isNull, or } from "drizzle-orm";
import { silences } from "@/db/alerts";
import { atomically, type Database } from "./database";

/** A silence that holds back an alert. `…At` are ms. */
export type Silence = Omit<typeof silences.$inferSelect, "id">;

const said = (rows: readonly Silence[]): string =>
  JSON.stringify(
    rows
      .map((row) =>
        Object.entries(row)
          .filter(([name]) => name !== "id")
          .sort(),
      )
      .sort(),
  );

/** What an Alertmanager says now takes the place of what it said before; nothing is written where nothing changed. */
export function replaceSilences(db: Database, target: string, found: readonly Silence[]): void {
  const known = db.select().from(silences).where(eq(silences.target, target)).all();
  if (said(known.map(({ id: _, ...row }) => row)) === said(found)) return;
  atomically(db, () => {
    db.delete(silences).where(eq(silences.target, target)).run();
    for (const silence of found) db.insert(silences).values(silence).onConflictDoNothing().run();
  });
}

/** Of those of `targets` that have not run out: what holds back a breach's own alert, or one of the alerts; the longest first. */
export function silencesOf(
  db: Database,
  targets: readonly string[],
  breachId: number,
  fingerprints: readonly string[],
  now: number,
): Silence[] {
  const alerts = and(isNull(silences.breachId), inArray(silences.fingerprint, [...fingerprints]));
  return db
    .select()
    .from(silences)
    .where(
      and(
        inArray(silences.target, [...targets]),
        gt(silences.endsAt, now),
        or(eq(silences.breachId, breachId), alerts),
      ),
    )
    .orderBy(asc(silences.breachId), asc(silences.endsAt))
    .all();
}

/** Of those that have not run out, what holds back the alerts of breaches: the last end by breach. */
export function silencedBreaches(db: Database, targets: readonly string[], now: number): Map<number, Silence> {
  const rows = db
    .select()
    .from(silences)
    .where(and(inArray(silences.target, [...targets]), gt(silences.endsAt, now)))
    .orderBy(asc(silences.endsAt))
    .all();
  return new Map(rows.flatMap((row) => (row.breachId === null ? [] : [[row.breachId, row] as const])));
}
