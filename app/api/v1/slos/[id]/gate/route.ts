import { GateQuery, gateLines, respondGate } from "@/app/api/v1/_gate";
import { sloGate } from "@/lib/views/gate";

type Context = { params: Promise<{ id: string }> };

/** Whether there is budget for a change, for a pipeline that deploys. */
export const GET = (request: Request, { params }: Context): Promise<Response> =>
  respondGate(
    request,
    GateQuery,
    async (reader, now, terms) => sloGate(reader, now, (await params).id, terms),
    gateLines,
  );
