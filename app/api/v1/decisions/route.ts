import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { decisionsView } from "@/lib/views/decisions";

export const GET = (): Promise<Response> =>
  respond(async () => {
    const { adrs } = await decisionsView(await currentReader(), new Date());
    return { items: adrs, next: null };
  });
