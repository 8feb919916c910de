import { windowInWords } from "@/lib/format/duration";
import { latency } from "@/lib/format/latency";
import { burnPairs } from "@/lib/slo/burn-rate";
import { rounded } from "@/lib/slo/error-budget";
import { burnFindings } from "@/lib/slo/lint";
import { isApproximate } from "@/lib/slo/sli";
import { parseWindow, type SloWindow, spanOf } from "@/lib/slo/window";
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
import { nameText, plainText, recorded, recordedWithin } from "./rule-text";

/** Whole windows move slowly, s. */
const BUDGET_SECONDS = 300;
const SAME_EDGE = 1e-9;

const allowedName = (seconds: number): string => `slo:allowed_events:increase${nameText(seconds)}`;

/**
 * The recording and alerting rules of an SLO. Counts are recorded, and ratios are divided last: sum of good over sum of total,
 * never a mean of ratios. Windows and factors are those of our own burn alerts (arithmetic.md 16).
 */
export function rulesOf(slo: RuleSlo, terms: RuleTerms): SloRules {
  const window = parseWindow(slo.target.window);
  const refused = window ? refusalOf(slo, terms) : `${slo.target.window} is no window`;
  if (!window || refused !== null) return { refused: refused ?? "" };
  const { length } = spanOf(window, terms.minute);
  const stepSeconds = Math.max(terms.stepSeconds ?? 60, slo.sli.timing?.periodSeconds ?? 0);
  const delaySeconds = slo.sli.timing?.delaySeconds ?? terms.delaySeconds;
  const labels = { slo: slo.id, service: plainText(slo.service) };
  const record = (name: string, expr: string): RecordingRule => ({ record: name, expr, labels });
  const within = (name: string, seconds: number): string =>
    `sum(sum_over_time(${recordedWithin(name, slo.id, seconds)}))`;
  const pairs = pairsFor(slo.target.objective, length, stepSeconds);
  const ranges = [...new Set(pairs.kept.flatMap(({ shortSeconds, longSeconds }) => [shortSeconds, longSeconds]))]
    .filter((seconds) => seconds > stepSeconds)
    .sort((a, b) => a - b);
  const [good, total, allowed] = [goodName(stepSeconds), totalName(stepSeconds), allowedName(stepSeconds)];
  const alerts = alertRules(slo, terms, { window, length, stepSeconds, pairs: pairs.kept });
  const groups: RuleGroup[] = [
    {
      name: `slo-${slo.id}`,
      interval: nameText(stepSeconds),
      rules: [
        ...eventCounts(slo.sli, slo.target.threshold, slo.id, { stepSeconds, delaySeconds }).map(({ name, expr }) =>
          record(name, expr),
        ),
        ...ranges.flatMap((seconds) => [
          record(goodName(seconds), within(good, seconds)),
          record(totalName(seconds), within(total, seconds)),
        ]),
        ...alerts.burning,
      ],
    },
  ];
  const windowSeconds = "days" in window ? window.days * 86_400 : null;
  if (windowSeconds !== null) {
    // Judged by the target of its own step, as the ledger does: a changed target does not rewrite what was allowed.
    groups[0]?.rules.splice(
      2,
      0,
      record(allowed, `${rounded(1 - slo.target.objective)} * sum(${recorded(total, slo.id)})`),
    );
    const [goodIn, totalIn, allowedIn] = [goodName, totalName, allowedName].map((name) => name(windowSeconds)) as [
      string,
      string,
      string,
    ];
    const of = (name: string): string => recorded(name, slo.id);
    groups.push({
      name: `slo-${slo.id}-budget`,
      interval: nameText(Math.max(BUDGET_SECONDS, stepSeconds)),
      rules: [
        record(goodIn, within(good, windowSeconds)),
        record(totalIn, within(total, windowSeconds)),
        record(allowedIn, within(allowed, windowSeconds)),
        record(REMAINING, `1 - (${of(totalIn)} - ${of(goodIn)}) / (${of(allowedIn)} > 0)`),
        record(
          COVERAGE,
          `clamp_max(sum(count_over_time(${recordedWithin(total, slo.id, windowSeconds)})) / ${windowSeconds / stepSeconds}, 1)`,
        ),
        ...alerts.exhausted,
      ],
    });
  }
  return { groups, notes: [...notesOf(slo, window), ...pairs.notes] };
}

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

function refusalOf({ sli, target: { threshold }, edges }: RuleSlo, { ruler }: RuleTerms): string | null {
  const isBounded = sli.kind === "latency" || sli.kind === "native" || sli.kind === "gauge";
  if (isBounded && threshold === null) return "its target has no threshold";
  if (sli.kind === "native" && ruler === "vmalert")
    return "it counts a native histogram, which VictoriaMetrics does not keep: count a classic one, or take the rules for another ruler";
  if (sli.kind === "latency" && threshold !== null && edges && edges.length > 0) {
    const isEdge = edges.some((edge) => Math.abs(edge - threshold) < SAME_EDGE);
    if (!isEdge)
      return `no bucket of its histogram ends at ${latency(threshold)}; they end at ${edges.map(latency).join(", ")}`;
  }
  return null;
}

function notesOf({ sli, target }: RuleSlo, window: SloWindow): string[] {
  const notes: string[] = [];
  if (sli.kind === "gauge") notes.push("A gauge is counted in slices, one for each series and minute.");
  else if (sli.kind === "approximate" && sli.total === null)
    notes.push("A bare share says nothing of how many events there were: every minute weighs the same.");
  else if (isApproximate(sli)) notes.push("It is evaluated as written: its figures are approximate, no exact counts.");
  if (!("days" in window))
    notes.push(
      `No rule says what remains of the budget: a ${windowInWords(target.window)} begins on a day, and PromQL looks back over fixed lengths. Its burn alerts are written.`,
    );
  return notes;
}
