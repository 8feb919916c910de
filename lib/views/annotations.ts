import "server-only";
import * as z from "zod";
import type { Reader } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { mayEdit, mayEditAll } from "@/lib/rights";
import { type Annotation, type AnnotationKind, annotationPage, annotationsIn } from "@/lib/store/annotations";
import { type Database, database } from "@/lib/store/database";
import { sloById } from "@/lib/store/slos";
import { askedTerms, instant, PAGE, pageFrom, pageSize, place } from "./newest-first";

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

/** The terms of the list, as an address says them. */
export const AnnotationTerms = z.object({
  service: z.string().max(200, "is longer than 200 characters").nullable(),
  slo: z.string().max(200, "is longer than 200 characters").nullable(),
  from: instant,
  to: instant,
  before: place,
  limit: pageSize(200),
});

/** @throws DomainError `bad-input` that names the term that is wrong, `not-found` for an unknown SLO */
export function annotationList(_reader: Reader, terms: Readonly<Record<string, string>>): AnnotationPage {
  const db = database();
  const { service, slo: sloId, from, to, before, limit } = askedTerms(AnnotationTerms, terms);
  const slo = sloId === null ? null : sloById(db, sloId);
  if (sloId !== null && !slo)
    throw new DomainError("not-found", `There is no SLO "${sloId}".`, "GET /api/v1/slos lists them.");
  const where = slo ? { service: slo.service, sloId: slo.id } : service === null ? undefined : { service };
  const size = limit ?? PAGE;
  const rows = annotationPage(db, where, {
    fromMs: from,
    toMs: to,
    before: before && { fromAt: before.at, id: before.id },
    limit: size + 1,
  });
  return pageFrom(rows, size, annotationRow, ({ fromAt, id }) => `${fromAt}.${id}`);
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
