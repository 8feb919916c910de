import { receive } from "@/app/api/_receive";
import { proposeTarget } from "@/lib/commands/propose-target";
import { TargetDraft } from "@/lib/slo/target-draft";

type Context = { params: Promise<{ id: string }> };

export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  return receive(
    request,
    TargetDraft,
    (actor, draft, now) => proposeTarget(actor, id, draft, now),
    () => ({ status: 201 }),
  );
}
