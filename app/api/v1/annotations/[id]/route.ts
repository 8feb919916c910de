import * as z from "zod";
import { receive } from "@/app/api/_receive";
import { removeAnnotation } from "@/lib/commands/remove-annotation";

type Context = { params: Promise<{ id: string }> };

export async function DELETE(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  return receive(request, z.strictObject({}), (actor, _, now) => removeAnnotation(actor, Number(id), now));
}
