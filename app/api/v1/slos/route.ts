import * as z from "zod";
import { receive } from "@/app/api/_receive";
import { respondRevalidated } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { makeSlo } from "@/lib/commands/make-slo";
import { slosPage } from "@/lib/views/slos";
import { sloItem } from "../_slo-item";

/** The SLOs by id; `after` is the `next` of the page before, `limit` the size of a page. */
export const GET = (request: Request): Promise<Response> =>
  respondRevalidated(request, async () => {
    const terms = new URL(request.url).searchParams;
    const { items, next } = await slosPage(await currentReader(), new Date(), {
      after: terms.get("after"),
      limit: terms.get("limit"),
    });
    return { items: items.map(sloItem), next };
  });

/** Makes an SLO: fields, or `{document}` with OpenSLO YAML in it, and the reason. */
export const POST = (request: Request): Promise<Response> =>
  receive(request, z.record(z.string(), z.unknown()), makeSlo, ({ id }) => ({
    status: 201,
    headers: { location: `/api/v1/slos/${encodeURIComponent(id)}` },
  }));
