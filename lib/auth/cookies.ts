import "server-only";
import { config } from "@/lib/config";

export const SESSION_COOKIE = "session_token";
export const CHALLENGE_COOKIE = "two_factor";
/** Those that the library sets here; the last one while somebody signs in elsewhere. It is told of no other. */
const COOKIES = [SESSION_COOKIE, CHALLENGE_COOKIE, "state"] as const;
type Cookie = (typeof COOKIES)[number];

/** Where we tell the library from which address a request came; nobody else's header of this name reaches it. */
export const ADDRESS_HEADER = "x-plumbline-address";

export const isHttps = (): boolean => config().publicUrl?.startsWith("https:") ?? false;

/** "__Host-": the browser sends the cookie to this very host only, and takes it by https only. */
export const cookiePrefix = (): string => (isHttps() ? "__Host-plumbline" : "plumbline");

/** Our cookies as they were sent. Of two with one name the first counts, as for the library, which also takes space around names. */
function cookiesIn(given: Headers): Map<Cookie, string> {
  const sent = new Map<string, string>();
  for (const part of (given.get("cookie") ?? "").split(";")) {
    const sign = part.indexOf("=");
    const name = part.slice(0, Math.max(0, sign)).trim();
    if (name !== "" && !sent.has(name)) sent.set(name, part.slice(sign + 1).trim());
  }
  return new Map(
    COOKIES.flatMap((cookie) => {
      const value = sent.get(`${cookiePrefix()}.${cookie}`);
      return value ? [[cookie, value]] : [];
    }),
  );
}

export const hasSessionCookie = (given: Headers): boolean => cookiesIn(given).has(SESSION_COOKIE);

/**
 * What better-auth is told of a request: our cookies, each once, without those named, and where it came from. It never sees the
 * header that was sent, so that it cannot read another cookie in it than we do.
 */
export function headersFor(given: Headers, address: string | null, ...without: Cookie[]): Headers {
  const cookies = [...cookiesIn(given)].filter(([cookie]) => !without.includes(cookie));
  const told = new Headers({
    cookie: cookies.map(([cookie, value]) => `${cookiePrefix()}.${cookie}=${value}`).join("; "),
  });
  told.set("user-agent", (given.get("user-agent") ?? "").slice(0, 300));
  if (address !== null) told.set(ADDRESS_HEADER, address);
  return told;
}
