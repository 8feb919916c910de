import { receive } from "@/app/api/_receive";
import { closeFollowUp } from "@/lib/commands/close-follow-up";
import { ClosingDraft } from "@/lib/slo/review-draft";

type Context = { params: Promise<{ id: string }> };

export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  return receive(request, ClosingDraft, (actor, { note }, now) => closeFollowUp(actor, Number(id), note ?? null, now));
}
