import "server-only";
import * as schema from "@/db/schema";
import type { Database } from "./database";

/** `detail` is JSON-safe and holds no secret. */
export type AuditEntry = {
  action: AuditAction;
  subjectKind: "slo" | "person" | "token" | "proposal" | "exclusion" | "link" | "session";
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
  "target.changed",
  "target.cancelled",
  "proposal.made",
  "proposal.accepted",
  "proposal.declined",
  "proposal.withdrawn",
  "exclusion.made",
  "exclusion.ended",
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Who did it: an actor, or a file or the system by its name. */
export type AuditActor = {
  kind: "anonymous" | "person" | "token" | "file" | "system";
  id: string | null;
  name: string;
  ip: string | null;
};

/** Call it within the transaction of what it tells of. */
export function addAudit(db: Database, actor: AuditActor, entry: AuditEntry, now: Date): void {
  db.insert(schema.audit)
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
