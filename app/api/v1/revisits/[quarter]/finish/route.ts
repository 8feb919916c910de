import * as z from "zod";
import { receive } from "@/app/api/_receive";
import { finishRevisit } from "@/lib/commands/finish-revisit";

type Context = { params: Promise<{ quarter: string }> };

export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { quarter } = await params;
  return receive(request, z.strictObject({}), (actor, _, now) => finishRevisit(actor, quarter, now));
}
