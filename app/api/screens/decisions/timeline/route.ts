import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { decisionTimelineView } from "@/lib/views/decision-timeline";

export const GET = (request: Request) =>
  respond(async () => {
    const asked = new URL(request.url).searchParams;
    const terms = { status: asked.get("status") || null, year: asked.get("year") || null };
    return decisionTimelineView(await currentReader(), new Date(), terms);
  });
