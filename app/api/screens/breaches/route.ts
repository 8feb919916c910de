import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { breachesView } from "@/lib/views/breaches";

export const GET = (request: Request) =>
  respond(async () => {
    const before = new URL(request.url).searchParams.get("before") ?? undefined;
    return breachesView(await currentReader(), new Date(), before);
  });
