import "server-only";
import { and, desc, eq, gte, inArray, isNull, lt, lte, or, type SQL, sql } from "drizzle-orm";
import { annotations } from "@/db/daily";
import type { Database } from "./database";

export const ANNOTATION_KINDS = ["deploy", "event", "note"] as const;
export type AnnotationKind = (typeof ANNOTATION_KINDS)[number];

/** Something that happened, drawn on charts. `…At` are ms; null as service: all of them; as SLO: all of the service; as end: a moment. */
export type Annotation = Omit<typeof annotations.$inferSelect, "kind"> & { kind: AnnotationKind };

type New = Omit<Annotation, "id" | "removedAt" | "removedBy">;

const asAnnotation = (row: typeof annotations.$inferSelect): Annotation => ({
  ...row,
  kind: ANNOTATION_KINDS.find((kind) => kind === row.kind) ?? "note",
});

/** Returns its id. */
export const addAnnotation = (db: Database, annotation: New): number =>
  db.insert(annotations).values(annotation).returning({ id: annotations.id }).get().id;

export function annotationById(db: Database, id: number): Annotation | null {
  const row = db.select().from(annotations).where(eq(annotations.id, id)).get();
  return row ? asAnnotation(row) : null;
}

/** Also finds one that was removed: its key is not free again. */
export function annotationByKey(db: Database, key: string): Annotation | null {
  const row = db.select().from(annotations).where(eq(annotations.key, key)).get();
  return row ? asAnnotation(row) : null;
}

/** Where they are looked for; undefined: everywhere. */
export type AnnotationPlace = { service: string; sloId?: string | undefined } | undefined;

/** Those that touch [fromMs, toMs], oldest first, `most` of the newest: of an SLO also what its service and all services share. */
export const annotationsIn = (
  db: Database,
  place: AnnotationPlace,
  fromMs: number,
  toMs: number,
  most: number,
): Annotation[] => annotationPage(db, place, { fromMs, toMs, before: null, limit: most }).reverse();

/** Those that touch [fromMs, toMs], null: without an edge; newest first, from the one before `before` on. */
export function annotationPage(
  db: Database,
  place: AnnotationPlace,
  span: { fromMs: number | null; toMs: number | null; before: { fromAt: number; id: number } | null; limit: number },
): Annotation[] {
  const { fromMs, toMs, before, limit } = span;
  return db
    .select()
    .from(annotations)
    .where(
      and(
        isNull(annotations.removedAt),
        toMs === null ? undefined : lte(annotations.fromAt, toMs),
        fromMs === null ? undefined : or(gte(annotations.fromAt, fromMs), gte(annotations.toAt, fromMs)),
        before === null
          ? undefined
          : or(
              lt(annotations.fromAt, before.fromAt),
              and(eq(annotations.fromAt, before.fromAt), lt(annotations.id, before.id)),
            ),
        inPlace(place),
      ),
    )
    .orderBy(desc(annotations.fromAt), desc(annotations.id))
    .limit(limit)
    .all()
    .map(asAnnotation);
}

/** An SLO's place, and the span in which a change is looked for, ms. */
type ChangeSought = { service: string; sloId: string; fromMs: number; toMs: number };

/** For each the last deploy or event that began in its span, however much happened since; as many queries for one as for all. */
export function lastChanges(db: Database, sought: readonly ChangeSought[]): (Annotation | null)[] {
  if (sought.length === 0) return [];
  const of = (field: keyof ChangeSought) => sql`json_extract(sought.value, ${`$.${field}`})`;
  const { id, kind, service, sloId, fromAt, removedAt } = annotations;
  const last = sql`(SELECT ${id} FROM ${annotations}
    WHERE ${removedAt} IS NULL AND ${kind} <> 'note' AND ${fromAt} BETWEEN ${of("fromMs")} AND ${of("toMs")}
      AND (${service} IS NULL OR ${service} = ${of("service")}) AND (${sloId} IS NULL OR ${sloId} = ${of("sloId")})
    ORDER BY ${fromAt} DESC, ${id} DESC LIMIT 1)`;
  const found = db.all<{ at: number; id: number | null }>(
    sql`SELECT sought.key AS at, ${last} AS id FROM json_each(${JSON.stringify(sought)}) AS sought`,
  );
  const ids = found.flatMap((each) => each.id ?? []);
  const rows = db.select().from(annotations).where(inArray(id, ids)).all();
  const byId = new Map(rows.map((row) => [row.id, asAnnotation(row)]));
  const idAt = new Map(found.map((each) => [each.at, each.id]));
  return sought.map((_, at) => byId.get(idAt.get(at) ?? -1) ?? null);
}

function inPlace(place: AnnotationPlace): SQL | undefined {
  if (place === undefined) return undefined;
  const { service, sloId } = place;
  const here = or(isNull(annotations.service), eq(annotations.service, service));
  return sloId === undefined ? here : and(here, or(isNull(annotations.sloId), eq(annotations.sloId, sloId)));
}

/** Returns false where it is removed already. */
export function removeAnnotation(db: Database, id: number, by: string, now: Date): boolean {
  const { changes } = db
    .update(annotations)
    .set({ removedAt: now.getTime(), removedBy: by })
    .where(and(eq(annotations.id, id), isNull(annotations.removedAt)))
    .run();
  return changes > 0;
}
