import "server-only";
import * as z from "zod";
import type { Actor } from "@/lib/auth/actor";
import { auth } from "@/lib/auth/better-auth";
import { headersFor } from "@/lib/auth/cookies";
import { openLink } from "@/lib/auth/open-link";
import { hashPassword } from "@/lib/auth/password";
import { sessionOf } from "@/lib/auth/session";
import { takeGuess } from "@/lib/auth/throttle";
import { DomainError } from "@/lib/errors";
import { addPerson, dropSecondFactor, personByEmail, setPasswordHash } from "@/lib/store/accounts";
import { addAudit } from "@/lib/store/audit";
import { atomicallyWhenFree, type Database, database } from "@/lib/store/database";
import { expireLinks, type OneTimeLink, takeLink } from "@/lib/store/links";
import { type Person, personById } from "@/lib/store/people";
import { endSession, endSessionsOf } from "@/lib/store/sessions";
import { mustBeGood } from "./change-password";
import { PersonName } from "./rename-oneself";

export const LinkRedemption = z.strictObject({
  secret: z.string().min(1, "is empty").max(200),
  name: PersonName.optional(),
  email: z.string().trim().toLowerCase().max(200).pipe(z.email("is not an email address")).optional(),
  password: z.string().max(1_000).optional(),
});

/** Not an address that anybody can have, so that nobody is taken for the demo's editor. */
const DEMO_EDITOR = { name: "Demo editor", email: "demo-editor@plumbline.invalid" };

type Wanted = { name: string; email: string; hash: string | null };

/**
 * Uses a one-time link: somebody joins with the rights that it gives, or comes back in with a new password and without the second
 * factor that they may have lost. They are signed in then.
 * @throws DomainError `not-found` for a link that no longer works, `bad-input`, `conflict`, `too-many-requests`
 */
export async function redeemLink(
  actor: Actor,
  { secret, name, email, password }: z.infer<typeof LinkRedemption>,
  given: Headers,
  now: Date,
): Promise<{ cookies: string[] }> {
  const wasRight = await takeGuess("one-time link", actor.ip);
  const db = database();
  const link = openLink(db, secret, now);
  await wasRight();
  const wanted = await wantedOf(db, link, { name, email, password });
  const before = await sessionOf(given);
  const personId = await atomicallyWhenFree(db, () => {
    openLink(db, secret, now);
    if (!takeLink(db, link.hash, now)) throw new DomainError("not-found", "This link was used already.");
    const person =
      link.purpose === "reset" ? comeBack(db, link, wanted, actor, now) : join(db, link, wanted, actor, now);
    if (before) endSession(db, before.id, before.sessionId);
    return person;
  });
  const { headers } = await auth().api.beginSession({
    body: { personId },
    headers: headersFor(given, actor.ip),
    returnHeaders: true,
  });
  return { cookies: headers.getSetCookie() };
}

async function wantedOf(
  db: Database,
  link: OneTimeLink,
  { name, email, password }: { name?: string | undefined; email?: string | undefined; password?: string | undefined },
): Promise<Wanted> {
  if (link.purpose === "demo-editor") return { ...DEMO_EDITOR, hash: null };
  const person = link.personId === null ? null : personById(db, link.personId);
  if (link.purpose === "reset" && !person) throw new DomainError("not-found", "The person of this link is gone.");
  const known = { name: person?.name ?? name, email: person?.email ?? email };
  if (known.name === undefined) throw missing("name");
  if (known.email === undefined) throw missing("email");
  if (password === undefined) throw missing("password");
  mustBeGood(password, [known.name, known.email]);
  return { name: known.name, email: known.email, hash: await hashPassword(password) };
}

const missing = (field: string): DomainError =>
  new DomainError("bad-input", `${field}: says nothing.`, null, {
    details: { issues: [{ field, message: "says nothing" }] },
  });

function join(db: Database, link: OneTimeLink, { name, email, hash }: Wanted, actor: Actor, now: Date): string {
  const known = personByEmail(db, email);
  if (known && (link.purpose !== "demo-editor" || known.disabledAt !== null)) throw alreadyHere(known);
  const id = known?.id ?? addPerson(db, { name, email, ...link.rights }, now);
  if (hash !== null) setPasswordHash(db, id, hash, now);
  if (link.purpose === "set-up") expireLinks(db, ["set-up"], now);
  tell(db, link, { id, name }, actor, now);
  if (!known)
    addAudit(
      db,
      { ...actor, kind: "person", id, name },
      {
        action: "person.joined",
        subjectKind: "person",
        subjectId: id,
        summary: `${name} joined as ${link.rights.role}.`,
        detail: { ...link.rights, invitedBy: link.createdBy },
      },
      now,
    );
  return id;
}

const alreadyHere = (person: Person): DomainError =>
  person.disabledAt === null
    ? new DomainError(
        "conflict",
        `email: ${person.email} has an account already.`,
        "Sign in with it, or name another.",
        {
          details: {
            issues: [{ field: "email", message: "has an account already: sign in with it, or name another" }],
          },
        },
      )
    : new DomainError("conflict", `${person.name} is disabled.`, "An admin can enable them again in Settings.");

function comeBack(db: Database, link: OneTimeLink, { name, hash }: Wanted, actor: Actor, now: Date): string {
  const id = link.personId;
  const person = id === null ? null : personById(db, id);
  if (id === null || hash === null || !person) throw new DomainError("not-found", "The person of this link is gone.");
  if (person.disabledAt !== null) throw alreadyHere(person);
  setPasswordHash(db, id, hash, now);
  dropSecondFactor(db, id, now);
  endSessionsOf(db, id, null);
  tell(db, link, { id, name }, actor, now);
  addAudit(
    db,
    { ...actor, kind: "person", id, name },
    {
      action: "password.changed",
      subjectKind: "person",
      subjectId: id,
      summary: `${name} came back in by a link and set a new password.`,
    },
    now,
  );
  return id;
}

function tell(db: Database, link: OneTimeLink, person: { id: string; name: string }, actor: Actor, now: Date): void {
  addAudit(
    db,
    { ...actor, kind: "person", id: person.id, name: person.name },
    {
      action: "link.used",
      subjectKind: "link",
      subjectId: link.hash.slice(0, 16),
      summary: `${person.name} used the link that ${link.createdBy} had made.`,
      detail: { purpose: link.purpose, personId: person.id },
    },
    now,
  );
}
