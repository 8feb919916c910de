import "server-only";
import { randomBytes } from "node:crypto";
import * as z from "zod";
import { type Actor, mustAdminister } from "@/lib/auth/actor";
import { ownPerson } from "@/lib/auth/own-account";
import { hashOf } from "@/lib/auth/token";
import { DomainError } from "@/lib/errors";
import { type Rights, ROLES } from "@/lib/rights";
import { hasAdmin, personByEmail } from "@/lib/store/accounts";
import { type AuditActor, addAudit } from "@/lib/store/audit";
import { atomically, type Database, database } from "@/lib/store/database";
import { addLink, expireLinks, expireResets, type LinkPurpose } from "@/lib/store/links";
import { personById } from "@/lib/store/people";

const HOUR_MS = 3_600_000;
/** An invitation lies in somebody's mail for a while; the others are used by whoever waits for them. */
const HOLDS_MS: Record<LinkPurpose, number> = {
  "set-up": 24 * HOUR_MS,
  invite: 7 * 24 * HOUR_MS,
  reset: 24 * HOUR_MS,
  "demo-editor": 24 * HOUR_MS,
};

export const LinkRequest = z.strictObject({
  purpose: z.enum(["invite", "reset"], 'is neither "invite" nor "reset"'),
  /** Of whoever is invited. */
  role: z.enum(ROLES, `is none of ${ROLES.join(", ")}`).optional(),
  /** For an editor; null or left out: all. */
  services: z.array(z.string().min(1, "is empty").max(200)).min(1, "names no service").max(500).nullish(),
  /** Whom a reset is for. */
  personId: z.string().max(100).optional(),
});

export type MadeLink = { url: string; expiresAt: string };

/**
 * A link by which somebody joins, or comes back in. `origin`: where the app is found, as in https://slo.example.
 * @throws DomainError `not-allowed`, `bad-input`, `not-found`
 */
export function makeLink(
  actor: Actor,
  { purpose, role, services = null, personId }: z.infer<typeof LinkRequest>,
  origin: string,
  now: Date,
): MadeLink {
  mustAdminister(actor);
  ownPerson(actor);
  const db = database();
  return atomically(db, () => {
    if (purpose === "reset") return resetLink(db, actor, personId, origin, now);
    if (role === undefined) throw fault("role", "says nothing: it is what the invited person may do");
    const rights: Rights = { role, services: role === "editor" ? services : null };
    return newLink(db, actor, { purpose, personId: null, rights }, origin, now);
  });
}

function resetLink(db: Database, actor: AuditActor, personId: string | undefined, origin: string, now: Date): MadeLink {
  if (personId === undefined) throw fault("personId", "says nothing: it is whom the link is for");
  const person = personById(db, personId);
  if (!person) throw new DomainError("not-found", "There is no such person.", "Look at the list of people again.");
  if (person.disabledAt !== null)
    throw new DomainError("conflict", `${person.name} is disabled.`, "Enable them first, then make the link.");
  expireResets(db, person.id, now);
  return newLink(db, actor, { purpose: "reset", personId: person.id, rights: person }, origin, now);
}

const fault = (field: string, message: string): DomainError =>
  new DomainError("bad-input", `${field}: ${message}.`, null, { details: { issues: [{ field, message }] } });

const OPERATOR: AuditActor = { kind: "system", id: null, name: "the server's machine", ip: null };

/**
 * What a start prints. While there is no admin: a link to set up, in the place of those that earlier starts printed and nobody
 * used. In the demo: one that signs in as its editor.
 */
export function linksOfStart(
  origin: string,
  demo: boolean,
  now: Date,
): { setUp: MadeLink | null; demo: MadeLink | null } {
  const db = database();
  return atomically(db, () => {
    const rights: Rights = { role: "editor", services: null };
    expireLinks(db, ["demo-editor"], now);
    return {
      setUp: hasAdmin(db) ? null : setUpLink(db, origin, now),
      demo: demo ? newLink(db, OPERATOR, { purpose: "demo-editor", personId: null, rights }, origin, now) : null,
    };
  });
}

/** For whoever has access to the server's machine, and has lost it to the app. */
export function linkForAdmin(origin: string, now: Date): MadeLink {
  const db = database();
  return atomically(db, () => setUpLink(db, origin, now));
}

/** @throws DomainError `not-found`, `conflict` */
export function linkForEmail(email: string, origin: string, now: Date): MadeLink {
  const db = database();
  return atomically(db, () => {
    const person = personByEmail(db, email.trim().toLowerCase());
    if (!person)
      throw new DomainError("not-found", `Nobody here has the email address ${email}.`, "Settings lists who there is.");
    return resetLink(db, OPERATOR, person.id, origin, now);
  });
}

function setUpLink(db: Database, origin: string, now: Date): MadeLink {
  expireLinks(db, ["set-up"], now);
  const rights: Rights = { role: "admin", services: null };
  return newLink(db, OPERATOR, { purpose: "set-up", personId: null, rights }, origin, now);
}

/** Only the hash of the secret is kept. */
function newLink(
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
      summary: `${actor.name} made a link ${WHAT_FOR[link.purpose]}.`,
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
