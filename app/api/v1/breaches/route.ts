import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { filterTerms } from "@/lib/slo/breach-filter";
import { breachesView } from "@/lib/views/breaches";

/** The open ones, then the closed ones, newest first; `before` is the `next` of the page before. */
export const GET = (request: Request): Promise<Response> =>
  respond(async () => {
    const terms = new URL(request.url).searchParams;
    const before = terms.get("before") ?? undefined;
    const { open, closed, next } = await breachesView(await currentReader(), new Date(), before, filterTerms(terms));
    return { items: [...open, ...closed], next };
  });
