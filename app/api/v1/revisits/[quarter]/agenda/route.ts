import { receive } from "@/app/api/_receive";
import { AgendaDraft } from "@/lib/adr/outcome-draft";
import { addToAgenda } from "@/lib/commands/note-revisit";

type Context = { params: Promise<{ quarter: string }> };

export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { quarter } = await params;
  return receive(
    request,
    AgendaDraft,
    (actor, draft, now) => addToAgenda(actor, quarter, draft, now),
    () => ({ status: 201 }),
  );
}
