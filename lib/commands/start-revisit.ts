import "server-only";
import { type Actor, mustReview } from "@/lib/auth/actor";
import { config } from "@/lib/config";
import { DomainError } from "@/lib/errors";
import { parseQuarter, quarterBefore, quarterOf } from "@/lib/slo/quarter";
import { finalMinute } from "@/lib/slo/window";
import { addAudit } from "@/lib/store/audit";
import { atomicallyWhenFree, database } from "@/lib/store/database";
import { addRevisit, allRevisits } from "@/lib/store/revisits";
import { adrIndex } from "@/lib/views/adr-index";
import { revisitQueue } from "@/lib/views/revisit-queue";
import { mustBeQuarter } from "./held-revisit";

/**
 * Begins the meeting of this quarter, or of the one before: its agenda is what calls for it now, and its evidence is counted up
 * to now, or up to the end of its quarter.
 * @throws DomainError
 */
export async function startRevisit(actor: Actor, id: string, now: Date): Promise<{ quarter: string; agenda: number }> {
  mustReview(actor);
  const quarter = mustBeQuarter(id);
  const current = quarterOf(now);
  if (quarter.id !== current.id && quarter.id !== quarterBefore(current).id)
    throw new DomainError(
      "conflict",
      `The revisit of ${quarter.label} cannot be held on ${now.toISOString().slice(0, 10)}.`,
      `That of ${current.label} can, and that of the quarter before.`,
    );
  const db = database();
  const adrs = await adrIndex();
  return atomicallyWhenFree(db, () => {
    const other = allRevisits(db).find(({ finishedAt, quarter: held }) => finishedAt === null && held !== quarter.id);
    if (other)
      throw new DomainError(
        "conflict",
        `The revisit of ${parseQuarter(other.quarter)?.label} is not finished.`,
        "Finish it first: what has no outcome by then comes again.",
      );
    const agenda = revisitQueue(db, adrs, now, quarter.lastDay).map(({ decision, why, reasons }) => ({
      path: decision.path,
      id: decision.id,
      why,
      reasons,
    }));
    const isNew = addRevisit(db, {
      quarter: quarter.id,
      startedAt: now.getTime(),
      startedBy: actor.name,
      startedById: actor.id ?? "",
      cutOffMinute: Math.min(finalMinute(now, config().delaySeconds), quarter.end),
      agenda,
    });
    if (!isNew) throw new DomainError("conflict", `The revisit of ${quarter.label} was started already.`, "Open it.");
    addAudit(
      db,
      actor,
      {
        action: "revisit.started",
        subjectKind: "revisit",
        subjectId: quarter.id,
        summary: `${actor.name} started the revisit of ${quarter.label} with ${agenda.length} on its agenda.`,
        detail: { agenda },
      },
      now,
    );
    return { quarter: quarter.id, agenda: agenda.length };
  });
}
