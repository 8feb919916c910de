import "server-only";
import { and, asc, desc, eq, getTableColumns, isNull, sql } from "drizzle-orm";
import { LRUCache } from "lru-cache";
import * as schema from "@/db/schema";
import { Sli } from "@/lib/slo/sli";
import type { TargetVersion } from "@/lib/slo/target-history";
import type { Database } from "./database";

/** The source of what was made in the app. */
export const IN_APP = "app";

/** An SLO with the SLI segment and the target versions that its figures come from. */
export type Slo = {
  id: string;
  name: string;
  service: string;
  tier: string | null;
  team: string | null;
  description: string | null;
  runbook: string | null;
  /** The file that defines it; IN_APP where it was made in the app. */
  source: string;
  /** The OpenSLO document of one that was made in the app. */
  document: string | null;
  /** What its file promises, which an edit in the app may have gone on top of; null where no file defines it. */
  fileTarget: FileTarget | null;
  /** Its target is changed in its file only. */
  targetLocked: boolean;
  sliId: number;
  /** Counts up with every changed definition or histogram. */
  sliVersion: number;
  /** ms; when this definition began to be counted. */
  sliCreatedAt: number;
  sli: Sli;
  /** Finite bucket edges, s; null where there is no histogram or none was seen yet. */
  edges: number[] | null;
  /** How many series each selector had when it last had any, by its key; 0: never. null before it was asked. */
  seriesSeen: Record<string, number> | null;
  /** Ascending by version; never empty. */
  targets: TargetVersion[];
};

export type SloFacts = Pick<Slo, "id" | "name" | "service" | "tier" | "team" | "description" | "runbook" | "source"> & {
  document?: string | null;
  fileTarget?: FileTarget | null;
  targetLocked?: boolean;
};

/** What a file of SLO_DIR promises. */
export type FileTarget = {
  objective: number;
  threshold: number | null;
  window: string;
  decisionPath: string | null;
  decisionId: string | null;
};

export function activeSlos(db: Database): Slo[] {
  const rows = db.select().from(schema.slos).where(isNull(schema.slos.retiredAt)).orderBy(asc(schema.slos.id)).all();
  const newest = new Map(
    db
      .select(segmentColumns)
      .from(schema.slis)
      .orderBy(asc(schema.slis.version))
      .all()
      .map((sli) => [sli.sloId, sli]),
  );
  const targets = new Map<string, TargetVersion[]>();
  for (const row of db
    .select(targetColumns)
    .from(schema.targetVersions)
    .where(isStanding)
    .orderBy(asc(schema.targetVersions.version))
    .all()) {
    const earlier = targets.get(row.sloId);
    if (earlier) earlier.push(asTarget(row));
    else targets.set(row.sloId, [asTarget(row)]);
  }
  return rows.flatMap((row) => whole(row, newest.get(row.id), targets.get(row.id) ?? []));
}

/** The services that SLOs belong to, by name. */
export function servicesInUse(db: Database): string[] {
  return db
    .selectDistinct({ service: schema.slos.service })
    .from(schema.slos)
    .where(isNull(schema.slos.retiredAt))
    .orderBy(asc(schema.slos.service))
    .all()
    .map(({ service }) => service);
}

/** The service of each SLO that is not retired, by id. */
export const sloPlaces = (db: Database): Map<string, { service: string }> =>
  new Map(
    db
      .select({ id: schema.slos.id, service: schema.slos.service })
      .from(schema.slos)
      .where(isNull(schema.slos.retiredAt))
      .all()
      .map(({ id, service }) => [id, { service }]),
  );

/** Differs after every write to what `activeSlos` reads. */
export const definitionsState = (db: Database): number =>
  db.select({ n: schema.definitionChanges.n }).from(schema.definitionChanges).get()?.n ?? 0;

/** Also finds a retired one: its breaches still lead to it. */
export function sloById(db: Database, id: string): Slo | null {
  const row = db.select().from(schema.slos).where(eq(schema.slos.id, id)).get();
  return row ? (whole(row, newestSli(db, id), targetsOf(db, id))[0] ?? null) : null;
}

/** null where there is no such SLO, or it was retired. */
export function activeSloById(db: Database, id: string): Slo | null {
  const row = db.select({ retiredAt: schema.slos.retiredAt }).from(schema.slos).where(eq(schema.slos.id, id)).get();
  return row && row.retiredAt === null ? sloById(db, id) : null;
}

/** The definition as text: most are known already, and need not be read again. */
const segmentColumns = { ...getTableColumns(schema.slis), definition: sql<string>`${schema.slis.definition}` };
type Segment = Omit<typeof schema.slis.$inferSelect, "definition"> & { definition: string };

const newestSli = (db: Database, sloId: string): Segment | undefined =>
  db
    .select(segmentColumns)
    .from(schema.slis)
    .where(eq(schema.slis.sloId, sloId))
    .orderBy(desc(schema.slis.version))
    .get();

/** What counted an SLO, and counts it now, oldest first. */
export const segmentsOf = (db: Database, sloId: string): Pick<Slo, "sliId" | "edges">[] =>
  db
    .select({ sliId: schema.slis.id, edges: schema.slis.edges })
    .from(schema.slis)
    .where(eq(schema.slis.sloId, sloId))
    .orderBy(asc(schema.slis.version))
    .all()
    .map(({ sliId, edges }) => ({ sliId, edges: (edges as number[] | null) ?? null }));

function whole(row: typeof schema.slos.$inferSelect, sli: Segment | undefined, targets: TargetVersion[]): Slo[] {
  if (!sli || targets.length === 0) return [];
  const { createdAt: _, retiredAt: __, ...facts } = row;
  return [
    {
      ...facts,
      fileTarget: (facts.fileTarget as FileTarget | null) ?? null,
      sliId: sli.id,
      sliVersion: sli.version,
      sliCreatedAt: sli.createdAt,
      sli: parsed(sli.definition),
      edges: (sli.edges as number[] | null) ?? null,
      seriesSeen: (sli.seriesSeen as Record<string, number> | null) ?? null,
      targets,
    },
  ];
}

/** Definitions are read for every SLO and minute, and hardly ever change. */
const definitions = new LRUCache<string, Sli>({ max: 20_000 });

function parsed(text: string): Sli {
  const known = definitions.get(text) ?? Sli.parse(JSON.parse(text));
  definitions.set(text, known);
  return known;
}

const targetColumns = getTableColumns(schema.targetVersions);
/** What was taken back before it held never held. */
const isStanding = sql`${schema.targetVersions.id} NOT IN (SELECT ${schema.cancelledTargets.targetId} FROM ${schema.cancelledTargets})`;

/** Those that hold, held or will hold, ascending; without what was cancelled. */
export function targetsOf(db: Database, sloId: string): TargetVersion[] {
  return db
    .select(targetColumns)
    .from(schema.targetVersions)
    .where(and(eq(schema.targetVersions.sloId, sloId), isStanding))
    .orderBy(asc(schema.targetVersions.version))
    .all()
    .map(asTarget);
}

const asTarget = ({
  id: _,
  sloId: __,
  createdAt: ___,
  ...version
}: typeof schema.targetVersions.$inferSelect): TargetVersion => version;

/** Adds the SLO or brings its description up to date; a retired one comes back. */
export function saveSlo(db: Database, facts: SloFacts, now: Date): void {
  db.insert(schema.slos)
    .values({ ...facts, createdAt: now.getTime() })
    .onConflictDoUpdate({ target: schema.slos.id, set: { ...facts, retiredAt: null } })
    .run();
}

/** Begins a segment where something else is counted than was; answers whether it replaced one. */
export function saveSli(db: Database, sloId: string, sli: Sli, now: Date): boolean {
  const last = newestSli(db, sloId);
  const known = last && parsed(last.definition);
  if (last && known && countsTheSame(known, sli)) {
    if (known.timing?.delaySeconds !== sli.timing?.delaySeconds)
      db.update(schema.slis).set({ definition: sli }).where(eq(schema.slis.id, last.id)).run();
    return false;
  }
  addSegment(db, sloId, { sli, edges: null }, now);
  return last !== undefined;
}

export const countsTheSame = (a: Sli, b: Sli): boolean => countedBy(a) === countedBy(Sli.parse(b));

/** How late samples come changes nothing of what they say. */
const countedBy = ({ timing, ...sli }: Sli): string =>
  JSON.stringify({ ...sli, periodSeconds: timing?.periodSeconds ?? null });

/** From now on, this is counted: in a ledger of its own, above the one that was (arithmetic.md 9). */
export function addSegment(
  db: Database,
  sloId: string,
  { sli, edges }: { sli: Sli; edges: number[] | null },
  now: Date,
): void {
  const version = (newestSli(db, sloId)?.version ?? 0) + 1;
  db.insert(schema.slis).values({ sloId, version, definition: sli, edges, createdAt: now.getTime() }).run();
}

export function saveEdges(db: Database, sliId: number, edges: number[]): void {
  db.update(schema.slis).set({ edges }).where(eq(schema.slis.id, sliId)).run();
}

export function saveSeriesSeen(db: Database, sliId: number, seriesSeen: Record<string, number>): void {
  db.update(schema.slis).set({ seriesSeen }).where(eq(schema.slis.id, sliId)).run();
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
