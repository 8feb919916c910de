import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { breachesView } from "@/lib/views/breaches";

/** The open ones, then the closed ones, newest first; `before` is the `next` of the page before. */
export const GET = (request: Request): Promise<Response> =>
  respond(async () => {
    const before = new URL(request.url).searchParams.get("before") ?? undefined;
    const { open, closed, next } = await breachesView(await currentReader(), new Date(), before);
    return { items: [...open, ...closed], next };
  });
