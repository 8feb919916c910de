import "server-only";
import { and, asc, desc, eq, getTableColumns, gt, gte, sql } from "drizzle-orm";
import * as schema from "@/db/schema";
import type { TargetVersion } from "@/lib/slo/target-history";
import type { Database } from "./database";

/** A version with what became of it. `…At` are ms. */
export type RecordedTarget = TargetVersion & {
  createdAt: number;
  /** null where it stands. */
  cancelled: { author: string; reason: string; at: number } | null;
};

/** Every version of an SLO above one, cancelled ones too, ascending. */
export function recordedTargets(db: Database, sloId: string, above = 0): RecordedTarget[] {
  const { targetVersions, cancelledTargets } = schema;
  return db
    .select({ ...getTableColumns(targetVersions), cancelled: cancelledTargets })
    .from(targetVersions)
    .leftJoin(cancelledTargets, eq(cancelledTargets.targetId, targetVersions.id))
    .where(and(eq(targetVersions.sloId, sloId), gt(targetVersions.version, above)))
    .orderBy(asc(targetVersions.version))
    .all()
    .map(({ id: _, sloId: __, cancelled, ...version }) => ({
      ...version,
      cancelled: cancelled && { author: cancelled.author, reason: cancelled.reason, at: cancelled.createdAt },
    }));
}

/** How many versions an SLO has, and how many of them were cancelled: together they name the state of its target. */
export type TargetState = {
  versions: number;
  cancelled: number;
  /** ms; since when the last version that was to hold at once does. Clocks can be set back, the order of versions cannot. */
  heldFrom: number;
};

export function targetState(db: Database, sloId: string): TargetState {
  const { targetVersions, cancelledTargets } = schema;
  const { inForceFrom, createdAt } = targetVersions;
  const nothing = { versions: 0, cancelled: 0, heldFrom: 0 };
  return (
    db
      .select({
        versions: sql<number>`coalesce(max(${targetVersions.version}), 0)`,
        cancelled: sql<number>`count(${cancelledTargets.targetId})`,
        heldFrom: sql<number>`coalesce(max(CASE WHEN ${inForceFrom} <= ${createdAt} THEN ${inForceFrom} END), 0)`,
      })
      .from(targetVersions)
      .leftJoin(cancelledTargets, eq(cancelledTargets.targetId, targetVersions.id))
      .where(eq(targetVersions.sloId, sloId))
      .get() ?? nothing
  );
}

/** Takes a version back that does not hold yet. */
export function cancelTarget(
  db: Database,
  sloId: string,
  version: number,
  { author, reason }: { author: string; reason: string },
  now: Date,
): void {
  const { targetVersions, cancelledTargets } = schema;
  db.insert(cancelledTargets)
    .values({
      targetId: sql`(SELECT ${targetVersions.id} FROM ${targetVersions} WHERE ${targetVersions.sloId} = ${sloId} AND ${targetVersions.version} = ${version})`,
      author,
      reason,
      createdAt: now.getTime(),
    })
    .run();
}

/** Versions that were made at or after an instant, ms, newest first; what was cancelled too. Not an SLO's first one. */
export function targetsMadeSince(
  db: Database,
  sinceMs: number,
  most: number,
): (TargetVersion & { sloId: string; createdAt: number })[] {
  const { targetVersions } = schema;
  return db
    .select()
    .from(targetVersions)
    .where(and(gte(targetVersions.createdAt, sinceMs), gt(targetVersions.version, 1)))
    .orderBy(desc(targetVersions.createdAt), desc(targetVersions.id))
    .limit(most)
    .all()
    .map(({ id: _, ...version }) => version);
}
