import { receive } from "@/app/api/_receive";
import { OutcomeDraft } from "@/lib/adr/outcome-draft";
import { decideRevisit } from "@/lib/commands/decide-revisit";

type Context = { params: Promise<{ quarter: string }> };

export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { quarter } = await params;
  return receive(
    request,
    OutcomeDraft,
    (actor, draft, now) => decideRevisit(actor, quarter, request.headers.get("if-match"), draft, now),
    ({ etag }) => ({ status: 201, headers: { etag } }),
  );
}
