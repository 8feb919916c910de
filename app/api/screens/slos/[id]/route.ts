import { respond } from "@/app/api/_respond";
import { rangeOr } from "@/app/slos/[id]/range";
import { currentReader } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { sloView } from "@/lib/views/slo";

export const GET = (request: Request, { params }: { params: Promise<{ id: string }> }) =>
  respond(async () => {
    const { id } = await params;
    const range = rangeOr(new URL(request.url).searchParams.get("range"));
    const view = await sloView(await currentReader(), new Date(), id, range);
    if (view === null) throw new DomainError("not-found", `There is no SLO ${id}.`);
    return view;
  });
