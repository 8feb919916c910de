import { currentActor } from "@/lib/auth/actor";
import { comeBack } from "@/lib/auth/oidc";

/** Where the identity provider leads the browser back to. */
export const GET = async (request: Request) => comeBack(request, (await currentActor()).ip);
