import * as z from "zod";
import { parsed, termsIn } from "@/app/api/_receive";
import { problemOf } from "@/app/api/_respond";
import { currentReader, type Reader } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { THIN } from "@/lib/format/percent";
import { GateTerms } from "@/lib/slo/gate";
import type { Gate, ServiceGate } from "@/lib/views/gate";

/** How the answer is wanted: as JSON or as lines for a log, and whether a closed gate is an error to whoever asks. */
const AnswerTerms = z.object({
  format: z.enum(["json", "text"], { error: "is neither json nor text" }).default("json"),
  status: z.enum(["on", "off"], { error: "is neither on nor off" }).default("off"),
});
/** A misspelt `minBudget` must not open the gate, nor a misspelt `status` hide that it is closed. */
export const GateQuery = z.strictObject({ ...GateTerms.shape, ...AnswerTerms.shape });
export const ServiceGateQuery = GateQuery.extend({
  service: z.string("names no service, such as shop").min(1, "names no service, such as shop"),
});

/** A closed gate is an answer, with status 200; with `status=on` it is a problem with status 409, which `curl -f` fails on. */
export async function respondGate<Asked extends z.infer<typeof GateQuery>, Answer extends Gate | ServiceGate>(
  request: Request,
  query: z.ZodType<Asked>,
  read: (reader: Reader, now: Date, terms: Asked) => Promise<Answer>,
  linesOf: (answer: Answer) => string[],
): Promise<Response> {
  try {
    const asked = parsed(query, termsIn(request));
    const { format, status } = asked;
    const answer = await read(await currentReader(), new Date(), asked);
    const refused = status === "on" && !answer.allowed;
    const headers = { "cache-control": "no-store" };
    if (format === "text")
      // A log may not be shown in a font, or a coding, that has a narrow space.
      return new Response(`${linesOf(answer).join("\n").replaceAll(THIN, " ")}\n`, {
        status: refused ? 409 : 200,
        headers: { ...headers, "content-type": "text/plain; charset=utf-8" },
      });
    const { wayOut, ...details } = answer;
    if (refused) throw new DomainError("conflict", `The gate is closed: ${answer.reason}.`, wayOut, { details });
    return Response.json(answer, { headers });
  } catch (error) {
    return problemOf(error);
  }
}

/** "CLOSED checkout: the error budget is spent." and, where there is one, the decision and the way out, a line each. */
export function gateLines({ allowed, slo, reason, decision, wayOut }: Gate): string[] {
  return [
    `${allowed ? "OPEN" : "CLOSED"} ${slo.id}: ${reason}.`,
    ...(decision && !allowed ? [`  decision: ${decision.path}#${decision.id} (${decision.title})`] : []),
    ...(wayOut === null ? [] : [`  way out: ${wayOut}`]),
  ];
}
