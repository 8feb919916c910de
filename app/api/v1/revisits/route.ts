import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { revisitsView } from "@/lib/views/revisits";

export const GET = (): Promise<Response> =>
  respond(async () => {
    const { items, queue, current } = await revisitsView(await currentReader(), new Date());
    return { items, next: null, current: current.id, queue };
  });
