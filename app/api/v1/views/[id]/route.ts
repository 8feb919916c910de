import * as z from "zod";
import { receive } from "@/app/api/_receive";
import { removeView } from "@/lib/commands/remove-view";

type Context = { params: Promise<{ id: string }> };

export const DELETE = (request: Request, { params }: Context): Promise<Response> =>
  receive(request, z.strictObject({}), async (actor, _body, now) => removeView(actor, Number((await params).id), now));
