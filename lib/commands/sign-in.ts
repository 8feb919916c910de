import "server-only";
import * as z from "zod";
import type { Actor } from "@/lib/auth/actor";
import { auth } from "@/lib/auth/better-auth";
import { headersFor } from "@/lib/auth/cookies";
import { refusalIn } from "@/lib/auth/library-refusal";
import { IDLE_MS, sessionOf } from "@/lib/auth/session";
import { takeGuess } from "@/lib/auth/throttle";
import { DomainError } from "@/lib/errors";
import { addAudit } from "@/lib/store/audit";
import { database } from "@/lib/store/database";
import { endOldSessions, endSession } from "@/lib/store/sessions";

export const SignIn = z.strictObject({
  email: z.string().trim().toLowerCase().max(200).pipe(z.email("is not an email address")),
  password: z.string().min(1, "is empty").max(1_000),
});

export type SignedIn = { state: "signed-in" | "second-factor"; cookies: string[] };

/**
 * Begins a session for an email address and a password, or asks for the second factor first. What goes wrong never tells
 * whether the account exists: an unknown one takes one argon2 as well.
 * @throws DomainError `not-signed-in`, `too-many-requests`
 */
export async function signIn(
  actor: Actor,
  { email, password }: z.infer<typeof SignIn>,
  given: Headers,
  now: Date,
): Promise<SignedIn> {
  const wasRight = await takeGuess(email, actor.ip);
  const before = await sessionOf(given);
  try {
    const { headers, response } = await auth().api.signInEmail({
      body: { email, password },
      headers: headersFor(given, actor.ip),
      returnHeaders: true,
    });
    await wasRight();
    const db = database();
    if (before) endSession(db, before.id, before.sessionId);
    endOldSessions(db, now, new Date(now.getTime() - IDLE_MS));
    return {
      state: "twoFactorRedirect" in response ? "second-factor" : "signed-in",
      cookies: headers.getSetCookie(),
    };
  } catch (error) {
    if (refusalIn(error) === null) throw error;
    addAudit(
      database(),
      { ...actor, kind: "anonymous", id: null, name: "somebody" },
      {
        action: "session.refused",
        subjectKind: "session",
        subjectId: email,
        summary: `Somebody could not sign in as ${email}.`,
      },
      now,
    );
    throw new DomainError(
      "not-signed-in",
      "The email address or the password is not right.",
      "Check both. An admin can make a link for you to come back in.",
    );
  }
}
