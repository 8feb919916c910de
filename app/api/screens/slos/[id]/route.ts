import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { sloView } from "@/lib/views/slo";

export const GET = (request: Request, { params }: { params: Promise<{ id: string }> }) =>
  respond(async () => {
    const { id } = await params;
    const terms = Object.fromEntries(new URL(request.url).searchParams);
    const view = await sloView(await currentReader(), new Date(), id, terms);
    if (view === null) throw new DomainError("not-found", `There is no SLO ${id}.`);
    return view;
  });
