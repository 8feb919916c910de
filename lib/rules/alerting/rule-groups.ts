import { windowInWords } from "@/lib/format/duration";
import { exactLatency, latency } from "@/lib/format/latency";
import { burnPairs } from "@/lib/slo/burn-rate";
import { rounded } from "@/lib/slo/error-budget";
import { burnFindings } from "@/lib/slo/lint";
import { isApproximate } from "@/lib/slo/sli";
import { longestLength, parseWindow, type SloWindow } from "@/lib/slo/window";
import { portable } from "../portable-query";
import { alertRules } from "./alert-rules";
import { eventCounts, goodName, totalName } from "./event-counts";
import {
  COVERAGE,
  REMAINING,
  type RecordingRule,
  type RuleGroup,
  type RulePair,
  type RuleSlo,
  type RuleTerms,
  type SloRules,
} from "./rule";
import { nameText, recorded, recordedWithin, withPlainSpaces } from "./rule-text";

/** Whole windows move slowly, s; but what is older than five minutes is found by no alert that asks for it. */
const BUDGET_SECONDS = 300;
const SAME_EDGE = 1e-9;

const allowedName = (seconds: number): string => `slo:allowed_events:increase${nameText(seconds)}`;

/**
 * The recording and alerting rules of an SLO. Counts are recorded, and ratios are divided last: sum of good over sum of total,
 * never a mean of ratios. Windows and factors are those of our own burn alerts (arithmetic.md 16); those of a calendar window are
 * of its longest period, so that the same SLO gives the same rules in every month.
 */
export function rulesOf(slo: RuleSlo, terms: RuleTerms): SloRules {
  const window = parseWindow(slo.target.window);
  if (!window) return { refused: `${slo.target.window} is no window` };
  const refused = refusalOf(slo, terms);
  if (refused !== null) return { refused };
  const length = longestLength(window);
  const stepSeconds = Math.max(terms.stepSeconds ?? 60, slo.sli.timing?.periodSeconds ?? 0);
  const windowSeconds = "days" in window ? window.days * 86_400 : null;
  const { kept, notes } = pairsFor(slo.target.objective, length, stepSeconds);
  const alerts = alertRules(slo, terms, { windowSeconds, length, stepSeconds, pairs: kept });
  const counts = countsGroup(slo, terms, stepSeconds, kept, windowSeconds !== null);
  const groups = [{ ...counts, rules: [...counts.rules, ...alerts.burning] }];
  if (windowSeconds !== null) {
    const budget = budgetGroup(slo, stepSeconds, windowSeconds);
    groups.push({ ...budget, rules: [...budget.rules, ...alerts.exhausted] });
  }
  return { groups, notes: [...notesOf(slo, window), ...notes] };
}

/** What each step counts, and its sums over the windows of the burn alerts. */
function countsGroup(
  slo: RuleSlo,
  { delaySeconds, ruler }: RuleTerms,
  stepSeconds: number,
  pairs: readonly RulePair[],
  hasBudget: boolean,
): RuleGroup {
  const steps = { stepSeconds, delaySeconds: slo.sli.timing?.delaySeconds ?? delaySeconds };
  const ranges = [...new Set(pairs.flatMap(({ shortSeconds, longSeconds }) => [shortSeconds, longSeconds]))]
    .filter((seconds) => seconds > stepSeconds)
    .sort((a, b) => a - b);
  const counts = eventCounts(slo.sli, slo.target.threshold, slo.id, steps);
  // Judged by the target of its own step, as the ledger does: a changed target does not rewrite what was allowed.
  const allowed = `${rounded(1 - slo.target.objective)} * sum(${recorded(totalName(stepSeconds), slo.id)})`;
  return {
    name: `slo-${slo.id}`,
    interval: nameText(stepSeconds),
    rules: [
      ...counts.map(({ name, expr }) => recording(slo, name, ruler === "vmalert" ? portable(expr) : expr)),
      ...(hasBudget ? [recording(slo, allowedName(stepSeconds), allowed)] : []),
      ...ranges.flatMap((seconds) => [
        summed(slo, goodName, stepSeconds, seconds),
        summed(slo, totalName, stepSeconds, seconds),
      ]),
    ],
  };
}

/** Sums over the SLO's whole window, and what is left of its budget. No id has a colon: its name is no other SLO's. */
function budgetGroup(slo: RuleSlo, stepSeconds: number, windowSeconds: number): RuleGroup {
  const [good, total, allowed] = [goodName, totalName, allowedName].map((name) =>
    recorded(name(windowSeconds), slo.id),
  );
  const steps = recordedWithin(totalName(stepSeconds), slo.id, windowSeconds);
  return {
    name: `slo-${slo.id}:budget`,
    interval: nameText(BUDGET_SECONDS),
    rules: [
      ...[goodName, totalName, allowedName].map((name) => summed(slo, name, stepSeconds, windowSeconds)),
      recording(slo, REMAINING, `1 - (${total} - ${good}) / (${allowed} > 0)`),
      recording(slo, COVERAGE, `clamp_max(sum(count_over_time(${steps})) / ${windowSeconds / stepSeconds}, 1)`),
    ],
  };
}

/** Its labels are no templates, as an alert's are. */
const recording = ({ id, service }: RuleSlo, record: string, expr: string): RecordingRule => ({
  record,
  expr,
  labels: { slo: id, service: withPlainSpaces(service) },
});

/** What is recorded step by step, over so many seconds; added up also where its other labels have changed since. */
const summed = (slo: RuleSlo, name: (seconds: number) => string, stepSeconds: number, seconds: number): RecordingRule =>
  recording(slo, name(seconds), `sum(sum_over_time(${recordedWithin(name(stepSeconds), slo.id, seconds)}))`);

/** The pairs of our own burn alerts. A source that counts in periods has no window that is shorter than one. */
function pairsFor(objective: number, length: number, stepSeconds: number): { kept: RulePair[]; notes: string[] } {
  const notes = burnFindings({ objective }, { length }).map(({ message, wayOut }) =>
    wayOut === null ? message : `${message} ${wayOut}`,
  );
  const kept: RulePair[] = [];
  for (const { shortMinutes, longMinutes, factor, kind } of burnPairs(objective, length)) {
    const [shortSeconds, longSeconds] = [Math.max(shortMinutes * 60, stepSeconds), longMinutes * 60];
    if (shortSeconds < longSeconds) kept.push({ shortSeconds, longSeconds, factor, isFast: kind === "fast-burn" });
    else
      notes.push(
        `A period of ${nameText(stepSeconds)} leaves no short window beside ${nameText(longSeconds)}: not watched.`,
      );
  }
  return { kept, notes };
}

function refusalOf(
  { sli, unnarrowed, service, target: { threshold }, edges }: RuleSlo,
  { ruler }: RuleTerms,
): string | null {
  // Its rules would count what other clusters served.
  if (unnarrowed !== undefined) return unnarrowed;
  const isBounded = sli.kind === "latency" || sli.kind === "native" || sli.kind === "gauge";
  if (isBounded && threshold === null) return "its target has no threshold";
  if (sli.kind === "native" && ruler === "vmalert")
    return "it counts a native histogram, which VictoriaMetrics does not keep: count a classic one, or take the rules for another ruler";
  // It evaluates no template there, but refuses the whole file where it can read none.
  if (service.includes("{{") && ruler === "vmalert")
    return "the name of its service has {{, which vmalert reads as a template also where it is none: rename the service";
  if (sli.kind === "latency" && threshold !== null && edges && edges.length > 0) {
    const isEdge = edges.some((edge) => Math.abs(edge - threshold) < SAME_EDGE);
    if (!isEdge)
      return `no bucket of its histogram ends at ${latency(threshold)}; they end at ${edges.map(latency).join(", ")}`;
  }
  return null;
}

function notesOf({ sli, target, edges }: RuleSlo, window: SloWindow): string[] {
  const notes: string[] = [];
  if (sli.kind === "gauge") notes.push("A gauge is counted in slices, one for each series and minute.");
  else if (sli.kind === "approximate" && sli.total === null)
    notes.push("A bare share says nothing of how many events there were: every minute weighs the same.");
  else if (isApproximate(sli)) notes.push("It is evaluated as written: its figures are approximate, no exact counts.");
  if (sli.kind === "latency" && target.threshold !== null && !edges?.length)
    notes.push(
      `Whether a bucket ends at ${exactLatency(target.threshold)} is not known here: where none does, nothing is counted, and SloDataMissing fires.`,
    );
  if (!("days" in window))
    notes.push(
      `No rule says what remains of the budget: a ${windowInWords(target.window)} begins on a day, and PromQL looks back over fixed lengths. Its burn alerts are written.`,
    );
  return notes;
}
