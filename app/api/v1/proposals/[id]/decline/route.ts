import { receive } from "@/app/api/_receive";
import { declineProposal } from "@/lib/commands/decide-proposal";
import { Reason } from "@/lib/slo/target-draft";

type Context = { params: Promise<{ id: string }> };

export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  return receive(request, Reason, (actor, { reason }, now) => declineProposal(actor, Number(id), reason, now));
}
