import { serviceGate } from "@/lib/views/gate";
import { gateLines, respondGate, ServiceGateQuery } from "../_gate";

/** The gate of all SLOs of a service: open where each of them is. */
export const GET = (request: Request): Promise<Response> =>
  respondGate(
    request,
    ServiceGateQuery,
    (reader, now, { service, ...terms }) => serviceGate(reader, now, service, terms),
    ({ allowed, service, reason, items }) => [
      `${allowed ? "OPEN" : "CLOSED"} ${service}: ${reason}.`,
      ...items.flatMap(gateLines),
    ],
  );
