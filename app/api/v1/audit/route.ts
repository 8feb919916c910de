import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { auditEntries } from "@/lib/views/audit";

/** Newest first, filtered by the terms of the address; `before` is the `next` of the page before. */
export const GET = (request: Request): Promise<Response> =>
  respond(async () => auditEntries(await currentReader(), Object.fromEntries(new URL(request.url).searchParams)));
