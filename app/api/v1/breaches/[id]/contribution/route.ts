import * as z from "zod";
import { receive } from "@/app/api/_receive";
import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { askContribution, cancelContribution } from "@/lib/commands/ask-contribution";
import { contributionView, mustBeThere } from "@/lib/views/contribution";

type Context = { params: Promise<{ id: string }> };

const Nothing = z.strictObject({});
const breachNumber = (id: string): number => (/^\d{1,15}$/.test(id) ? Number(id) : Number.NaN);

/** How far it is, and the newest result. */
export const GET = (_request: Request, { params }: Context): Promise<Response> =>
  respond(async () => {
    const { id } = await params;
    return mustBeThere(contributionView(await currentReader(), new Date(), breachNumber(id)), id);
  });

/** Begins to ask the engine who is hit, or answers with what is being asked already. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  return receive(
    request,
    Nothing,
    (actor, _, now) => askContribution(actor, breachNumber(id), now),
    () => ({ status: 202 }),
  );
}

export async function DELETE(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  return receive(request, Nothing, (actor, _, now) => cancelContribution(actor, breachNumber(id), now));
}
