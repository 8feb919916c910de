import { receive } from "@/app/api/_receive";
import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { exclude } from "@/lib/commands/exclude";
import { DomainError } from "@/lib/errors";
import { ExclusionDraft } from "@/lib/slo/exclusion-draft";
import { exclusionsView } from "@/lib/views/exclusions";

type Context = { params: Promise<{ id: string }> };

export const GET = (_request: Request, { params }: Context): Promise<Response> =>
  respond(async () => {
    const { id } = await params;
    const view = exclusionsView(await currentReader(), new Date(), id);
    if (!view) throw new DomainError("not-found", `There is no SLO "${id}".`, "GET /api/v1/slos lists them.");
    return view;
  });

export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  return receive(
    request,
    ExclusionDraft,
    (actor, draft, now) => exclude(actor, id, draft, now),
    () => ({ status: 201 }),
  );
}
