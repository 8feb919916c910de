import { receive } from "@/app/api/_receive";
import { endExclusion } from "@/lib/commands/end-exclusion";
import { Reason } from "@/lib/slo/target-draft";

type Context = { params: Promise<{ id: string; n: string }> };

export async function DELETE(request: Request, { params }: Context): Promise<Response> {
  const { id, n } = await params;
  return receive(request, Reason, (actor, { reason }, now) => endExclusion(actor, id, Number(n), reason, now));
}
