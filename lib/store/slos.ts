import "server-only";
import { and, asc, desc, eq, isNull } from "drizzle-orm";
import * as schema from "@/db/schema";
import { Sli } from "@/lib/slo/sli";
import type { TargetVersion } from "@/lib/slo/target-history";
import type { Database } from "./database";

/** An SLO with the SLI segment and the target versions that its figures come from. */
export type Slo = {
  id: string;
  name: string;
  service: string;
  tier: string | null;
  team: string | null;
  description: string | null;
  runbook: string | null;
  /** The file that defines it. */
  source: string;
  sliId: number;
  sli: Sli;
  /** Finite bucket edges, s; null where there is no histogram or none was seen yet. */
  edges: number[] | null;
  /** Ascending by version; never empty. */
  targets: TargetVersion[];
};

export type SloFacts = Pick<Slo, "id" | "name" | "service" | "tier" | "team" | "description" | "runbook" | "source">;

export function activeSlos(db: Database): Slo[] {
  return db
    .select()
    .from(schema.slos)
    .where(isNull(schema.slos.retiredAt))
    .orderBy(asc(schema.slos.id))
    .all()
    .flatMap((row) => whole(db, row));
}

/** Also finds a retired one: its breaches still lead to it. */
export function sloById(db: Database, id: string): Slo | null {
  const row = db.select().from(schema.slos).where(eq(schema.slos.id, id)).get();
  return row ? (whole(db, row)[0] ?? null) : null;
}

function whole(db: Database, row: typeof schema.slos.$inferSelect): Slo[] {
  const sli = db
    .select()
    .from(schema.slis)
    .where(eq(schema.slis.sloId, row.id))
    .orderBy(desc(schema.slis.version))
    .get();
  const targets = targetsOf(db, row.id);
  if (!sli || targets.length === 0) return [];
  const { createdAt: _, retiredAt: __, ...facts } = row;
  return [
    { ...facts, sliId: sli.id, sli: Sli.parse(sli.definition), edges: (sli.edges as number[] | null) ?? null, targets },
  ];
}

export function targetsOf(db: Database, sloId: string): TargetVersion[] {
  return db
    .select()
    .from(schema.targetVersions)
    .where(eq(schema.targetVersions.sloId, sloId))
    .orderBy(asc(schema.targetVersions.version))
    .all()
    .map(({ id: _, sloId: __, createdAt: ___, ...version }) => version);
}

/** Adds the SLO or brings its description up to date; a retired one comes back. */
export function saveSlo(db: Database, facts: SloFacts, now: Date): void {
  db.insert(schema.slos)
    .values({ ...facts, createdAt: now.getTime() })
    .onConflictDoUpdate({ target: schema.slos.id, set: { ...facts, retiredAt: null } })
    .run();
}

/** Begins a segment where the definition differs from the last one; answers whether it replaced one. */
export function saveSli(db: Database, sloId: string, sli: Sli, now: Date): boolean {
  const last = db
    .select()
    .from(schema.slis)
    .where(eq(schema.slis.sloId, sloId))
    .orderBy(desc(schema.slis.version))
    .get();
  if (last && JSON.stringify(Sli.parse(last.definition)) === JSON.stringify(Sli.parse(sli))) return false;
  db.insert(schema.slis)
    .values({ sloId, version: (last?.version ?? 0) + 1, definition: sli, edges: null, createdAt: now.getTime() })
    .run();
  return last !== undefined;
}

export function saveEdges(db: Database, sliId: number, edges: number[]): void {
  db.update(schema.slis).set({ edges }).where(eq(schema.slis.id, sliId)).run();
}

export function addTarget(db: Database, sloId: string, version: TargetVersion, now: Date): void {
  db.insert(schema.targetVersions)
    .values({ sloId, ...version, createdAt: now.getTime() })
    .run();
}

/** Retires what no source defines any more; its ledger and its breaches stay. */
export function retireSlo(db: Database, id: string, now: Date): void {
  db.update(schema.slos)
    .set({ retiredAt: now.getTime() })
    .where(and(eq(schema.slos.id, id), isNull(schema.slos.retiredAt)))
    .run();
}

export function activeSources(db: Database): { id: string; source: string }[] {
  return db
    .select({ id: schema.slos.id, source: schema.slos.source })
    .from(schema.slos)
    .where(isNull(schema.slos.retiredAt))
    .all();
}
