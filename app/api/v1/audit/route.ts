import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { auditEntries } from "@/lib/views/audit";
import { termsBefore } from "../_paging";

/** Newest first, filtered by the terms of the address; `after` is the `next` of the page before. */
export const GET = (request: Request): Promise<Response> =>
  respond(async () => auditEntries(await currentReader(), termsBefore(new URL(request.url).searchParams)));
