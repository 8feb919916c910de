import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { reviewView } from "@/lib/views/reviews";

type Context = { params: Promise<{ id: string }> };

export const GET = (_request: Request, { params }: Context): Promise<Response> =>
  respond(async () => {
    const { id } = await params;
    const view = reviewView(await currentReader(), Number(id));
    if (!view) throw new DomainError("not-found", `There is no review "${id}".`, "GET /api/v1/reviews lists them.");
    return view;
  });
