import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { proposalsView } from "@/lib/views/proposals";

export const GET = (request: Request): Promise<Response> =>
  respond(async () => {
    const terms = new URL(request.url).searchParams;
    const asked = { state: terms.get("state"), before: terms.get("before") };
    return proposalsView(await currentReader(), new Date(), asked);
  });
