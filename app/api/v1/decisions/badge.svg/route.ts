import { badgeOfDecision, respondBadge } from "@/app/api/v1/_badge";
import { decisionBadge } from "@/lib/views/badge";

/** The loudest verdict on a decision's targets: `record` is the path, `decision` the id; without it, on all of the record's. */
export const GET = (request: Request): Promise<Response> =>
  respondBadge(request, "unknown decision", async (reader, now) => {
    const terms = new URL(request.url).searchParams;
    const found = await decisionBadge(reader, now, terms.get("record") ?? "", terms.get("decision"));
    return found && badgeOfDecision(found);
  });
