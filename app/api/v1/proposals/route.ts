import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { proposalsView } from "@/lib/views/proposals";
import { pageIn } from "../_paging";

export const GET = (request: Request): Promise<Response> =>
  respond(async () => {
    const terms = new URL(request.url).searchParams;
    const reader = await currentReader();
    const { after, limit } = pageIn(terms);
    return proposalsView(reader, new Date(), { state: terms.get("state"), before: after, size: limit });
  });
