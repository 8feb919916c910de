import { createHash } from "node:crypto";
import { DomainError, type ErrorCode } from "@/lib/errors";
import { log } from "@/lib/log";
import { entityTagsIn } from "@/lib/slo/entity-tags";

const STATUS: Record<ErrorCode, number> = {
  "bad-input": 400,
  "not-signed-in": 401,
  "not-allowed": 403,
  "not-found": 404,
  conflict: 409,
  stale: 412,
  "too-large": 413,
  "wrong-media-type": 415,
  "version-required": 428,
  "too-many-requests": 429,
  unavailable: 503,
};

/** What else an answer carries: a status of its own, an `etag`, a `location`. */
export type Shape<T> = (result: T) => { status?: number; headers?: Record<string, string> };

/** Answers with what `read` returns, or with a problem document (RFC 9457). Nothing that is not ours to say leaves the server. */
export async function respond<T>(read: () => T | Promise<T>, shape?: Shape<T>): Promise<Response> {
  try {
    const result = await read();
    const { status = 200, headers = {} } = shape?.(result) ?? {};
    return Response.json(result, { status, headers: { "cache-control": "no-store", ...headers } });
  } catch (error) {
    return problemOf(error);
  }
}

/** As `respond`, with an ETag of what is answered: whoever has it already is told so (304). Who may read is asked every time. */
export async function respondRevalidated<T>(request: Request, read: () => Promise<T>): Promise<Response> {
  try {
    const text = JSON.stringify(await read());
    const tag = createHash("sha1").update(text).digest("base64url");
    const headers = { "cache-control": "no-store", etag: `"${tag}"`, vary: "authorization, cookie" };
    if (entityTagsIn(request.headers.get("if-none-match")).includes(tag))
      return new Response(null, { status: 304, headers });
    return new Response(text, { headers: { ...headers, "content-type": "application/json" } });
  } catch (error) {
    return problemOf(error);
  }
}

/** The problem document of an error; one that is not known is logged and tells nothing. */
export function problemOf(error: unknown): Response {
  const known = error instanceof DomainError;
  if (!known) log.error({ err: error }, "a request failed");
  const status = known ? STATUS[error.code] : 500;
  const retryAfter = known ? error.details.retryAfterSeconds : undefined;
  return Response.json(
    {
      type: "about:blank",
      title: known ? error.code : "internal-error",
      status,
      detail: known ? error.message : "The server could not answer; its log says why.",
      ...(known && error.wayOut ? { wayOut: error.wayOut } : {}),
      ...(known ? error.details : {}),
    },
    {
      status,
      headers: {
        "content-type": "application/problem+json",
        "cache-control": "no-store",
        ...(retryAfter === undefined ? {} : { "retry-after": String(retryAfter) }),
      },
    },
  );
}
