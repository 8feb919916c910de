import "server-only";
import type { Rights } from "@/lib/rights";
import { database } from "@/lib/store/database";
import { personById } from "@/lib/store/people";
import { endSession, sessionByToken, touchSession } from "@/lib/store/sessions";
import { ADDRESS_HEADER, auth, cookiePrefix } from "./better-auth";

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

export const SESSION_COOKIE = "session_token";
export const CHALLENGE_COOKIE = "two_factor";

/** The value of one of our cookies, as the browser sent it. */
export function cookieIn(given: Headers, cookie: string): string | null {
  const name = `${cookiePrefix()}.${cookie}=`;
  const found = (given.get("cookie") ?? "").split(";").find((part) => part.trim().startsWith(name));
  return found?.trim().slice(name.length) ?? null;
}

/** What better-auth is told of a request: our cookies, without those named, and where it came from. */
export function headersFor(given: Headers, address: string | null, ...without: string[]): Headers {
  const left = without.map((cookie) => `${cookiePrefix()}.${cookie}=`);
  const cookies = (given.get("cookie") ?? "").split(";").map((part) => part.trim());
  const told = new Headers({
    cookie: cookies.filter((part) => !left.some((name) => part.startsWith(name))).join("; "),
  });
  told.set("user-agent", (given.get("user-agent") ?? "").slice(0, 300));
  if (address !== null) told.set(ADDRESS_HEADER, address);
  return told;
}

/** The person whose session cookie the headers hold; null without one, or where it is unknown, expired or of a disabled person. */
export async function sessionOf(given: Headers): Promise<Session | null> {
  if (cookieIn(given, SESSION_COOKIE) === null) return null;
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
