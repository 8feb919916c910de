import { problemOf } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { csvLine } from "@/lib/format/csv";
import { log } from "@/lib/log";
import { type AuditItem, auditBatches } from "@/lib/views/audit";

const COLUMNS = ["id", "at", "actorKind", "actorId", "actor", "action", "subjectKind", "subjectId", "summary"];

const FORMATS = {
  csv: {
    type: "text/csv; charset=utf-8; header=present",
    head: csvLine([...COLUMNS, "detail", "ip"]),
    line: ({ id, at, actor, action, subject, summary, detail, ip }: AuditItem): string =>
      csvLine([
        id,
        at,
        actor.kind,
        actor.id,
        actor.name,
        action,
        subject.kind,
        subject.id,
        summary,
        detail === null ? null : JSON.stringify(detail),
        ip,
      ]),
  },
  ndjson: {
    type: "application/x-ndjson; charset=utf-8",
    head: "",
    line: (item: AuditItem): string => `${JSON.stringify(item)}\n`,
  },
};

/** The whole log that fits the terms of `GET /api/v1/audit`, as a file; `format` is `csv` or `ndjson`. */
export async function GET(request: Request): Promise<Response> {
  try {
    const { format = "csv", ...terms } = Object.fromEntries(new URL(request.url).searchParams);
    if (format !== "csv" && format !== "ndjson")
      throw new DomainError("bad-input", `format: there is no "${format}".`, "Ask for csv or ndjson.");
    const batches = auditBatches(await currentReader(), terms);
    const day = new Date().toISOString().slice(0, 10);
    return new Response(streamed(FORMATS[format], batches), {
      headers: {
        "content-type": FORMATS[format].type,
        "content-disposition": `attachment; filename="plumbline-audit-${day}.${format}"`,
        "cache-control": "no-store",
      },
    });
  } catch (error) {
    return problemOf(error);
  }
}

/** Reads a batch only when the one before has been taken, so that a slow reader fills no memory. */
function streamed(
  { head, line }: (typeof FORMATS)[keyof typeof FORMATS],
  batches: Iterable<AuditItem[]>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const rest = batches[Symbol.iterator]();
  return new ReadableStream(
    {
      start: (controller) => void (head && controller.enqueue(encoder.encode(head))),
      pull(controller) {
        try {
          const { done, value } = rest.next();
          if (done) controller.close();
          else controller.enqueue(encoder.encode(value.map(line).join("")));
        } catch (error) {
          log.error({ err: error }, "an export of the audit log broke off");
          controller.error(error);
        }
      },
    },
    { highWaterMark: 1 },
  );
}
