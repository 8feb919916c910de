import * as z from "zod";
import { receive } from "@/app/api/_receive";
import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { retireSlo } from "@/lib/commands/retire-slo";
import { DomainError } from "@/lib/errors";
import { sloView } from "@/lib/views/slo";
import { sloItem } from "../../_slo-item";

type Context = { params: Promise<{ id: string }> };

export const GET = (_request: Request, { params }: Context): Promise<Response> =>
  respond(async () => {
    const { id } = await params;
    const view = await sloView(await currentReader(), new Date(), id, {});
    if (!view) throw new DomainError("not-found", `There is no SLO "${id}".`, "GET /api/v1/slos lists them.");
    const {
      row,
      description,
      runbook,
      targets,
      burn,
      p95Seconds,
      budgetSentence,
      budgetMethod,
      corrected,
      drift,
      fileDrift,
      lint,
    } = view;
    const { lookingForBreaches: _, ...backfill } = view.backfill;
    const { source, ...counted } = view.counted;
    return {
      ...sloItem(row),
      description,
      runbook,
      source,
      p95Seconds,
      targets,
      burn,
      budgetSentence,
      budgetMethod,
      corrected,
      drift,
      fileDrift,
      lint,
      backfill,
      counted,
    };
  });

/** Retires an SLO that was made in the app. */
export async function DELETE(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  return receive(request, z.strictObject({}), (actor, _, now) => retireSlo(actor, id, now));
}
