import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { breachView } from "@/lib/views/breach";

export const GET = (_request: Request, { params }: { params: Promise<{ id: string }> }) =>
  respond(async () => {
    const { id } = await params;
    const view = await breachView(await currentReader(), new Date(), Number(id));
    if (view === null) throw new DomainError("not-found", `There is no breach ${id}.`);
    return view;
  });
