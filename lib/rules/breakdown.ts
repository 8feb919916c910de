import type { SyntaxNode } from "@lezer/common";
import type { Sli, SliOf } from "@/lib/slo/sli";
import { matchersOf, readCounterSum, withMatcher } from "./counter-sum";
import {
  argumentsOf,
  childrenOf,
  expressionOf,
  inBrackets,
  orRefusal,
  quoted,
  selectorNodes,
  Unreadable,
  unwrapped,
} from "./promql-tree";
import { bucketOf, edgeText } from "./shown-query";
import { OPERATOR, selectorsIn } from "./value-query";

/** One term of what is counted: what it held over a time, by the values of labels. */
export type Term = {
  sign: 1 | -1;
  /** Where its labels come from. */
  selectors: readonly string[];
  /** Expression whose answers carry the labels that are there to be broken down by; `range` as in PromQL. */
  series(range: string): string;
  /** What it held in the range before the evaluation time. */
  by(labels: readonly string[], range: string): string;
};

/** An SLI as terms that can be asked by label; a bad event is `part`, or all that is not. */
export type Breakdown = {
  ok: true;
  counts: "good" | "bad";
  part: readonly Term[];
  total: readonly Term[];
  /** Labels whose value says that an event is good or bad: they follow from it. */
  consequences: readonly string[];
};
export type NoBreakdown = { ok: false; because: string };

const grouped = (operation: string, labels: readonly string[], promql: string): string =>
  labels.length > 0 ? `${operation} by (${labels.join(", ")}) (${promql})` : `${operation}(${promql})`;

const counter = (selector: string, sign: 1 | -1 = 1): Term => ({
  sign,
  selectors: [selector],
  series: (range) => `last_over_time(${selector}[${range}])`,
  by: (labels, range) => grouped("sum", labels, `increase(${selector}[${range}])`),
});

/** How the bad and all events of an SLI are asked by label, or why they cannot be. */
export function breakdownOf(sli: Sli, threshold: number | null): Breakdown | NoBreakdown {
  switch (sli.kind) {
    case "ratio":
      return withConsequences(
        sli.counts,
        sli.part.map(({ selector, sign }) => counter(selector, sign)),
        sli.total.map(({ selector, sign }) => counter(selector, sign)),
      );
    case "latency":
      if (threshold === null) return refusal("its target names no threshold");
      return withConsequences(
        "good",
        [counter(bucketOf(sli, threshold))],
        sli.total.map(({ selector, sign }) => counter(selector, sign)),
      );
    case "native":
      return threshold === null ? refusal("its target names no threshold") : nativeBreakdown(sli, threshold);
    case "gauge":
      return threshold === null ? refusal("its target names no bound") : gaugeBreakdown(sli, threshold);
    case "period":
      return periodBreakdown(sli);
    case "approximate":
      return approximateBreakdown(sli);
  }
}

const refusal = (because: string): NoBreakdown => ({ ok: false, because });

function withConsequences(counts: "good" | "bad", part: readonly Term[], total: readonly Term[]): Breakdown {
  return { ok: true, counts, part, total, consequences: consequencesOf(part, total) };
}

/** What the part's selectors ask for beyond the total's. */
function consequencesOf(part: readonly Term[], total: readonly Term[]): string[] {
  const selectorsOf = (terms: readonly Term[]): string[] => terms.flatMap(({ selectors }) => selectors);
  const totals = selectorsOf(total).map((selector) => new Set(matchersOf(selector).map(({ text }) => text)));
  const own = selectorsOf(part).flatMap((selector) =>
    matchersOf(selector).filter(({ name, text }) => name !== "le" && totals.some((texts) => !texts.has(text))),
  );
  return [...new Set(own.map(({ name }) => name))];
}

function nativeBreakdown({ histogram, unit }: SliOf<"native">, threshold: number): Breakdown {
  const series = (range: string): string => `last_over_time(${histogram}[${range}])`;
  const gained = (labels: readonly string[], range: string): string =>
    grouped("sum", labels, `increase(${histogram}[${range}])`);
  const total: Term = {
    sign: 1,
    selectors: [histogram],
    series,
    by: (labels, range) => `histogram_count(${gained(labels, range)})`,
  };
  const good: Term = {
    ...total,
    by: (labels, range) =>
      `histogram_fraction(0, ${edgeText(threshold, unit)}, ${gained(labels, range)}) * histogram_count(${gained(labels, range)})`,
  };
  return { ok: true, counts: "good", part: [good], total: [total], consequences: [] };
}

/** Every series is one slice a minute, as it is counted. */
function gaugeBreakdown({ query, op }: SliOf<"gauge">, bound: number): Breakdown {
  const slices = (range: string): string => `${inBrackets(`${inBrackets(query)} > -Inf < Inf`)}[${range}:1m]`;
  const total: Term = {
    sign: 1,
    selectors: selectorsIn(query),
    series: (range) => `last_over_time(${slices(range)})`,
    by: (labels, range) => grouped("sum", labels, `count_over_time(${slices(range)})`),
  };
  const meeting = (range: string): string =>
    `${inBrackets(`${inBrackets(`${inBrackets(query)} > -Inf < Inf`)} ${OPERATOR[op]} bool ${bound}`)}[${range}:1m]`;
  const good: Term = { ...total, by: (labels, range) => grouped("sum", labels, `sum_over_time(${meeting(range)})`) };
  return { ok: true, counts: "good", part: [good], total: [total], consequences: [] };
}

/** Gauges that hold a period's sum each: their last value of every period, added up. */
function periodBreakdown({ counts, queries, timing }: SliOf<"period">): Breakdown | NoBreakdown {
  const seconds = timing.periodSeconds;
  const terms = (query: string): Term[] | null => {
    const read = readCounterSum(query);
    return read.ok ? read.sum.map(({ selector, sign }) => periodTerm(selector, sign, seconds)) : null;
  };
  const [part, total] = [terms(queries.part), terms(queries.total)];
  if (!part || !total) return refusal("its queries are more than sums of series, whose parts cannot be told apart");
  return withConsequences(counts, part, total);
}

const periodTerm = (selector: string, sign: 1 | -1, seconds: number): Term => ({
  sign,
  selectors: [selector],
  series: (range) => `last_over_time(${selector}[${range}])`,
  by: (labels, range) =>
    grouped("sum", labels, `sum_over_time(last_over_time(${selector}[${seconds - 1}s999ms])[${range}:${seconds}s])`),
});

function approximateBreakdown({ counts, part, total }: SliOf<"approximate">): Breakdown | NoBreakdown {
  if (total === null) return refusal("it is a ratio only: no traffic is known to hold its parts against");
  const [parts, totals] = [sumsIn(part), sumsIn(total)];
  if (!parts || !totals)
    return refusal("its queries are quotients, joins or the like, whose parts cannot be told apart");
  return withConsequences(counts, parts, totals);
}

/** Whatever the `sum(…)`s of an expression add up, if it is made of nothing else: its rates over the minutes of a time. */
function sumsIn({ promql, perMinute }: { promql: string; perMinute: number }): Term[] | null {
  const read = orRefusal(() => ({ terms: sumsBelow(expressionOf(promql), 1, promql, perMinute) }));
  return "terms" in read ? read.terms : null;
}

/** @throws Unreadable */
function sumsBelow(node: SyntaxNode, sign: 1 | -1, text: string, perMinute: number): Term[] {
  const inner = unwrapped(node);
  const [left, operator, right] = childrenOf(inner);
  if (inner.name === "BinaryExpr" && left && right && (operator?.name === "Add" || operator?.name === "Sub")) {
    const other = operator.name === "Add" ? sign : sign === 1 ? -1 : 1;
    return [...sumsBelow(left, sign, text, perMinute), ...sumsBelow(right, other, text, perMinute)];
  }
  const operation = inner.getChild("AggregateOp")?.firstChild?.name;
  const [summed, more] = argumentsOf(inner);
  // Of a sum of quotients the quotients do not add up under other labels.
  const isQuotient = childrenOf(summed ? unwrapped(summed) : null)[1]?.name === "Div";
  if (inner.name !== "AggregateExpr" || operation !== "Sum" || !summed || more || isQuotient)
    throw new Unreadable("is no sum", inner.from);
  return [summedTerm(text.slice(summed.from, summed.to), sign, perMinute)];
}

const summedTerm = (promql: string, sign: 1 | -1, perMinute: number): Term => ({
  sign,
  selectors: selectorsIn(promql),
  series: (range) => `last_over_time(${inBrackets(promql)}[${range}:1m])`,
  by: (labels, range) =>
    `${perMinute} * sum_over_time(${inBrackets(grouped("sum", labels, inBrackets(promql)))}[${range}:1m])`,
});

/** How many values a label has among the answers of a term. */
export const valuesOf = (term: Term, label: string, range: string): string =>
  `count(${grouped("count", [label], term.series(range))})`;

/** Labels that tell nothing of an event, or whose name not every engine takes in a grouping. */
export const isTellingLabel = (name: string): boolean =>
  /^[a-zA-Z_]\w*$/.test(name) && name !== "le" && name !== "__name__";

/** Names by which services call the outcome of an event. */
const OUTCOMES =
  /^(http_|grpc_|response_)?(status|code|status_code|code_class|status_class|result|outcome|error|reason)$/i;
export const isOutcomeLabel = (name: string): boolean => OUTCOMES.test(name);

/** A query with the values of some labels asked for in every selector of it. */
export function narrowedTo(promql: string, matching: readonly { label: string; value: string }[]): string {
  const read = orRefusal(() => ({ nodes: selectorNodes(expressionOf(promql)) }));
  if (!("nodes" in read)) return promql;
  const matchers = matching.map(({ label, value }) => `${label}="${quoted(value)}"`).join(",");
  return read.nodes.reduceRight(
    (text, { from, to }) => text.slice(0, from) + withMatcher(text.slice(from, to), matchers) + text.slice(to),
    promql,
  );
}
