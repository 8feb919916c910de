import "server-only";
import { parseQuarter, type Quarter, quarterBefore } from "@/lib/slo/quarter";
import type { Database } from "@/lib/store/database";
import { followUpById } from "@/lib/store/follow-ups";
import { outcomesWithActions, type RevisitEntry } from "@/lib/store/revisits";
import type { AdrIndex } from "./adr-index";

/** An action of an earlier revisit. Days are ISO 8601, times ISO 8601 UTC. */
export type ActionRow = {
  id: number;
  text: string;
  owner: string;
  dueDay: string;
  /** "2026 Q4" */
  from: string;
  decision: string;
  closedAt: string | null;
  closedNote: string | null;
  /** What this meeting said of it; null where it did not yet. */
  said: { what: "closed" | "kept"; note: string; author: string } | null;
};

/** Those of the quarter before, and what is still open of those before it. Open ones first, the soonest due first. */
export function actionsOf(
  db: Database,
  adrs: AdrIndex,
  quarter: Quarter,
  entries: readonly RevisitEntry[],
): { label: string; items: ActionRow[] } {
  const last = quarterBefore(quarter);
  const items = outcomesWithActions(db).flatMap((outcome): ActionRow[] => {
    const action = followUpById(db, outcome.followUpId);
    if (!action || outcome.quarter >= quarter.id) return [];
    const said = entries.findLast(({ followUpId, what }) => followUpId === action.id && what !== "note");
    if (outcome.quarter < last.id && action.closedAt !== null && !said) return [];
    return [
      {
        id: action.id,
        text: action.text,
        owner: action.owner,
        dueDay: action.dueDay,
        from: parseQuarter(outcome.quarter)?.label ?? outcome.quarter,
        decision: adrs.link(outcome.path, outcome.decisionId)?.title ?? `${outcome.path}#${outcome.decisionId}`,
        closedAt: action.closedAt === null ? null : new Date(action.closedAt).toISOString(),
        closedNote: action.closedNote,
        said: said
          ? { what: said.what === "action-closed" ? "closed" : "kept", note: said.text, author: said.author }
          : null,
      },
    ];
  });
  return {
    label: last.label,
    items: items.sort(
      (a, b) => Number(a.closedAt !== null) - Number(b.closedAt !== null) || (a.dueDay < b.dueDay ? -1 : 1),
    ),
  };
}
