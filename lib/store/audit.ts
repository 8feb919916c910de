import "server-only";
import { and, desc, eq, gte, inArray, lt, lte, or, type SQL, sql } from "drizzle-orm";
import * as z from "zod";
import { apiTokens, audit } from "@/db/people";
import type { Database } from "./database";

export const AUDIT_SUBJECTS = [
  "slo",
  "person",
  "token",
  "proposal",
  "exclusion",
  "link",
  "session",
  "review",
  "follow-up",
  "breach",
  "annotation",
  "view",
  "revisit",
  "decision",
  "price",
  "alert",
] as const;
export type AuditSubject = (typeof AUDIT_SUBJECTS)[number];

export const AUDIT_ACTORS = ["person", "token", "file", "anonymous", "system"] as const;

/** `detail` is JSON-safe and holds no secret; `before` and `after` in it are shown side by side. */
export type AuditEntry = {
  action: AuditAction;
  subjectKind: AuditSubject;
  subjectId: string;
  /** One sentence. */
  summary: string;
  detail?: unknown;
};

export const AUDIT_ACTIONS = [
  "session.began",
  "session.ended",
  "session.refused",
  "link.made",
  "link.used",
  "person.joined",
  "person.changed",
  "person.disabled",
  "person.enabled",
  "password.changed",
  "second-factor.on",
  "second-factor.off",
  "token.made",
  "token.revoked",
  "slo.made",
  "slo.changed",
  "slo.retired",
  "backfill.cancelled",
  "backfill.resumed",
  "target.changed",
  "target.cancelled",
  "proposal.made",
  "proposal.accepted",
  "proposal.declined",
  "proposal.withdrawn",
  "exclusion.made",
  "exclusion.ended",
  "review.marked",
  "review.finished",
  "follow-up.made",
  "follow-up.closed",
  "breach.told",
  "annotation.made",
  "annotation.removed",
  "view.saved",
  "view.removed",
  "revisit.started",
  "revisit.noted",
  "revisit.decided",
  "revisit.finished",
  "trigger.fired",
  "price.changed",
  "plan.changed",
  "alert.heard",
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Who did it: an actor, or a file or the system by its name. */
export type AuditActor = {
  kind: (typeof AUDIT_ACTORS)[number];
  id: string | null;
  name: string;
  ip: string | null;
};

/** Call it within the transaction of what it tells of. */
export function addAudit(db: Database, actor: AuditActor, entry: AuditEntry, now: Date): void {
  db.insert(audit)
    .values({
      at: now.getTime(),
      actorKind: actor.kind,
      actorId: actor.id,
      actorName: actor.name,
      ip: actor.ip,
      ...entry,
    })
    .run();
}

const Actor = z.enum(AUDIT_ACTORS);

/** `at`: ms. */
export type StoredAudit = typeof audit.$inferSelect;

/** Each part narrows; null or nothing: any. */
export type AuditFilter = {
  /** A kind of actor, or the id of a person, whose tokens are meant too, or of a token. */
  actor: string | null;
  action: string | null;
  subjectKind: string | null;
  subjectId: string | null;
  /** ms, both inclusive. */
  from: number | null;
  to: number | null;
  /** Each is somewhere in the sentence, the names, the ids, the address or the detail. */
  words: readonly string[];
};

/** Newest first, below the id `before`. */
export function auditPage(db: Database, filter: AuditFilter, before: number | null, limit: number): StoredAudit[] {
  const { actor, action, subjectKind, subjectId, from, to, words } = filter;
  return db
    .select()
    .from(audit)
    .where(
      and(
        before === null ? undefined : lt(audit.id, before),
        actor === null ? undefined : by(db, actor),
        action === null ? undefined : eq(audit.action, action),
        subjectKind === null ? undefined : eq(audit.subjectKind, subjectKind),
        subjectId === null ? undefined : eq(audit.subjectId, subjectId),
        from === null ? undefined : gte(audit.at, from),
        to === null ? undefined : lte(audit.at, to),
        ...words.map(holds),
      ),
    )
    .orderBy(desc(audit.id))
    .limit(limit)
    .all();
}

function by(db: Database, actor: string): SQL | undefined {
  if (Actor.safeParse(actor).success) return eq(audit.actorKind, actor);
  const theirTokens = db.select({ id: apiTokens.id }).from(apiTokens).where(eq(apiTokens.personId, actor));
  return or(eq(audit.actorId, actor), inArray(audit.actorId, theirTokens));
}

function holds(word: string): SQL | undefined {
  const pattern = `%${word.replace(/[\\%_]/g, "\\$&")}%`;
  const texts = [audit.summary, audit.actorName, audit.action, audit.subjectId, audit.ip, audit.detail];
  return or(...texts.map((text) => sql`${text} LIKE ${pattern} ESCAPE '\\'`));
}

/** What was done to one thing, newest first. */
export function auditOf(db: Database, subjectKind: AuditSubject, subjectId: string): StoredAudit[] {
  return db
    .select()
    .from(audit)
    .where(and(eq(audit.subjectKind, subjectKind), eq(audit.subjectId, subjectId)))
    .orderBy(desc(audit.id))
    .all();
}
