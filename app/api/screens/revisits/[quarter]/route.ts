import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { mustBeThere, revisitView } from "@/lib/views/revisit";

export const GET = (request: Request, { params }: { params: Promise<{ quarter: string }> }) =>
  respond(async () => {
    const { quarter } = await params;
    const d = new URL(request.url).searchParams.get("d");
    return mustBeThere(await revisitView(await currentReader(), new Date(), quarter, d), quarter);
  });
