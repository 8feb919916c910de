import * as z from "zod";
import { receive } from "@/app/api/_receive";
import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { startRevisit } from "@/lib/commands/start-revisit";
import { mustBeThere, revisitView } from "@/lib/views/revisit";

type Context = { params: Promise<{ quarter: string }> };

/** With `?d=` and the address of a decision on its agenda also that one's evidence, outcomes and etag. */
export const GET = (request: Request, { params }: Context): Promise<Response> =>
  respond(
    async () => {
      const { quarter } = await params;
      const d = new URL(request.url).searchParams.get("d");
      return mustBeThere(await revisitView(await currentReader(), new Date(), quarter, d), quarter);
    },
    ({ current }) => (current ? { headers: { etag: current.etag } } : {}),
  );

/** Starts the meeting. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { quarter } = await params;
  return receive(
    request,
    z.strictObject({}),
    (actor, _, now) => startRevisit(actor, quarter, now),
    () => ({ status: 201, headers: { location: `/revisits/${quarter}` } }),
  );
}
