import type { SyntaxNode } from "@lezer/common";
import { readCounterSum } from "./counter-sum";
import {
  argumentsOf,
  childrenOf,
  durationSeconds,
  functionOf,
  orRefusal,
  RANGE,
  type Refusal,
  Unreadable,
  withRange,
  writtenExpressionOf,
} from "./promql-tree";

/** An expression that gives a rate of events; its value times `perMinute` are the events of one minute. */
export type EventRate = { promql: string; perMinute: number };

/** How often the unit "events" is in a value, and what makes it the events of one minute; null where it holds no rate. */
type Dimension = { events: number; perMinute: number | null };
const NONE: Dimension = { events: 0, perMinute: null };

/** Aggregations and functions whose answer counts series, or is a time or a share: no events are left in it. */
const UNITLESS = new Set(["Count", "CountValues", "Group", "Absent", "AbsentOverTime", "CountOverTime", "Timestamp"]);
const OF_HISTOGRAMS = new Set(["HistogramQuantile", "HistogramFraction"]);

/**
 * Reads what is no sum of counters (quotients, joins, `irate`, averages …) as a rate of events that is evaluated as written:
 * per second where it holds `rate` or `irate`, per range where it holds `increase`. What can be counted is asked as its rate.
 */
export function readEventRate(query: string): ({ ok: true } & EventRate) | Refusal {
  const counted = readCounterSum(query);
  if (counted.ok) return { ok: true, promql: ratesOf(counted.sum, RANGE), perMinute: 60 };
  return orRefusal(() => {
    const promql = withRange(query);
    const root = writtenExpressionOf(promql);
    const { events, perMinute } = dimensionOf(root, promql);
    if (perMinute === null)
      throw new Unreadable(
        `${counted.message}, and without rate() or increase() it cannot be evaluated as written either: ` +
          "put each counter into rate(…[$window])",
        counted.at,
      );
    if (events !== 1)
      throw new Unreadable(
        `${counted.message}, and as written it gives no rate of events: a share goes into ratioMetric.raw, ` +
          "any other value into thresholdMetric",
        counted.at,
      );
    return { ok: true, promql, perMinute };
  });
}

/** A signed sum of counters as a person would ask for it. */
export const ratesOf = (sum: readonly { sign: 1 | -1; selector: string }[], range: string): string =>
  sum
    .map(({ sign, selector }, i) => `${sign < 0 ? "- " : i > 0 ? "+ " : ""}sum(rate(${selector}[${range}]))`)
    .join(" ");

function dimensionOf(node: SyntaxNode, text: string): Dimension {
  switch (node.name) {
    case "BinaryExpr":
      return dimensionOfBinary(node, text);
    case "AggregateExpr": {
      const operation = node.getChild("AggregateOp")?.firstChild?.name ?? "";
      const value = argumentsOf(node).at(-1);
      return UNITLESS.has(operation) || !value ? NONE : dimensionOf(value, text);
    }
    case "FunctionCall":
      return dimensionOfCall(node, text);
    case "ParenExpr":
    case "UnaryExpr":
    case "SubqueryExpr":
    case "OffsetExpr":
    case "StepInvariantExpr":
      return childrenOf(node).reduce((found, child) => greater(found, dimensionOf(child, text)), NONE);
    default:
      return NONE;
  }
}

function dimensionOfCall(node: SyntaxNode, text: string): Dimension {
  const name = functionOf(node) ?? "";
  const args = argumentsOf(node);
  if (name === "Rate" || name === "Irate") return { events: 1, perMinute: 60 };
  if (name === "Increase") {
    const range = rangeOf(args[0], text);
    if (!range) throw new Unreadable("the range of increase() cannot be read", node.from);
    return { events: 1, perMinute: 60 / range };
  }
  if (UNITLESS.has(name)) return NONE;
  const found = args.map((arg) => dimensionOf(arg, text)).reduce(greater, NONE);
  if (name === "SumOverTime" && found.events !== 0)
    throw new Unreadable("sum_over_time() of a rate adds the same events up several times", node.from);
  return OF_HISTOGRAMS.has(name) ? { ...found, events: 0 } : found;
}

function dimensionOfBinary(node: SyntaxNode, text: string): Dimension {
  const parts = childrenOf(node);
  const [left, operator] = parts;
  const right = parts.at(-1);
  if (!left || !operator || !right) return NONE;
  const [a, b] = [dimensionOf(left, text), dimensionOf(right, text)];
  switch (operator.name) {
    case "Mul":
      return { events: a.events + b.events, perMinute: scaleOf(a, b, operator) };
    case "Div":
      // A quotient of like rates has their unit in it no more, whatever their ranges.
      return { events: a.events - b.events, perMinute: a.perMinute ?? b.perMinute };
    case "Add":
    case "Sub":
    case "Or":
      scaleOf(a, b, operator);
      return greater(a, b);
    default:
      return node.getChild("BoolModifier") ? { ...a, events: 0 } : a;
  }
}

/** What counts per second does not mix with what counts per range. */
function scaleOf(a: Dimension, b: Dimension, operator: SyntaxNode): number | null {
  if (a.events !== 0 && b.events !== 0 && a.perMinute !== b.perMinute)
    throw new Unreadable("mixes rate() and increase(), or increases over several ranges", operator.from);
  return a.events !== 0 ? a.perMinute : (b.perMinute ?? a.perMinute);
}

const greater = (a: Dimension, b: Dimension): Dimension =>
  Math.abs(b.events) > Math.abs(a.events) || (a.perMinute === null && b.events === a.events) ? b : a;

/** s */
function rangeOf(argument: SyntaxNode | undefined, text: string): number | null {
  let node = argument;
  while (node && (node.name === "OffsetExpr" || node.name === "StepInvariantExpr")) node = childrenOf(node)[0];
  const duration = node?.getChild("DurationExpr");
  return duration ? durationSeconds(text.slice(duration.from, duration.to).trim()) : null;
}
