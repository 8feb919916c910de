import "server-only";
import * as z from "zod";
import type { Actor } from "@/lib/auth/actor";
import { ownPerson } from "@/lib/auth/own-account";
import { hashPassword, isPassword } from "@/lib/auth/password";
import { passwordFault } from "@/lib/auth/password-rules";
import { takeGuess } from "@/lib/auth/throttle";
import { DomainError } from "@/lib/errors";
import { passwordHashOf, setPasswordHash } from "@/lib/store/accounts";
import { addAudit } from "@/lib/store/audit";
import { atomicallyWhenFree, database } from "@/lib/store/database";
import { expireResets } from "@/lib/store/links";
import { endSessionsOf } from "@/lib/store/sessions";

export const PasswordChange = z.strictObject({ old: z.string().max(1_000), password: z.string().max(1_000) });

/**
 * Takes a new password from whoever knows the old one, and ends every other session and every link to come back in.
 * @throws DomainError `bad-input`, `conflict`, `too-many-requests`
 */
export async function changePassword(
  actor: Actor,
  sessionId: string | null,
  { old, password }: z.infer<typeof PasswordChange>,
  now: Date,
): Promise<{ sessionsEnded: number }> {
  const person = ownPerson(actor);
  const db = database();
  const before = passwordHashOf(db, person.id);
  if (before === null)
    throw new DomainError(
      "conflict",
      "You sign in by your identity provider and have no password here.",
      "Change it there.",
    );
  mustBeGood(password, [person.name, person.email]);
  const wasRight = await takeGuess(`password of ${person.id}`, actor.ip);
  if (!(await isPassword(old, before)))
    throw new DomainError("bad-input", "old: is not your password.", null, {
      details: { issues: [{ field: "old", message: "is not your password" }] },
    });
  await wasRight();
  const hash = await hashPassword(password);
  return atomicallyWhenFree(db, () => {
    if (passwordHashOf(db, person.id) !== before)
      throw new DomainError("conflict", "The password was changed meanwhile.", "Sign in with the newer one.");
    setPasswordHash(db, person.id, hash, now);
    expireResets(db, person.id, now);
    addAudit(
      db,
      actor,
      {
        action: "password.changed",
        subjectKind: "person",
        subjectId: person.id,
        summary: `${person.name} changed their password.`,
      },
      now,
    );
    return { sessionsEnded: endSessionsOf(db, person.id, sessionId) };
  });
}

/** @throws DomainError `bad-input` */
export function mustBeGood(password: string, own: readonly string[]): void {
  const message = passwordFault(
    password,
    own.flatMap((each) => each.split(/[\s@.]+/)),
  );
  if (message !== null)
    throw new DomainError(
      "bad-input",
      `password: ${message}.`,
      "Four or five unrelated words are easy to keep in mind.",
      {
        details: { issues: [{ field: "password", message }] },
      },
    );
}
