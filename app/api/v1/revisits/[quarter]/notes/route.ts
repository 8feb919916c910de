import { receive } from "@/app/api/_receive";
import { NoteDraft } from "@/lib/adr/outcome-draft";
import { noteRevisit } from "@/lib/commands/note-revisit";

type Context = { params: Promise<{ quarter: string }> };

export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { quarter } = await params;
  return receive(
    request,
    NoteDraft,
    (actor, draft, now) => noteRevisit(actor, quarter, draft, now),
    () => ({ status: 201 }),
  );
}
