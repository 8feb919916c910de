import "server-only";
import * as z from "zod";
import { mustAdminister, type Reader } from "@/lib/auth/actor";
import {
  AUDIT_ACTIONS,
  AUDIT_SUBJECTS,
  type AuditAction,
  type AuditFilter,
  type AuditSubject,
  auditPage,
  type StoredAudit,
} from "@/lib/store/audit";
import { database } from "@/lib/store/database";
import { allPeople } from "@/lib/store/people";
import { tokensOf } from "@/lib/store/tokens";
import { askedTerms, PAGE, pageFrom, pageSize } from "./newest-first";

export type { AuditAction, AuditSubject };

export type AuditItem = {
  id: number;
  at: string;
  actor: { kind: string; id: string | null; name: string };
  action: string;
  subject: { kind: string; id: string };
  /** One sentence. */
  summary: string;
  detail: unknown;
  ip: string | null;
};

/** Newest first. `next`: the `before` of the next page. */
export type AuditPage = { items: AuditItem[]; next: string | null };

/** `people` and `tokens`: whose entries can be asked for. */
export type AuditView = AuditPage & {
  now: string;
  people: { id: string; name: string; email: string }[];
  tokens: { id: string; name: string }[];
};

/** As an address holds it; null or nothing: any. */
export type AuditTerms = Partial<Record<AuditTerm, string | null>>;
type AuditTerm = keyof typeof AuditQuery.shape;

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;

/** A day, which means all of it in UTC, or an instant; in ms. */
const edge = (last: boolean) =>
  z
    .union(
      [z.iso.date(), z.iso.datetime({ offset: true })],
      "is neither a day such as 2026-12-01 nor an RFC 3339 instant",
    )
    .transform((text) => Date.parse(text) + (last && DAY.test(text) ? DAY_MS - 1 : 0))
    .nullable();

/** The terms of the log, as an address says them. */
export const AuditQuery = z.object({
  actor: z.string().max(200, "is longer than 200 characters").nullable(),
  action: z.enum(AUDIT_ACTIONS, "is no action that is logged").nullable(),
  subject: z.enum(AUDIT_SUBJECTS, `is none of ${AUDIT_SUBJECTS.join(", ")}`).nullable(),
  subjectId: z.string().max(500, "is longer than 500 characters").nullable(),
  from: edge(false),
  to: edge(true),
  q: z.string().max(200, "is longer than 200 characters").nullable(),
  before: z.coerce
    .number("is no place in the log")
    .pipe(z.int("is no place in the log").min(1, "is no place in the log"))
    .nullable(),
  limit: pageSize(500),
});

/** @throws DomainError `bad-input` that names the term that is wrong */
function readTerms(terms: AuditTerms): { filter: AuditFilter; before: number | null; limit: number } {
  const { actor, action, subject, subjectId, from, to, q, before, limit } = askedTerms(AuditQuery, terms);
  const words = q?.split(/\s+/) ?? [];
  return { filter: { actor, action, subjectKind: subject, subjectId, from, to, words }, before, limit: limit ?? PAGE };
}

/** @throws DomainError `not-signed-in`, `not-allowed`, `bad-input` */
export function auditEntries(reader: Reader, terms: AuditTerms): AuditPage {
  mustAdminister(reader);
  const { filter, before, limit } = readTerms(terms);
  const rows = auditPage(database(), filter, before, limit + 1);
  return pageFrom(rows, limit, auditItem, ({ id }) => String(id));
}

/** @throws DomainError `not-signed-in`, `not-allowed`, `bad-input` */
export function auditView(reader: Reader, now: Date, terms: AuditTerms): AuditView {
  const page = auditEntries(reader, terms);
  const db = database();
  const people = allPeople(db).map(({ id, name, email }) => ({ id, name, email }));
  const nameOf = new Map(people.map(({ id, name }) => [id, name]));
  const tokens = tokensOf(db, null).map((token) => ({
    id: token.id,
    name: `${token.name} (token of ${nameOf.get(token.personId)})`,
  }));
  return { now: now.toISOString(), ...page, people, tokens };
}

/** How many rows are in memory at a time. */
const BATCH = 500;

/**
 * The filtered log in batches, newest first. The log is only ever added to, so batches by id hold together without a
 * transaction: what is added meanwhile is newer than the first of them.
 * @throws DomainError at once: `not-signed-in`, `not-allowed`, `bad-input`
 */
export function auditBatches(reader: Reader, terms: AuditTerms): Iterable<AuditItem[]> {
  mustAdminister(reader);
  const { filter, before } = readTerms(terms);
  return batches(filter, before);
}

function* batches(filter: AuditFilter, from: number | null): Generator<AuditItem[]> {
  for (let before = from; ; ) {
    const rows = auditPage(database(), filter, before, BATCH);
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map(auditItem);
    before = last.id;
  }
}

const auditItem = (row: StoredAudit): AuditItem => ({
  id: row.id,
  at: new Date(row.at).toISOString(),
  actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
  action: row.action,
  subject: { kind: row.subjectKind, id: row.subjectId },
  summary: row.summary,
  detail: row.detail,
  ip: row.ip,
});
