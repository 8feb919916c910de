import { badgeOfSlo, respondBadge } from "@/app/api/v1/_badge";
import { sloBadge } from "@/lib/views/badge";

type Context = { params: Promise<{ id: string }> };

/** Name, verdict, attainment against target and coverage, as a picture for any Markdown. */
export const GET = (request: Request, { params }: Context): Promise<Response> =>
  respondBadge(request, "unknown SLO", async (reader, now) => {
    const slo = await sloBadge(reader, now, (await params).id);
    return slo && badgeOfSlo(slo);
  });
