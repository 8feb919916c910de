import "server-only";
import { and, asc, eq, isNull } from "drizzle-orm";
import * as schema from "@/db/schema";
import type { Exclusion } from "@/lib/slo/exclusion";
import type { Database } from "./database";

/** `…At` are ms. Nothing is ever deleted: what is ended keeps what it excluded until then. */
export type StoredExclusion = Exclusion & {
  id: number;
  sloId: string;
  /** Who made it, a file of SLO_DIR or somebody in the app: a file's is ended in its file only. */
  origin: "file" | "person";
  reason: string;
  author: string;
  createdAt: number;
};

const asExclusion = (row: typeof schema.exclusions.$inferSelect): StoredExclusion => ({
  ...row,
  origin: row.origin === "file" ? "file" : "person",
});

/** Those of one SLO, oldest first. */
export function exclusionsOf(db: Database, sloId: string): StoredExclusion[] {
  return db
    .select()
    .from(schema.exclusions)
    .where(eq(schema.exclusions.sloId, sloId))
    .orderBy(asc(schema.exclusions.id))
    .all()
    .map(asExclusion);
}

/** Those of every SLO that has any, oldest first, by SLO. */
export function exclusionsBySlo(db: Database): Map<string, StoredExclusion[]> {
  const bySlo = new Map<string, StoredExclusion[]>();
  for (const row of db.select().from(schema.exclusions).orderBy(asc(schema.exclusions.id)).all()) {
    const those = bySlo.get(row.sloId);
    if (those) those.push(asExclusion(row));
    else bySlo.set(row.sloId, [asExclusion(row)]);
  }
  return bySlo;
}

/** Returns its id. */
export function addExclusion(db: Database, exclusion: Omit<StoredExclusion, "id" | "endedAt">): number {
  return db.insert(schema.exclusions).values(exclusion).returning({ id: schema.exclusions.id }).get().id;
}

/** From then on no occurrence counts. Returns false where there is no such exclusion, or it has ended already. */
export function endExclusion(db: Database, sloId: string, id: number, endedAt: number): boolean {
  const { changes } = db
    .update(schema.exclusions)
    .set({ endedAt })
    .where(and(eq(schema.exclusions.id, id), eq(schema.exclusions.sloId, sloId), isNull(schema.exclusions.endedAt)))
    .run();
  return changes > 0;
}
