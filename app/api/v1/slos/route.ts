import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { slosView } from "@/lib/views/slos";
import { sloItem } from "../_slo-item";

/** Every SLO on one page; `next` is there for the day when one page is not enough. */
export const GET = (): Promise<Response> =>
  respond(async () => {
    const { rows } = await slosView(await currentReader(), new Date());
    return { items: rows.map(sloItem), next: null };
  });
