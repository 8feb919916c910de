import { fits } from "@/lib/slo/list-filter";
import type { ListTerms } from "@/lib/slo/list-terms";
import { VERDICTS, type Verdict } from "@/lib/slo/verdict";
import type { SloListRow, SlosView } from "@/lib/views/slos";
import { type Group, grouped } from "./group";
import { orderOf } from "./sort";

/** The list as its terms ask for it. */
export type Arrangement = {
  groups: Group[];
  /** How many fit the filter. */
  shown: number;
  verdicts: Record<Verdict, number>;
  /** The window that all of them share; null where they differ. */
  window: string | null;
};

export function arranged(rows: readonly SloListRow[], terms: ListTerms): Arrangement {
  const shown = rows.filter(fits(terms)).sort(orderOf(terms));
  const windows = new Set(shown.map(({ window }) => window));
  return {
    groups: grouped(shown, terms.group),
    shown: shown.length,
    verdicts: verdictsOf(shown),
    window: windows.size === 1 ? (shown[0]?.window ?? null) : null,
  };
}

function verdictsOf(rows: readonly SloListRow[]): Record<Verdict, number> {
  const counts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Record<Verdict, number>;
  for (const { verdict } of rows) counts[verdict]++;
  return counts;
}

/** What stands above the list, whatever its filter. */
export type ListFacts = { total: number; services: number; undecided: number; finalTo: string | null };

export const factsOf = (rows: readonly SloListRow[]): ListFacts => ({
  total: rows.length,
  services: new Set(rows.map(({ service }) => service)).size,
  undecided: rows.filter(({ decision }) => decision === null).length,
  finalTo: rows
    .flatMap(({ finalTo }) => finalTo ?? [])
    .reduce<string | null>((a, b) => (a !== null && a < b ? a : b), null),
});

/** What a first paint is made of: everything where that is little, else the rows of the first screenful. */
export type FirstPaint = {
  now: string;
  /** null: the rest of the rows is asked for. */
  view: SlosView | null;
  facts: ListFacts;
  arrangement: Arrangement;
};

/** A phone's screen and a desktop's hold fewer. */
const SCREENFUL = 40;
/** So many are sent whole. */
const FEW = 80;

export function firstPaint(view: SlosView, terms: ListTerms): FirstPaint {
  const whole = view.rows.length <= FEW;
  const arrangement = arranged(view.rows, terms);
  let space = SCREENFUL;
  const cut = ({ rows, ...group }: Group): Group => {
    const kept = terms.folded.includes(group.key) ? [] : rows.slice(0, space);
    space -= kept.length;
    return { ...group, rows: kept };
  };
  return {
    now: view.now,
    view: whole ? view : null,
    facts: factsOf(view.rows),
    arrangement: { ...arrangement, groups: arrangement.groups.map(whole ? (group) => ({ ...group, rows: [] }) : cut) },
  };
}
