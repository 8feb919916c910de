import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { decisionGraphView } from "@/lib/views/decision-graph";

export const GET = (request: Request) =>
  respond(async () => {
    const asked = new URL(request.url).searchParams;
    const terms = { status: asked.get("status") || null, around: asked.get("around") || null };
    return decisionGraphView(await currentReader(), new Date(), terms);
  });
