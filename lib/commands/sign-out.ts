import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { auth } from "@/lib/auth/better-auth";
import { headersFor } from "@/lib/auth/cookies";

/** Ends the session on the server and takes the cookie back; a trigger writes the audit log. Without one nothing happens. */
export async function signOut(actor: Actor, given: Headers): Promise<{ cookies: string[] }> {
  const { headers } = await auth().api.signOut({ headers: headersFor(given, actor.ip), returnHeaders: true });
  return { cookies: headers.getSetCookie() };
}
