import "server-only";
import { and, asc, eq, isNull } from "drizzle-orm";
import * as schema from "@/db/schema";
import type { Exclusion } from "@/lib/slo/exclusion";
import type { Database } from "./database";

/** `…At` are ms. Nothing is ever deleted: what is ended keeps what it excluded until then. */
export type StoredExclusion = Exclusion & {
  id: number;
  sloId: string;
  reason: string;
  author: string;
  createdAt: number;
};

/** Whether a file of SLO_DIR declares it: only there it is ended. People are not called like files. */
export const isOfFile = ({ author }: Pick<StoredExclusion, "author">): boolean => /\.ya?ml$/i.test(author);

/** Those of one SLO, oldest first. */
export function exclusionsOf(db: Database, sloId: string): StoredExclusion[] {
  return db
    .select()
    .from(schema.exclusions)
    .where(eq(schema.exclusions.sloId, sloId))
    .orderBy(asc(schema.exclusions.id))
    .all();
}

/** Those of every SLO that has any, oldest first, by SLO. */
export function exclusionsBySlo(db: Database): Map<string, StoredExclusion[]> {
  const bySlo = new Map<string, StoredExclusion[]>();
  for (const row of db.select().from(schema.exclusions).orderBy(asc(schema.exclusions.id)).all()) {
    const those = bySlo.get(row.sloId);
    if (those) those.push(row);
    else bySlo.set(row.sloId, [row]);
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
