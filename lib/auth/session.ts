import "server-only";
import type { Rights } from "@/lib/rights";
import { database } from "@/lib/store/database";
import { personById } from "@/lib/store/people";
import { endSession, sessionByToken, touchSession } from "@/lib/store/sessions";
import { auth } from "./better-auth";
import { hasSessionCookie, headersFor } from "./cookies";

/** A session that was not used for so long has ended. */
export const IDLE_MS = 24 * 3_600_000;
/** How exactly it is known when a session was last used: not every request should write. */
const TOUCH_MS = 5 * 60_000;

export type Session = Rights & {
  readonly kind: "person";
  readonly id: string;
  readonly name: string;
  readonly sessionId: string;
};

/** The person whose session cookie the headers hold; null without one, or where it is unknown, expired or of a disabled person. */
export async function sessionOf(given: Headers): Promise<Session | null> {
  if (!hasSessionCookie(given)) return null;
  const found = await auth().api.getSession({ headers: headersFor(given, null), query: { disableRefresh: true } });
  if (!found) return null;
  const db = database();
  const stored = sessionByToken(db, found.session.token);
  const person = personById(db, found.session.userId);
  if (!stored || stored.pending || !person || person.disabledAt !== null) return null;
  const now = new Date();
  const idle = now.getTime() - stored.updatedAt.getTime();
  if (idle > IDLE_MS) {
    endSession(db, person.id, stored.id);
    return null;
  }
  if (idle > TOUCH_MS) touchSession(db, stored.id, now);
  const { id, name, role, services } = person;
  return { kind: "person", id, name, role, services, sessionId: stored.id };
}
