import { decisionLabel } from "@/app/_parts/decision-tag";
import { VERDICT_WORDS } from "@/app/_parts/verdict";
import { windowInWords } from "@/lib/format/duration";
import { THIN } from "@/lib/format/percent";
import { type Grouping, KINDS, type ListSort, type ListTerms, NONE, SORTS, type TermName } from "@/lib/slo/list-terms";
import type { SliKind } from "@/lib/slo/sli";
import { VERDICTS } from "@/lib/slo/verdict";
import type { SloListRow } from "@/lib/views/slos";

export const SORT_WORDS: Record<ListSort, string> = {
  need: "Time to exhaustion",
  name: "Name",
  service: "Service",
  attainment: "Attainment",
  budget: "Budget left",
  coverage: "Coverage",
  gone: "Gone in, whatever the verdict",
};

export const SORT_OPTIONS = SORTS.map((value) => ({ value, label: SORT_WORDS[value] }));

export const GROUP_WORDS: Record<Grouping, string> = {
  verdict: "Verdict",
  service: "Service",
  team: "Team",
  tier: "Tier",
  decision: "Decision",
  none: "None",
};

export const KIND_WORDS: Record<SliKind, string> = { ratio: "Ratio", latency: "Latency", gauge: "Gauge" };

/** Terms of which several values may hold. */
export const FACETS = ["verdict", "service", "team", "tier", "decision", "window", "kind"] as const;
export type Facet = (typeof FACETS)[number];

export const TERM_WORDS: Record<TermName, string> = {
  q: "Search",
  verdict: "Verdict",
  service: "Service",
  team: "Team",
  tier: "Tier",
  decision: "Decision",
  window: "Window",
  kind: "Kind",
  budget: "Budget under",
  lint: "Lint",
  drift: "Drift",
  sort: "Sort",
  order: "Order",
  group: "Group",
  folded: "Folded",
};

export type Option = { value: string; label: string; count: number };

const { compare } = new Intl.Collator("en", { numeric: true });

/** What a facet offers, with how many SLOs have it; what is chosen is among them although none has it. */
export function optionsOf(rows: readonly SloListRow[], facet: Facet, chosen: readonly string[]): Option[] {
  const options = new Map<string, Option>();
  const add = (value: string, label: string, n: number): void => {
    const known = options.get(value);
    if (known) known.count += n;
    else options.set(value, { value, label, count: n });
  };
  if (facet === "verdict") for (const verdict of VERDICTS) add(verdict, VERDICT_WORDS[verdict], 0);
  if (facet === "kind") for (const kind of KINDS) add(kind, KIND_WORDS[kind], 0);
  for (const row of rows)
    if (facet === "decision" && row.decision) {
      const { path, id, adrNumber, adrTitle } = row.decision;
      add(path, adrNumber === null ? adrTitle : `ADR ${adrNumber} ${adrTitle}`, 1);
      add(`${path}#${id}`, decisionLabel(row.decision), 1);
    } else {
      const value = facet === "decision" ? NONE : (row[facet] ?? NONE);
      add(value, valueInWords(facet, value), 1);
    }
  for (const value of chosen) add(value, valueInWords(facet, value), 0);
  const all = [...options.values()];
  if (facet === "verdict" || facet === "kind") return all;
  return all.sort((a, b) => Number(a.value === NONE) - Number(b.value === NONE) || compare(a.value, b.value));
}

/** "at risk", "28 days", "no team"; a decision as its address says it where no row knows its title. */
function valueInWords(facet: Facet, value: string): string {
  if (facet === "verdict")
    return VERDICTS.filter((each) => each === value).map((each) => VERDICT_WORDS[each])[0] ?? value;
  if (facet === "kind") return KINDS.filter((each) => each === value).map((each) => KIND_WORDS[each])[0] ?? value;
  if (value === NONE) return `No ${facet}`;
  return facet === "window" ? windowInWords(value) : value;
}

export type TermChip = { name: TermName; label: string; value: string };

/** Every term that narrows the list, but the search, in words. */
export function chipsOf(terms: ListTerms, rows: readonly SloListRow[]): TermChip[] {
  const chips = FACETS.flatMap((facet): TermChip[] => {
    const chosen: readonly string[] = terms[facet];
    if (chosen.length === 0) return [];
    const words = new Map(
      facet === "decision" ? optionsOf(rows, facet, chosen).map(({ value, label }) => [value, label]) : [],
    );
    const value = chosen.map((each) => words.get(each) ?? valueInWords(facet, each)).join(", ");
    return [{ name: facet, label: TERM_WORDS[facet], value }];
  });
  if (terms.budget !== null) chips.push({ name: "budget", label: TERM_WORDS.budget, value: `${terms.budget}${THIN}%` });
  if (terms.lint) chips.push({ name: "lint", label: TERM_WORDS.lint, value: "findings" });
  if (terms.drift) chips.push({ name: "drift", label: TERM_WORDS.drift, value: "from the record" });
  return chips;
}
