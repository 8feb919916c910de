import "server-only";
import { DomainError } from "@/lib/errors";
import { parseQuarter, type Quarter } from "@/lib/slo/quarter";
import type { Database } from "@/lib/store/database";
import { entriesOf, type Revisit, revisitOf } from "@/lib/store/revisits";

/** @throws DomainError `not-found` */
export function mustBeQuarter(id: string): Quarter {
  const quarter = parseQuarter(id);
  if (quarter) return quarter;
  throw new DomainError("not-found", `There is no quarter "${id}".`, "Write it as 2026-Q4.");
}

/** The meeting of a quarter while it is held. @throws DomainError `not-found`, `conflict` */
export function mustBeHeld(db: Database, quarter: Quarter): Revisit {
  const revisit = revisitOf(db, quarter.id);
  if (!revisit)
    throw new DomainError("not-found", `The revisit of ${quarter.label} was not started.`, "Start it first.");
  if (revisit.finishedAt !== null)
    throw new DomainError(
      "conflict",
      `The revisit of ${quarter.label} is finished; ${revisit.finishedBy} finished it.`,
      "What was decided is in its report; a new outcome is for the next revisit.",
    );
  return revisit;
}

/** @throws DomainError `not-found` where the decision is not on the agenda */
export function mustBeOnAgenda(
  db: Database,
  { quarter, agenda }: Revisit,
  decision: { path: string; id: string },
): void {
  const isThere = agenda.some(({ path, id }) => path === decision.path && id === decision.id);
  const isAdded = entriesOf(db, quarter).some(
    ({ what, path, decisionId }) => what === "added" && path === decision.path && decisionId === decision.id,
  );
  if (!isThere && !isAdded)
    throw new DomainError(
      "not-found",
      `${decision.path}#${decision.id} is not on the agenda.`,
      "Add it to the agenda first.",
    );
}
