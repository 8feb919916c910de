import { decisionLabel } from "@/app/_parts/decision-tag";
import { VERDICT_WORDS } from "@/app/_parts/verdict";
import { type Grouping, NONE } from "@/lib/slo/list-terms";
import type { Verdict } from "@/lib/slo/verdict";
import type { SloListRow } from "@/lib/views/slos";

/** `key` names it in an address; NONE is the group of what has none. `size`: its rows, of which a first paint may lack some. */
export type Group = { key: string; label: string; rows: SloListRow[]; size: number };

type Place = { key: string; label: string };

const QUIET: Place = { key: "unknown", label: "Unknown and no traffic" };
const ofVerdict = (verdict: Verdict): Place => ({ key: verdict, label: VERDICT_WORDS[verdict] });
const BY_VERDICT: Record<Verdict, Place> = {
  breached: ofVerdict("breached"),
  "at-risk": ofVerdict("at-risk"),
  // Neither has a figure of now, and somebody has to look why.
  unknown: QUIET,
  "no-traffic": QUIET,
  met: ofVerdict("met"),
};
const VERDICT_ORDER = ["breached", "at-risk", "unknown", "met"];

const PLACES: Record<Grouping, (row: SloListRow) => Place> = {
  verdict: ({ verdict }) => BY_VERDICT[verdict],
  service: ({ service }) => ({ key: service, label: service }),
  team: ({ team }) => (team === null ? { key: NONE, label: "No team" } : { key: team, label: team }),
  tier: ({ tier }) => (tier === null ? { key: NONE, label: "No tier" } : { key: tier, label: `Tier ${tier}` }),
  decision: ({ decision }) =>
    decision === null
      ? { key: NONE, label: "No decision" }
      : { key: `${decision.path}#${decision.id}`, label: decisionLabel(decision) },
  none: () => ({ key: NONE, label: "All" }),
};

const { compare } = new Intl.Collator("en", { numeric: true });

/** Every row stands in exactly one group, in the order that it came in; no group is empty, and that of what has none is the last. */
export function grouped(rows: readonly SloListRow[], by: Grouping): Group[] {
  const groups = new Map<string, Group>();
  const placeOf = PLACES[by];
  for (const row of rows) {
    const { key, label } = placeOf(row);
    const group = groups.get(key);
    if (group) {
      group.rows.push(row);
      group.size++;
    } else groups.set(key, { key, label, rows: [row], size: 1 });
  }
  return [...groups.values()].sort(
    by === "verdict"
      ? (a, b) => VERDICT_ORDER.indexOf(a.key) - VERDICT_ORDER.indexOf(b.key)
      : (a, b) => Number(a.key === NONE) - Number(b.key === NONE) || compare(a.key, b.key) || (a.key < b.key ? -1 : 1),
  );
}
