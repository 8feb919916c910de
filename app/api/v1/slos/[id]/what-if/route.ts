import { receive } from "@/app/api/_receive";
import { currentReader } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { TargetTerms } from "@/lib/slo/target-draft";
import { whatIfView } from "@/lib/views/what-if";

type Context = { params: Promise<{ id: string }> };

/** Changes nothing: it is a POST because it takes a body. Whoever may read may try. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  return receive(
    request,
    TargetTerms,
    async (_actor, terms, now) => {
      const view = await whatIfView(await currentReader(), now, id, terms);
      if (!view) throw new DomainError("not-found", `There is no SLO "${id}".`, "GET /api/v1/slos lists them.");
      return view;
    },
    undefined,
    null,
  );
}
