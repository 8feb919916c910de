import "server-only";
import { randomBytes } from "node:crypto";
import { hashOf } from "@/lib/auth/token";
import { DomainError } from "@/lib/errors";
import type { Rights } from "@/lib/rights";
import { type AuditActor, addAudit } from "@/lib/store/audit";
import type { Database } from "@/lib/store/database";
import { addLink, expireResets, type LinkPurpose } from "@/lib/store/links";
import { personById } from "@/lib/store/people";

const HOUR_MS = 3_600_000;
/** An invitation lies in somebody's mail for a while; the others are used by whoever waits for them. */
const HOLDS_MS: Record<LinkPurpose, number> = {
  "set-up": 24 * HOUR_MS,
  invite: 7 * 24 * HOUR_MS,
  reset: 24 * HOUR_MS,
  "demo-editor": 24 * HOUR_MS,
};

export type MadeLink = { url: string; expiresAt: string };

/** Only the hash of the secret is kept. */
export function newLink(
  db: Database,
  actor: AuditActor,
  link: { purpose: LinkPurpose; personId: string | null; rights: Rights },
  origin: string,
  now: Date,
): MadeLink {
  const secret = randomBytes(32).toString("base64url");
  const hash = hashOf(secret);
  const expiresAt = now.getTime() + HOLDS_MS[link.purpose];
  const { role, services } = link.rights;
  addLink(db, {
    ...link,
    rights: { role, services },
    hash,
    createdBy: actor.name,
    createdById: actor.id,
    createdAt: now.getTime(),
    expiresAt,
    usedAt: null,
  });
  const expires = new Date(expiresAt).toISOString();
  addAudit(
    db,
    actor,
    {
      action: "link.made",
      subjectKind: "link",
      subjectId: hash.slice(0, 16),
      summary: capitalised(`${actor.name} made a link ${WHAT_FOR[link.purpose]}.`),
      detail: { purpose: link.purpose, role, services, personId: link.personId, expires },
    },
    now,
  );
  return { url: `${origin}/set-up/${secret}`, expiresAt: expires };
}

const WHAT_FOR: Record<LinkPurpose, string> = {
  "set-up": "to set up an admin",
  invite: "to invite somebody",
  reset: "for somebody to come back in",
  "demo-editor": "to sign in as the demo's editor",
};

/** @throws DomainError `not-found`, `conflict` */
export function resetLink(db: Database, actor: AuditActor, personId: string, origin: string, now: Date): MadeLink {
  const person = personById(db, personId);
  if (!person) throw new DomainError("not-found", "There is no such person.", "Look at the list of people again.");
  if (person.disabledAt !== null)
    throw new DomainError("conflict", `${person.name} is disabled.`, "Enable them first, then make the link.");
  expireResets(db, person.id, now);
  return newLink(db, actor, { purpose: "reset", personId: person.id, rights: person }, origin, now);
}

const capitalised = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);
