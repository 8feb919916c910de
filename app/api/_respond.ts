import { DomainError, type ErrorCode } from "@/lib/errors";
import { log } from "@/lib/log";

const STATUS: Record<ErrorCode, number> = {
  "bad-input": 400,
  "not-allowed": 401,
  "not-found": 404,
  conflict: 409,
  unavailable: 503,
};

/** Answers with what `read` returns, or with a problem document (RFC 9457). Nothing that is not ours to say leaves the server. */
export async function respond(read: () => unknown): Promise<Response> {
  try {
    return Response.json(await read(), { headers: { "cache-control": "no-store" } });
  } catch (error) {
    const known = error instanceof DomainError;
    if (!known) log.error({ err: error }, "a request failed");
    const status = known ? STATUS[error.code] : 500;
    return Response.json(
      {
        type: "about:blank",
        title: known ? error.code : "internal-error",
        status,
        detail: known ? error.message : "The server could not answer; its log says why.",
        ...(known && error.wayOut ? { wayOut: error.wayOut } : {}),
      },
      { status, headers: { "content-type": "application/problem+json", "cache-control": "no-store" } },
    );
  }
}
