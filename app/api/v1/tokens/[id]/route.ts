import * as z from "zod";
import { receive } from "@/app/api/_receive";
import { revokeToken } from "@/lib/commands/revoke-token";
import { tokenItem } from "@/lib/views/tokens";

type Context = { params: Promise<{ id: string }> };

/** Revokes it; it stays in the list. */
export const DELETE = (request: Request, { params }: Context): Promise<Response> =>
  receive(request, z.strictObject({}), async (actor, _body, now) =>
    tokenItem(await revokeToken(actor, (await params).id, now), now),
  );
