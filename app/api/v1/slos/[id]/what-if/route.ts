import { receive } from "@/app/api/_receive";
import { currentReader } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { TrialDraft } from "@/lib/slo/target-draft";
import { whatIfView } from "@/lib/views/what-if";

type Context = { params: Promise<{ id: string }> };

/** Changes nothing: it is a POST because it takes a body. Whoever may read may try. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  return receive(
    request,
    TrialDraft,
    async (_actor, trial, now) => {
      const view = await whatIfView(await currentReader(), now, id, trial);
      if (!view) throw new DomainError("not-found", `There is no SLO "${id}".`, "GET /api/v1/slos lists them.");
      return view;
    },
    undefined,
    null,
  );
}
