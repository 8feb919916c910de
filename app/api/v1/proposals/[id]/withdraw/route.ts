import * as z from "zod";
import { receive } from "@/app/api/_receive";
import { withdrawProposal } from "@/lib/commands/decide-proposal";

type Context = { params: Promise<{ id: string }> };

export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  return receive(request, z.strictObject({}), (actor, _, now) => withdrawProposal(actor, Number(id), now));
}
