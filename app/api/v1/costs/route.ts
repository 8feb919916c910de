import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { costsView } from "@/lib/views/costs";

/** The months of a range with their totals, and one of them in full. Prices are at `/api/v1/costs/prices`. */
export const GET = (request: Request): Promise<Response> =>
  respond(async () => {
    const { searchParams } = new URL(request.url);
    const asked = { months: searchParams.get("months"), month: searchParams.get("month") };
    const { plan, months, month, running, now } = await costsView(await currentReader(), new Date(), asked);
    return { now, plan, running, items: months, month };
  });
