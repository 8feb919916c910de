import * as z from "zod";
import { receive } from "@/app/api/_receive";
import { redefineSlo } from "@/lib/commands/redefine-slo";

type Context = { params: Promise<{ id: string }> };

/** Changes what an SLO that was made in the app counts; If-Match holds the ETag of its OpenSLO document. */
export async function PUT(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  const ifMatch = request.headers.get("if-match");
  return receive(
    request,
    z.record(z.string(), z.unknown()),
    (actor, body, now) => redefineSlo(actor, id, ifMatch, body, now),
    ({ etag }) => ({ headers: { etag } }),
  );
}
