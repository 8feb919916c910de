import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { breachView } from "@/lib/views/breach";

type Context = { params: Promise<{ id: string }> };

export const GET = (_request: Request, { params }: Context): Promise<Response> =>
  respond(async () => {
    const { id } = await params;
    const view = /^\d{1,15}$/.test(id) ? await breachView(await currentReader(), new Date(), Number(id)) : null;
    if (!view) throw new DomainError("not-found", `There is no breach "${id}".`, "GET /api/v1/breaches lists them.");
    const { row, runbook, sentence, sinceOpening, target, decision, timeline, acknowledged, cause, changeBefore } =
      view;
    return { ...row, runbook, sentence, changeBefore, sinceOpening, target, decision, timeline, acknowledged, cause };
  });
