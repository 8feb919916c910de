import "server-only";
import * as z from "zod";
import type { Actor } from "@/lib/auth/actor";
import { auth } from "@/lib/auth/better-auth";
import { headersFor } from "@/lib/auth/cookies";
import { refusalIn } from "@/lib/auth/library-refusal";
import { ownPerson } from "@/lib/auth/own-account";
import { takeCode, takeGuess } from "@/lib/auth/throttle";
import { DomainError } from "@/lib/errors";

export const OwnPassword = z.strictObject({ password: z.string().max(1_000) });
export const AppCode = z.strictObject({
  code: z
    .string()
    .transform((code) => code.replace(/\s/g, ""))
    .pipe(z.string().regex(/^\d{6}$/, "is not six digits")),
});

/** What the authenticator app is given, and the codes for when it is lost; shown once. */
export type SecondFactorSecret = { uri: string; secret: string; backupCodes: string[] };

/** Makes a secret; the second factor is on only once a code of it was shown. */
export async function prepareSecondFactor(
  actor: Actor,
  { password }: z.infer<typeof OwnPassword>,
  given: Headers,
): Promise<SecondFactorSecret> {
  const made = await withOwnPassword(actor, () =>
    auth().api.enableTwoFactor({ body: { password, method: "totp" }, headers: headersFor(given, actor.ip) }),
  );
  if (made.method !== "totp") throw new Error(`better-auth made a second factor by ${made.method}`);
  const { totpURI: uri, backupCodes } = made;
  return { uri, secret: new URL(uri).searchParams.get("secret") ?? "", backupCodes };
}

/** Turns it on; a trigger writes the audit log. The session goes on under a new id. */
export async function confirmSecondFactor(
  actor: Actor,
  { code }: z.infer<typeof AppCode>,
  given: Headers,
): Promise<{ cookies: string[] }> {
  const person = ownPerson(actor);
  const wasRight = await takeGuess(`second factor of ${person.id}`, actor.ip);
  try {
    await takeCode(person.id, code);
    const { headers } = await auth().api.verifyTOTP({
      body: { code },
      headers: headersFor(given, actor.ip),
      returnHeaders: true,
    });
    await wasRight();
    return { cookies: headers.getSetCookie() };
  } catch (error) {
    if (refusalIn(error) === null && !(error instanceof DomainError)) throw error;
    throw new DomainError("bad-input", "code: is not what the app shows now.", "Check the clock of the device.", {
      details: { issues: [{ field: "code", message: "is not what the app shows now" }] },
    });
  }
}

/** Turns it off; a trigger writes the audit log. The session goes on under a new id. */
export async function dropOwnSecondFactor(
  actor: Actor,
  { password }: z.infer<typeof OwnPassword>,
  given: Headers,
): Promise<{ cookies: string[] }> {
  const { headers } = await withOwnPassword(actor, () =>
    auth().api.disableTwoFactor({ body: { password }, headers: headersFor(given, actor.ip), returnHeaders: true }),
  );
  return { cookies: headers.getSetCookie() };
}

/** @throws DomainError `bad-input` where the library refuses the password, `conflict` where it refuses the rest */
async function withOwnPassword<T>(actor: Actor, act: () => Promise<T>): Promise<T> {
  const person = ownPerson(actor);
  const wasRight = await takeGuess(`password of ${person.id}`, actor.ip);
  try {
    const done = await act();
    await wasRight();
    return done;
  } catch (error) {
    const refusal = refusalIn(error);
    if (refusal === null) throw error;
    if (refusal === "INVALID_PASSWORD")
      throw new DomainError("bad-input", "password: is not your password.", null, {
        details: { issues: [{ field: "password", message: "is not your password" }] },
      });
    throw new DomainError("conflict", "The second factor could not be changed.", "Load the page again.");
  }
}
