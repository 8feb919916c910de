import { DomainError } from "@/lib/errors";
import { serviceGate } from "@/lib/views/gate";
import { gateLines, respondGate } from "../_gate";

/** The gate of all SLOs of a service: open where each of them is. */
export const GET = (request: Request): Promise<Response> =>
  respondGate(
    request,
    (reader, now, terms) => {
      const service = new URL(request.url).searchParams.get("service");
      if (!service) throw new DomainError("bad-input", "service names no service.", "Ask with ?service=shop.");
      return serviceGate(reader, now, service, terms);
    },
    ({ allowed, service, reason, items }) => [
      `${allowed ? "OPEN" : "CLOSED"} ${service}: ${reason}.`,
      ...items.flatMap(gateLines),
    ],
  );
