import { clientAddress } from "@/lib/auth/client-address";
import { comeBack } from "@/lib/auth/oidc";

/** Where the identity provider leads the browser back to. */
export const GET = async (request: Request) => comeBack(request, clientAddress(request.headers));
