import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { decisionHistory } from "@/lib/views/decision-history";

export const GET = (_request: Request, { params }: { params: Promise<{ path: string[] }> }) =>
  respond(async () => {
    const path = (await params).path.join("/");
    const view = await decisionHistory(await currentReader(), new Date(), path);
    if (view === null) throw new DomainError("not-found", `There is no record at ${path}.`);
    return view;
  });
