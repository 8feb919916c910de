import { orRefusal, type Refusal, selectorNodes, Unreadable, writtenExpressionOf } from "./promql-tree";

/** An expression that gives what the gauges held in the period that ends at the evaluation time. */
export type PeriodSum = { promql: string };

/**
 * Reads an expression of gauges that each hold the sum of one period, as exporters of CloudWatch give them: every selector
 * gives its last value within the period, however often that was scraped, and however far apart.
 */
export function readPeriodSum(query: string, periodSeconds: number): ({ ok: true } & PeriodSum) | Refusal {
  return orRefusal(() => {
    const root = writtenExpressionOf(query);
    root.cursor().iterate(({ name, from }) => {
      if (name === "OffsetExpr" || name === "StepInvariantExpr")
        throw new Unreadable("is shifted in time: say how late the samples come in plumbline.dev/delay", from);
      if (name === "MatrixSelector" || name === "SubqueryExpr")
        throw new Unreadable("has a range: a gauge that holds one period's sum is written bare", from);
    });
    const selectors = selectorNodes(root);
    if (selectors.length === 0) throw new Unreadable("asks for no series", 0);
    // Without its first instant, where the period before ended: a sample on the edge belongs to one of them alone.
    const range = `${periodSeconds * 1000 - 1}ms`;
    let promql = "";
    let from = 0;
    for (const selector of selectors) {
      promql += `${query.slice(from, selector.from)}last_over_time(${query.slice(selector.from, selector.to)}[${range}])`;
      from = selector.to;
    }
    return { ok: true, promql: promql + query.slice(from) };
  });
}
