import { respondRevalidated } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { decisionSearch } from "@/lib/views/decision-search";
import { decisionsView } from "@/lib/views/decisions";

/** All records; with `q` those that hold its words, the best first, and how many files are still being read. */
export const GET = (request: Request): Promise<Response> =>
  respondRevalidated(request, async () => {
    const reader = await currentReader();
    const q = new URL(request.url).searchParams.get("q")?.trim();
    if (q) {
      const { hits, reading } = await decisionSearch(reader, new Date(), q);
      return { items: hits, next: null, reading };
    }
    const { adrs } = await decisionsView(reader, new Date());
    return { items: adrs, next: null };
  });
