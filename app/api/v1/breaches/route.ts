import { respondRevalidated } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { filterTerms } from "@/lib/slo/breach-filter";
import { breachesView } from "@/lib/views/breaches";
import { pageIn } from "../_paging";

/** The open ones, then the closed ones, newest first; `after` is the `next` of the page before. */
export const GET = (request: Request): Promise<Response> =>
  respondRevalidated(request, async () => {
    const terms = new URL(request.url).searchParams;
    const reader = await currentReader();
    const { after, limit } = pageIn(terms);
    const { open, closed, next } = await breachesView(
      reader,
      new Date(),
      after ?? undefined,
      filterTerms(terms),
      limit,
    );
    return { items: [...open, ...closed], next };
  });
