import { decisionLabel } from "@/app/_parts/decision-tag";
import { VERDICTS, type Verdict } from "@/lib/slo/verdict";
import type { SloListRow } from "@/lib/views/slos";

export type SloFilter = { q: string; service: string | null; verdict: Verdict | null; decision: "none" | null };

/** Every word of the search must be found in the name, id, service or decision. */
export function filtered(rows: SloListRow[], { q, service, verdict, decision }: SloFilter): SloListRow[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(
    (row) =>
      (service === null || row.service === service) &&
      (verdict === null || row.verdict === verdict) &&
      (decision === null || row.decision === null) &&
      (words.length === 0 || words.every((word) => searchText(row).includes(word))),
  );
}

/** Non-empty groups in the order of VERDICTS; each keeps the order of its rows. */
export function byVerdict(rows: SloListRow[]): { verdict: Verdict; rows: SloListRow[] }[] {
  return VERDICTS.map((verdict) => ({ verdict, rows: rows.filter((row) => row.verdict === verdict) })).filter(
    (group) => group.rows.length > 0,
  );
}

function searchText(row: SloListRow): string {
  const decision = row.decision ? `${decisionLabel(row.decision)} ${row.decision.path}` : "no decision";
  return `${row.name} ${row.id} ${row.service} ${decision}`.toLowerCase();
}
