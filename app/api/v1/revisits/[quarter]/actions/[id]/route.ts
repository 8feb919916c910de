import { receive } from "@/app/api/_receive";
import { ActionDraft } from "@/lib/adr/outcome-draft";
import { settleAction } from "@/lib/commands/settle-action";
import { DomainError } from "@/lib/errors";

type Context = { params: Promise<{ quarter: string; id: string }> };

export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { quarter, id } = await params;
  return receive(request, ActionDraft, (actor, draft, now) => {
    if (!/^[1-9]\d{0,8}$/.test(id)) throw new DomainError("not-found", `There is no action ${id} of a revisit.`, null);
    return settleAction(actor, quarter, Number(id), draft, now);
  });
}
