import * as z from "zod";
import { GateQuery, ServiceGateQuery } from "@/app/api/v1/_gate";
import { GATE_CAUSES } from "@/lib/slo/gate";
import type { serviceGate, sloGate } from "@/lib/views/gate";
import { answerOf, type Returned } from "./answer-of";
import type { Operation } from "./operation";
import { at, DecisionRef, SloRef, share, verdict } from "./shapes";

const ONE = { id: "checkout" };

const GATE = {
  allowed: z.boolean(),
  reason: z.string().meta({ description: "One sentence for the log of the pipeline." }),
  wayOut: z.string().nullable(),
};
export const Gate = z
  .strictObject({
    ...GATE,
    cause: z.enum(GATE_CAUSES),
    slo: SloRef,
    verdict,
    budgetRemaining: z.number().nullable(),
    coverage: share,
    stale: z.boolean().meta({ description: "`finalTo` is too long ago to tell what holds now." }),
    finalTo: at.nullable(),
    until: at.nullable(),
    decision: DecisionRef.nullable(),
  })
  .meta({ id: "Gate", description: "Whether there is budget for a change of one SLO." });
const ServiceGate = z.strictObject({ ...GATE, service: z.string(), items: z.array(Gate) }).meta({ id: "ServiceGate" });

export const GATE_OPERATIONS: readonly Operation[] = [
  {
    route: "GET /api/v1/slos/[id]/gate",
    name: "getSloGate",
    tag: "Gate",
    access: "read",
    summary: "Whether there is error budget for a change",
    description:
      "Closed by an open fast burn, a spent budget, a missed objective, and by what is not known unless `unknown=allow`. A closed gate is 200 with `allowed: false`; with `status=on` it is a problem with status 409, whose members are those of the answer.",
    terms: GateQuery,
    answer: answerOf<Returned<typeof sloGate>>()(Gate),
    alsoAnswers: "text/plain",
    example: { path: ONE, terms: { unknown: "allow", minBudget: "0.1" } },
    problems: [409],
    tells: { 409: Gate.omit({ wayOut: true }).shape },
  },
  {
    route: "GET /api/v1/gate",
    name: "getServiceGate",
    tag: "Gate",
    access: "read",
    summary: "The gate of all SLOs of a service: open where each of them is",
    terms: ServiceGateQuery,
    needed: ["service"],
    answer: answerOf<Returned<typeof serviceGate>>()(ServiceGate),
    alsoAnswers: "text/plain",
    example: { terms: { service: "shop" } },
    problems: [404, 409],
    tells: { 409: ServiceGate.omit({ wayOut: true }).shape },
  },
];
