import * as z from "zod";
import { receive } from "@/app/api/_receive";
import { cancelBackfill } from "@/lib/commands/cancel-backfill";
import { resumeBackfill } from "@/lib/commands/resume-backfill";

type Context = { params: Promise<{ id: string }> };

/** Going on asks the engine for much: an empty request does not begin it. */
const Asked = z.strictObject({ resume: z.literal(true, { error: "is not true" }) });

/** Goes on with a history whose counting was cancelled. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  return receive(
    request,
    Asked,
    (actor, _, now) => resumeBackfill(actor, id, now),
    () => ({ status: 202 }),
  );
}

/** Cancels the counting of the history. */
export async function DELETE(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  return receive(request, z.strictObject({}), (actor, _, now) => cancelBackfill(actor, id, now));
}
