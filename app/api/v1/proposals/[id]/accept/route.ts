import { receive } from "@/app/api/_receive";
import { acceptProposal } from "@/lib/commands/decide-proposal";
import { Acceptance } from "@/lib/slo/target-draft";

type Context = { params: Promise<{ id: string }> };

export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  const ifMatch = request.headers.get("if-match");
  return receive(
    request,
    Acceptance,
    (actor, how, now) => acceptProposal(actor, Number(id), ifMatch, how, now),
    ({ etag }) => ({ headers: { etag } }),
  );
}
