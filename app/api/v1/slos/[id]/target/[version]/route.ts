import { receive } from "@/app/api/_receive";
import { cancelTarget } from "@/lib/commands/cancel-target";
import { Reason } from "@/lib/slo/target-draft";

type Context = { params: Promise<{ id: string; version: string }> };

export async function DELETE(request: Request, { params }: Context): Promise<Response> {
  const { id, version } = await params;
  const ifMatch = request.headers.get("if-match");
  return receive(
    request,
    Reason,
    (actor, { reason }, now) => cancelTarget(actor, id, Number(version), ifMatch, reason, now),
    ({ etag }) => ({ headers: { etag } }),
  );
}
