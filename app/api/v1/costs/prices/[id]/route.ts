import { receive } from "@/app/api/_receive";
import { changePrice } from "@/lib/commands/change-price";
import { PriceDraft } from "@/lib/costs/price-draft";

type Context = { params: Promise<{ id: string }> };

/** States a price anew; `seen` is the number of the statement that it goes on top of. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  return receive(
    request,
    PriceDraft,
    (actor, draft, now) => changePrice(actor, id, draft, now),
    () => ({ status: 201 }),
  );
}
