import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { filterTerms } from "@/lib/slo/breach-filter";
import { breachesView } from "@/lib/views/breaches";

export const GET = (request: Request) =>
  respond(async () => {
    const terms = new URL(request.url).searchParams;
    const before = terms.get("before") ?? undefined;
    return breachesView(await currentReader(), new Date(), before, filterTerms(terms));
  });
