import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { decisionSearch } from "@/lib/views/decision-search";

export const GET = (request: Request) =>
  respond(async () =>
    decisionSearch(await currentReader(), new Date(), new URL(request.url).searchParams.get("q") ?? ""),
  );
