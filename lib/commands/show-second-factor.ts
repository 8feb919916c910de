import "server-only";
import * as z from "zod";
import type { Actor } from "@/lib/auth/actor";
import { auth } from "@/lib/auth/better-auth";
import { headersFor, SESSION_COOKIE } from "@/lib/auth/cookies";
import { refusalIn } from "@/lib/auth/library-refusal";
import { takeCode, takeGuess } from "@/lib/auth/throttle";
import { DomainError } from "@/lib/errors";
import { challengedPerson } from "@/lib/store/accounts";
import { addAudit } from "@/lib/store/audit";
import { database } from "@/lib/store/database";
import type { SignedIn } from "./sign-in";

export const SecondFactor = z.strictObject({
  code: z
    .string()
    .transform((code) => code.replace(/\s/g, ""))
    .pipe(z.string().regex(/^(\d{6}|[A-Za-z0-9]{5}-[A-Za-z0-9]{5})$/, "is neither six digits nor a backup code")),
});

/**
 * Finishes a sign-in whose password was right.
 * @throws DomainError `not-signed-in`, `too-many-requests`
 */
export async function showSecondFactor(
  actor: Actor,
  { code }: z.infer<typeof SecondFactor>,
  given: Headers,
  now: Date,
): Promise<SignedIn> {
  const db = database();
  // The cookie of another session, should there be one, would have the library check that person's code.
  const headers = headersFor(given, actor.ip, SESSION_COOKIE);
  const { challenge } = await auth().api.signedChallenge({ headers });
  const person = challenge === null ? null : challengedPerson(db, challenge);
  if (!person)
    throw new DomainError("not-signed-in", "The sign-in has taken too long.", "Begin again with your password.");
  const wasRight = await takeGuess(`second factor of ${person.id}`, actor.ip);
  try {
    // A code that was read over somebody's shoulder must not work a second time within its minute.
    await takeCode(person.id, code);
    const asked = { body: { code }, headers, returnHeaders: true } as const;
    const answer = code.includes("-") ? await auth().api.verifyBackupCode(asked) : await auth().api.verifyTOTP(asked);
    await wasRight();
    return { state: "signed-in", cookies: answer.headers.getSetCookie() };
  } catch (error) {
    const refusal = refusalIn(error);
    if (refusal === null && !(error instanceof DomainError)) throw error;
    addAudit(
      db,
      { ...actor, kind: "anonymous", id: null, name: "somebody" },
      {
        action: "session.refused",
        subjectKind: "person",
        subjectId: person.id,
        summary: `Somebody who knows the password of ${person.name} gave a wrong second factor.`,
      },
      now,
    );
    if (refusal === "TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE" || refusal === "INVALID_TWO_FACTOR_COOKIE")
      throw new DomainError("not-signed-in", "There were too many wrong codes.", "Begin again with your password.");
    if (refusal === "ACCOUNT_TEMPORARILY_LOCKED")
      throw new DomainError(
        "too-many-requests",
        "There were too many wrong codes for this account.",
        "Wait a quarter of an hour. Sessions that are signed in go on.",
        { details: { retryAfterSeconds: 900 } },
      );
    throw new DomainError(
      "not-signed-in",
      "The code is not right, or was used already.",
      "Take the next one that your app shows, or a backup code.",
    );
  }
}
