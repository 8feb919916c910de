import type { CounterSum, Sli, SliOf } from "@/lib/slo/sli";
import { LOOKBACK_SECONDS, TAG } from "../counting";
import { inBrackets } from "../promql-tree";
import { bucketOf, edgeText } from "../shown-query";
import { OPERATOR } from "../value-query";
import { nameText, rangeText, recorded } from "./rule-text";

/** What one evaluation counts: the good and all events of one step. In the order in which they are to be evaluated. */
export type EventCounts = { name: string; expr: string }[];

/** `stepSeconds`: between two evaluations, and what each of them counts. `delaySeconds`: how far behind now. */
export type Steps = { stepSeconds: number; delaySeconds: number };

/** A total without a sample in so many seconds is not recorded: no data is not zero events. */
const FRESH_SECONDS = 300;
/** Long enough for two samples a minute apart, which a rate takes. */
const NATIVE_RANGE = "2m";

export const goodName = (seconds: number): string => `slo:good_events:increase${nameText(seconds)}`;
export const totalName = (seconds: number): string => `slo:total_events:increase${nameText(seconds)}`;

/**
 * The recording rules that count an SLI's events, step by step. Counters are telescoped as the evaluator does: the last value
 * up to the end of the step less the last value up to its beginning, so adjacent steps share an edge and nothing falls
 * between them, as it does between the windows of `increase()`. What is no counter is evaluated at the end of each step.
 */
export function eventCounts(sli: Sli, threshold: number | null, sloId: string, steps: Steps): EventCounts {
  const good = { name: goodName(steps.stepSeconds), of: recorded(goodName(steps.stepSeconds), sloId) };
  const total = { name: totalName(steps.stepSeconds), of: recorded(totalName(steps.stepSeconds), sloId) };
  /** Nothing good, or nothing bad, has happened yet where it has no series and the total has. */
  const none = `0 * sum(${total.of})`;
  switch (sli.kind) {
    case "ratio": {
      const part = gainedBy(sli.part, steps);
      // What was bad while the total alone was silent is taken from what the total gains when it is back.
      const within = sli.counts === "good" ? `${part}\nor ${none}` : lessBad(gainedBy(sli.total, steps), part);
      return [
        { name: total.name, expr: freshly(sli.total, steps) },
        { name: good.name, expr: within },
      ];
    }
    case "latency": {
      const within: CounterSum = [{ sign: 1, selector: bucketOf(sli, threshold) }];
      return [
        { name: good.name, expr: gainedBy(within, steps) },
        // Without the bucket nothing is known of how many were fast.
        { name: total.name, expr: `${freshly(sli.total, steps)}\nand sum(${good.of})` },
      ];
    }
    case "native": {
      const rate = `sum(rate(${sli.histogram}[${NATIVE_RANGE}]))`;
      const count = `histogram_count(${rate})`;
      const within = `histogram_fraction(0, ${edgeText(threshold, sli.unit)}, ${rate}) * ${count}`;
      return [
        { name: total.name, expr: `${steps.stepSeconds} * ${atStepEnd(count, steps)}` },
        // There is no share of nothing: NaN is not at least 0.
        { name: good.name, expr: `${steps.stepSeconds} * ${atStepEnd(within, steps)} >= 0\nor ${none}` },
      ];
    }
    case "gauge": {
      const values = `${atStepEnd(sli.query, steps)} > -Inf < Inf`;
      return [
        { name: total.name, expr: `count(${values})` },
        { name: good.name, expr: `count(${values} ${OPERATOR[sli.op]} ${threshold})\nor ${none}` },
      ];
    }
    case "period":
      return evaluated(
        sli,
        { part: sli.part, total: sli.total, scale: { part: 1, total: 1 } },
        steps,
        good.name,
        total.name,
      );
    case "approximate": {
      const { part } = sli;
      if (sli.total === null) return bareRatio(sli, steps, good.name, total.name);
      const scale = { part: perStep(part.perMinute, steps), total: perStep(sli.total.perMinute, steps) };
      return evaluated(sli, { part: part.promql, total: sli.total.promql, scale }, steps, good.name, total.name);
    }
  }
}

/** What a signed sum of counters gained in the step; a term without series adds nothing. */
function gainedBy(sum: CounterSum, steps: Steps): string {
  const [only, more] = sum;
  if (only && !more) return only.sign === 1 ? gained(only.selector, steps) : `-${gained(only.selector, steps)}`;
  const terms = sum.map(
    ({ sign, selector }, i) =>
      `label_replace(${sign < 0 ? "-" : ""}${gained(selector, steps)}, "${TAG}", "${i}", "", "")`,
  );
  return `sum(\n${indented(terms.join("\nor "))}\n)`;
}

/** A fall counts what the counter stands at since, a new series what it gained since its first sample. */
function gained(selector: string, { stepSeconds, delaySeconds }: Steps): string {
  const last = (offset: number): string =>
    `last_over_time(${selector}[${rangeText(LOOKBACK_SECONDS)}] offset ${rangeText(offset)})`;
  const [now, before] = [last(delaySeconds), last(delaySeconds + stepSeconds)];
  const first = `min_over_time(${selector}[${rangeText(stepSeconds)}] offset ${rangeText(delaySeconds)})`;
  return `sum(\n  (${now} - ${before}) >= 0\n  or (${now} >= 0 and ${before}) + 0\n  or ${now} - ${first}\n)`;
}

/** The same, where one of its terms has recent samples: what has not happened yet has no series. */
function freshly(sum: CounterSum, steps: Steps): string {
  const range = `[${rangeText(FRESH_SECONDS)}] offset ${rangeText(steps.delaySeconds)}`;
  const fresh = sum.map(({ selector }) => `count(last_over_time(${selector}${range}))`).join(" or ");
  return `${gainedBy(sum, steps)}\nand ${sum.length > 1 ? `(${fresh})` : fresh}`;
}

const lessBad = (total: string, bad: string): string =>
  `(\n${indented(total)}\n) - ${bad}\nor (\n${indented(total)}\n)`;

/**
 * The value at the end of the step, by a subquery of one point: also times and shifts within it are those of that instant. It
 * ends a millisecond early, lest the end of the step before stand in for one without a value.
 */
function atStepEnd(promql: string, { stepSeconds, delaySeconds }: Steps): string {
  const range = `${rangeText(stepSeconds - 1)}999ms:${rangeText(stepSeconds)}`;
  return `last_over_time(${inBrackets(promql)}[${range}] offset ${rangeText(delaySeconds)})`;
}

type Scale = { part: number; total: number };
const perStep = (perMinute: number, { stepSeconds }: Steps): number => (perMinute * stepSeconds) / 60;
const times = (factor: number, promql: string): string => (factor === 1 ? promql : `${factor} * ${promql}`);
const finite = (promql: string): string => `(${promql} > -Inf < Inf)`;

/** Where one of both is no number, or a good part is missing, nothing is known, and neither is recorded. */
function evaluated(
  { counts }: SliOf<"period" | "approximate">,
  { part, total, scale }: { part: string; total: string; scale: Scale },
  steps: Steps,
  goodRule: string,
  totalRule: string,
): EventCounts {
  const one = times(scale.part, atStepEnd(`sum${inBrackets(part)}`, steps));
  const all = times(scale.total, atStepEnd(`sum${inBrackets(total)}`, steps));
  if (counts === "good")
    return [
      { name: totalRule, expr: `${finite(all)}\nand ${finite(one)}` },
      { name: goodRule, expr: `${finite(one)}\nand ${finite(all)}` },
    ];
  return [
    { name: totalRule, expr: `${finite(all)}\nunless (${one} unless ${finite(one)})` },
    { name: goodRule, expr: `${finite(`${all} - ${one}`)}\nor (${finite(all)} unless ${one})` },
  ];
}

/** Every step weighs the same: a share says nothing of how many events there were. */
function bareRatio(
  { counts, part }: SliOf<"approximate">,
  steps: Steps,
  goodRule: string,
  totalRule: string,
): EventCounts {
  const share = `${atStepEnd(`avg${inBrackets(part.promql)}`, steps)} >= 0 <= 1`;
  return [
    { name: totalRule, expr: `count(${share})` },
    { name: goodRule, expr: counts === "good" ? share : `1 - (${share})` },
  ];
}

const indented = (text: string): string => text.replaceAll(/^/gm, "  ");
