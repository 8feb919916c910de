import { respond } from "@/app/api/_respond";
import { currentActor } from "@/lib/auth/actor";
import { sessionOf } from "@/lib/auth/session";
import { accountView } from "@/lib/views/account";

export const GET = (request: Request) =>
  respond(async () => {
    const session = await sessionOf(request.headers);
    return accountView(await currentActor(), session?.sessionId ?? null, new Date());
  });
