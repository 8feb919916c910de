import "server-only";
import * as z from "zod";
import type { Reader } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { mayEdit, mayEditAll } from "@/lib/rights";
import { type Annotation, type AnnotationKind, annotationPage, annotationsIn } from "@/lib/store/annotations";
import { type Database, database } from "@/lib/store/database";
import { sloById } from "@/lib/store/slos";

/** Something that happened, JSON-safe. Times are ISO 8601 UTC. */
export type AnnotationRow = {
  id: number;
  kind: AnnotationKind;
  /** null: every service. */
  service: string | null;
  /** null: every SLO of the service. */
  slo: string | null;
  title: string;
  text: string | null;
  url: string | null;
  from: string;
  /** null: a moment. */
  to: string | null;
  /** It was made up for the demo's history, and has to be labelled so. */
  generated: boolean;
  author: string;
  authorId: string | null;
  createdAt: string;
};

/** Newest first. `next`: the `before` of the next page. */
export type AnnotationPage = { items: AnnotationRow[]; next: string | null };

/** Of one chart; more would hide it. */
const MOST = 200;
const PAGE = 50;

/** What an SLO's charts show between two instants (ms), oldest first: its own, its service's, and what all services share. */
export const annotationsOf = (
  db: Database,
  slo: { id: string; service: string },
  fromMs: number,
  toMs: number,
): AnnotationRow[] => annotationsIn(db, { service: slo.service, sloId: slo.id }, fromMs, toMs, MOST).map(annotationRow);

/** Whether somebody may take it off the charts. */
export const mayRemove = (reader: Reader, row: Pick<AnnotationRow, "service" | "authorId">): boolean =>
  reader.kind !== "anonymous" &&
  ((row.authorId !== null && row.authorId === reader.id) ||
    (row.service === null ? mayEditAll(reader) : mayEdit(reader, row.service)));

const instant = z.iso
  .datetime({ offset: true, error: "is no RFC 3339 instant" })
  .transform((text) => Date.parse(text))
  .nullable();
/** The terms of the list, as an address says them. */
export const AnnotationTerms = z.object({
  service: z.string().max(200, "is longer than 200 characters").nullable(),
  slo: z.string().max(200, "is longer than 200 characters").nullable(),
  from: instant,
  to: instant,
  before: z
    .string()
    .regex(/^\d{1,15}\.\d{1,12}$/, "is no place in the list")
    .nullable(),
  limit: z.coerce
    .number("is no whole number")
    .pipe(z.int("is no whole number").min(1, "is below 1").max(200, "is above 200"))
    .nullable(),
});

/** @throws DomainError `bad-input` that names the term that is wrong, `not-found` for an unknown SLO */
export function annotationList(_reader: Reader, terms: Readonly<Record<string, string>>): AnnotationPage {
  const db = database();
  const names = Object.keys(AnnotationTerms.shape) as (keyof typeof AnnotationTerms.shape)[];
  const asked = AnnotationTerms.safeParse(Object.fromEntries(names.map((name) => [name, terms[name]?.trim() || null])));
  if (!asked.success) {
    const [issue] = asked.error.issues;
    throw new DomainError("bad-input", `${issue?.path.join(".")}: ${issue?.message}`, "Change it, or leave it out.");
  }
  const { service, slo: sloId, from, to, before, limit } = asked.data;
  if (from !== null && to !== null && from > to)
    throw new DomainError("bad-input", "to: is before from.", "Let the time range end after it begins.");
  const slo = sloId === null ? null : sloById(db, sloId);
  if (sloId !== null && !slo)
    throw new DomainError("not-found", `There is no SLO "${sloId}".`, "GET /api/v1/slos lists them.");
  const place = slo ? { service: slo.service, sloId: slo.id } : service === null ? undefined : { service };
  const [at, id] = before?.split(".").map(Number) ?? [];
  const most = limit ?? PAGE;
  const rows = annotationPage(db, place, {
    fromMs: from,
    toMs: to,
    before: at === undefined || id === undefined ? null : { fromAt: at, id },
    limit: most + 1,
  });
  const last = rows.length > most ? rows[most - 1] : undefined;
  return { items: rows.slice(0, most).map(annotationRow), next: last ? `${last.fromAt}.${last.id}` : null };
}

export const annotationRow = (row: Annotation): AnnotationRow => ({
  id: row.id,
  kind: row.kind,
  service: row.service,
  slo: row.sloId,
  title: row.title,
  text: row.text,
  url: row.url,
  from: iso(row.fromAt),
  to: row.toAt === null ? null : iso(row.toAt),
  generated: row.generated,
  author: row.author,
  authorId: row.authorId,
  createdAt: iso(row.createdAt),
});

const iso = (ms: number): string => new Date(ms).toISOString();
