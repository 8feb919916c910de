import "server-only";
import { DomainError } from "@/lib/errors";
import type { Rights } from "@/lib/rights";
import { hasAdmin, personByEmail } from "@/lib/store/accounts";
import type { AuditActor } from "@/lib/store/audit";
import { atomically, type Database, database } from "@/lib/store/database";
import { expireLinks } from "@/lib/store/links";
import { type MadeLink, newLink, resetLink } from "./new-link";

/** Whoever runs programs beside the database can write to it anyway, so nothing more is asked of them. */
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
