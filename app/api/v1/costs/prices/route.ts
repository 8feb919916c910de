import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { costsView } from "@/lib/views/costs";

export const GET = (): Promise<Response> =>
  respond(async () => {
    const { prices, running, mayEdit } = await costsView(await currentReader(), new Date());
    return { items: prices, running, mayEdit };
  });
