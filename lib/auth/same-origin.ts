import "server-only";
import { config } from "@/lib/config";
import { DomainError } from "@/lib/errors";
import { bearerIn } from "./token";

/**
 * An unsafe request comes from one of our own pages, or brings a bearer token, which no foreign page can. A request without an
 * Origin is refused: browsers always send it with unsafe methods.
 * @throws DomainError `not-allowed`
 */
export function mustBeSameOrigin(headers: Headers): void {
  if (bearerIn(headers) !== null) return;
  const origin = headers.get("origin");
  const { publicUrl } = config();
  const host = headers.get("host") ?? "";
  const own = publicUrl === null ? [`http://${host}`, `https://${host}`] : [new URL(publicUrl).origin];
  if (origin === null || !own.includes(origin))
    throw new DomainError(
      "not-allowed",
      origin === null ? "The request says no Origin." : `The request comes from another site, ${origin.slice(0, 200)}.`,
      "Use Plumbline's own pages, or a bearer token.",
    );
}

/** Where our own pages are found, for links that people hand on; of a request that is same-origin. */
export function originOf(headers: Headers): string {
  const { publicUrl } = config();
  return publicUrl === null
    ? (headers.get("origin") ?? `http://${headers.get("host") ?? "127.0.0.1"}`)
    : new URL(publicUrl).origin;
}
