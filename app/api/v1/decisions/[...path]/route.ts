import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { versionsOf } from "@/lib/views/decision-history";

/** `…/docs/adr/0001-caching.md/history`: a path of several segments can be followed by one more only like this. */
export const GET = (request: Request, { params }: { params: Promise<{ path: string[] }> }): Promise<Response> =>
  respond(async () => {
    const segments = (await params).path;
    const path = segments.slice(0, -1).join("/");
    const reader = await currentReader();
    const on = new URL(request.url).searchParams.get("on");
    const view = segments.at(-1) === "history" ? await versionsOf(reader, new Date(), path, on) : null;
    if (view === null)
      throw new DomainError(
        "not-found",
        "There is no record of that path, or nothing of that name about it.",
        "Ask for /api/v1/decisions/{path}/history; the paths are in /api/v1/decisions.",
      );
    return view;
  });
