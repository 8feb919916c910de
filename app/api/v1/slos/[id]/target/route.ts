import { receive } from "@/app/api/_receive";
import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { changeTarget } from "@/lib/commands/change-target";
import { DomainError } from "@/lib/errors";
import { TargetDraft } from "@/lib/slo/target-draft";
import { targetView } from "@/lib/views/target";

type Context = { params: Promise<{ id: string }> };

const withEtag = ({ etag }: { etag: string }) => ({ headers: { etag } });

export const GET = (_request: Request, { params }: Context): Promise<Response> =>
  respond(async () => {
    const { id } = await params;
    const view = targetView(await currentReader(), new Date(), id);
    if (!view) throw new DomainError("not-found", `There is no SLO "${id}".`, "GET /api/v1/slos lists them.");
    return view;
  }, withEtag);

export async function PUT(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  const ifMatch = request.headers.get("if-match");
  return receive(request, TargetDraft, (actor, draft, now) => changeTarget(actor, id, ifMatch, draft, now), withEtag);
}
