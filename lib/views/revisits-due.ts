import "server-only";
import { dueOf, isAlive } from "@/lib/adr/due";
import type { AdrRecord } from "@/lib/adr/record";
import { revisitState } from "@/lib/slo/review-item";
import type { Database } from "@/lib/store/database";
import { newestOutcomes } from "@/lib/store/revisits";
import { triggerFiringsOf } from "@/lib/store/triggers";
import { callsFor } from "./revisit-queue";

/** A record that calls for a revisit soon. `due`: ISO 8601; null where only triggers fired. `fired`: why, newest first. */
export type RevisitDue = { record: AdrRecord; due: string | null; fired: string[]; state: string };

/** The soonest due first; what only triggers call for, at the end. */
export function revisitsDue(db: Database, records: readonly AdrRecord[], today: string): RevisitDue[] {
  const last = newestOutcomes(db);
  const firings = triggerFiringsOf(db);
  return records
    .flatMap((record): RevisitDue[] => {
      const { path, decisions } = record;
      const fileDue = record.review?.due ?? null;
      const dueBy = (id: string) => dueOf(fileDue, last.get(`${path}#${id}`) ?? null);
      const isSettled = (id: string) => last.get(`${path}#${id}`)?.settles === true && dueBy(id).by === "outcome";
      const alive = decisions.filter((decision) => isAlive(record, decision) && !isSettled(decision.id));
      // A record that names no decisions is one.
      if (decisions.length > 0 ? alive.length === 0 : !isAlive(record, { status: null })) return [];
      const days = decisions.length === 0 ? [fileDue] : alive.map(({ id }) => dueBy(id).day);
      const due = days.flatMap((day) => day ?? []).sort()[0] ?? null;
      const fired = firings.filter((firing) => alive.some(({ id }) => callsFor(firing, { path, id }, last)));
      const soon = due === null ? null : revisitState(due, today);
      if (soon === null && fired.length === 0) return [];
      const triggered = fired.map(({ id }) => `fired ${id}`);
      return [
        {
          record,
          due: soon === null ? null : due,
          fired: fired.map(({ reason }) => reason),
          state: [...(soon === null ? [] : [soon]), ...triggered].join(", ").slice(0, 500),
        },
      ];
    })
    .sort((a, b) => ((a.due ?? "9") < (b.due ?? "9") ? -1 : 1));
}
