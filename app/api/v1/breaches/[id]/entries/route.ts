import { receive } from "@/app/api/_receive";
import { tellBreach } from "@/lib/commands/tell-breach";
import { BreachTold } from "@/lib/slo/breach-told";

type Context = { params: Promise<{ id: string }> };

export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  return receive(
    request,
    BreachTold,
    (actor, told, now) => tellBreach(actor, breachNumber(id), told, now),
    () => ({ status: 201 }),
  );
}

const breachNumber = (id: string): number => (/^\d{1,15}$/.test(id) ? Number(id) : Number.NaN);
