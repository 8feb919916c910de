import { type ListTerms, NONE } from "./list-terms";
import type { SliKind } from "./sli";
import type { Verdict } from "./verdict";

/** As much of an SLO as a filter asks for. */
export type Filterable = {
  id: string;
  name: string;
  service: string;
  team: string | null;
  tier: string | null;
  kind: SliKind;
  window: string;
  verdict: Verdict;
  decision: { path: string; id: string; adrNumber: string | null; adrTitle: string; title: string } | null;
  budget: { remaining: number | null };
  findings: number;
  drift: boolean;
};

/** Whether an SLO fits every term. What is not known of it fits no bound. */
export function fits(terms: ListTerms): (slo: Filterable) => boolean {
  const words = terms.q.toLowerCase().split(/\s+/).filter(Boolean);
  const among = (wanted: readonly string[], value: string | null): boolean =>
    wanted.length === 0 || wanted.includes(value ?? NONE);
  return (slo) =>
    among(terms.verdict, slo.verdict) &&
    among(terms.service, slo.service) &&
    among(terms.team, slo.team) &&
    among(terms.tier, slo.tier) &&
    among(terms.window, slo.window) &&
    among(terms.kind, slo.kind) &&
    isUnder(terms.decision, slo.decision) &&
    (terms.budget === null || (slo.budget.remaining !== null && slo.budget.remaining * 100 < terms.budget)) &&
    (!terms.lint || slo.findings > 0) &&
    (!terms.drift || slo.drift) &&
    (words.length === 0 || isFound(words, slo));
}

const isUnder = (wanted: readonly string[], decision: Filterable["decision"]): boolean =>
  wanted.length === 0 ||
  (decision === null
    ? wanted.includes(NONE)
    : wanted.includes(decision.path) || wanted.includes(`${decision.path}#${decision.id}`));

function isFound(words: readonly string[], { name, id, service, team, tier, decision }: Filterable): boolean {
  const named = decision
    ? `adr ${decision.adrNumber ?? ""} ${decision.adrTitle} ${decision.id} ${decision.title} ${decision.path}`
    : "no decision";
  const text =
    `${name}\n${id}\n${service}\n${team ?? ""}\n${tier === null ? "" : `tier ${tier}`}\n${named}`.toLowerCase();
  return words.every((word) => text.includes(word));
}
