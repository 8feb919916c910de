import { decisionHref, formatDecisionAddress } from "@/lib/adr/decision-address";
import { duration, theWindow } from "@/lib/format/duration";
import { exactLatency } from "@/lib/format/latency";
import { percent } from "@/lib/format/percent";
import { targetStatement } from "@/lib/format/target";
import { times } from "@/lib/format/times";
import { rounded } from "@/lib/slo/error-budget";
import { goodName, totalName } from "./event-counts";
import { type AlertingRule, COVERAGE, REMAINING, type RulePair, type RuleSlo, type RuleTerms } from "./rule";
import { nameText, plainText, recorded } from "./rule-text";

/** `windowSeconds`: null for a calendar window. `length`: minutes that the window is made for. */
type Spans = { windowSeconds: number | null; length: number; stepSeconds: number; pairs: readonly RulePair[] };

/** A total may be late for as long without anybody being told. */
const MISSING_FOR = "10m";
/** arithmetic.md 14: no budget is called spent before a day was counted and ten events were bad. */
const LEAST_SECONDS = 86_400;
const LEAST_BAD = 10;

/** The alerts of an SLO: `burning` beside its counts, `exhausted` beside its budget. */
export function alertRules(
  slo: RuleSlo,
  terms: RuleTerms,
  { windowSeconds, length, stepSeconds, pairs }: Spans,
): { burning: AlertingRule[]; exhausted: AlertingRule[] } {
  const told = toldOf(slo, terms, windowSeconds !== null);
  return {
    burning: [
      ...pairs.map((pair) => burnAlert(slo, pair, length, told)),
      {
        alert: "SloDataMissing",
        expr: `absent(${recorded(totalName(stepSeconds), slo.id)})`,
        for: MISSING_FOR,
        labels: { ...labelsOf(slo), severity: "ticket" },
        annotations: told("nothing to count", missing(slo)),
      },
    ],
    exhausted: windowSeconds === null ? [] : [exhaustedAlert(slo, windowSeconds, told)],
  };
}

type Told = (what: string, description: string) => Record<string, string>;

/** Without the bucket that ends at its threshold, a histogram has no total either. */
function missing({ sli, target: { threshold } }: RuleSlo): string {
  const isBucket = sli.kind === "latency" && threshold !== null;
  const what = isBucket
    ? `The total has no recent samples, or no bucket ends at ${exactLatency(threshold)}`
    : "The total has no recent samples";
  const look = isBucket ? " and which buckets it has" : "";
  return `${what}, so nobody knows whether the target is met. Look whether its exporter is scraped${look}.`;
}

function burnAlert(slo: RuleSlo, pair: RulePair, length: number, told: Told): AlertingRule {
  const allowed = rounded(1 - slo.target.objective);
  const past = (seconds: number): string =>
    `1 - ${recorded(goodName(seconds), slo.id)} / ${recorded(totalName(seconds), slo.id)} > ${pair.factor} * ${allowed}`;
  const [long, short] = [pair.longSeconds, pair.shortSeconds];
  const share = (pair.factor * long) / (length * 60);
  return {
    alert: pair.isFast ? "SloBudgetBurnsFast" : "SloBudgetBurnsSlowly",
    expr: `(\n  ${past(long)}\nand\n  ${past(short)}\n) / ${allowed}`,
    labels: { ...labelsOf(slo), severity: pair.isFast ? "page" : "ticket", window: nameText(long) },
    annotations: told(
      `the error budget burns {{ $value | printf "%.1f" }} times as fast as it may`,
      `Over ${duration(long)} and over ${duration(short)} it burns faster than ${times(pair.factor)}: ${percent(share)} of the budget of ${theWindow(slo.target.window)} in ${duration(long)}.`,
    ),
  };
}

function exhaustedAlert(slo: RuleSlo, windowSeconds: number, told: Told): AlertingRule {
  const of = (name: string): string => recorded(name, slo.id);
  const [good, total] = [of(goodName(windowSeconds)), of(totalName(windowSeconds))];
  return {
    alert: "SloBudgetExhausted",
    expr: `${of(REMAINING)} < 0\nand ${total} - ${good} >= ${LEAST_BAD}\nand ${of(COVERAGE)} >= ${rounded(Math.min(1, LEAST_SECONDS / windowSeconds))}`,
    labels: { ...labelsOf(slo), severity: "ticket" },
    annotations: told(
      "the error budget is spent",
      `More events were bad within ${theWindow(slo.target.window)} than its target allows.`,
    ),
  };
}

/** Where somebody who was paged reads on: the decision, the SLO, the runbook, and what is left. */
function toldOf(slo: RuleSlo, { publicUrl }: RuleTerms, hasBudget: boolean): Told {
  const at = (path: string): string => plainText(`${publicUrl?.replace(/\/$/, "") ?? ""}${path}`);
  const page = at(`/slos/${encodeURIComponent(slo.id)}`);
  const { decision, runbook } = slo;
  const promise = `${targetStatement(slo.target, slo.sli)} over ${theWindow(slo.target.window)}`;
  const links = {
    dashboard_url: page,
    ...(decision
      ? {
          adr_url: at(decisionHref(decision)),
          decision: plainText(
            decision.title === null
              ? formatDecisionAddress(decision)
              : `${formatDecisionAddress(decision)}: ${decision.title}`,
          ),
        }
      : { decision: "no decision stands behind this target" }),
    ...(runbook === null ? {} : { runbook_url: plainText(runbook) }),
    budget: hasBudget ? remainingTemplate(slo) : `No rule counts the budget of a calendar window: ${page} does.`,
  };
  return (what, description) => ({
    summary: `${plainText(slo.name)}: ${what}`,
    description: `${plainText(`${description} The target is ${promise}.`)}`,
    ...links,
  });
}

/** With what is recorded when the alert is sent. */
function remainingTemplate({ id, target }: RuleSlo): string {
  const query = (name: string): string => `query "${name}{slo='${id}'}"`;
  const value = "{{ . | first | value | humanizePercentage }}";
  const window = plainText(theWindow(target.window));
  return (
    `{{ with ${query(REMAINING)} }}${value} of the error budget of ${window} is left` +
    `{{ with ${query(COVERAGE)} }} (${value} of that time was counted){{ end }}` +
    "{{ else }}what is left of the error budget is not known{{ end }}"
  );
}

/** Those that are not set are left out: an empty label is none. */
function labelsOf({ id, service, tier, team }: RuleSlo): Record<string, string> {
  return {
    slo: id,
    service: plainText(service),
    ...(tier === null ? {} : { tier: plainText(tier) }),
    ...(team === null ? {} : { team: plainText(team) }),
  };
}
