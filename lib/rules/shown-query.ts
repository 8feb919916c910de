import { inUnit, type LatencyUnit, queryInSeconds } from "@/lib/slo/latency-unit";
import type { Sli, SliOf } from "@/lib/slo/sli";
import { ratesOf } from "./event-rate";
import { inBrackets, RANGE } from "./promql-tree";
import { OPERATOR } from "./value-query";

/** The SLI as a person would ask the engine for it, to follow a figure there: the share of good events. */
export function attainmentQuery(sli: Sli, threshold: number | null, range = RANGE): string {
  switch (sli.kind) {
    case "latency":
      return `sum(rate(${bucketOf(sli, threshold)}[${range}])) / (${ratesOf(sli.total, range)})`;
    case "native":
      return `histogram_fraction(0, ${edgeText(threshold, sli.unit)}, sum(rate(${sli.histogram}[${range}])))`;
    case "gauge":
      return threshold === null ? sli.query : `avg(${inBrackets(sli.query)} ${OPERATOR[sli.op]} bool ${threshold})`;
    case "ratio":
      return goodShare(sli.counts, `(${ratesOf(sli.part, range)}) / (${ratesOf(sli.total, range)})`);
    case "period":
      return goodShare(sli.counts, `sum${inBrackets(sli.part)} / sum${inBrackets(sli.total)}`);
    case "approximate": {
      const { part, total } = sli;
      if (total === null) return goodShare(sli.counts, `avg${inBrackets(part.promql)}`);
      // Parts of one unit need no conversion.
      const scale = part.perMinute === total.perMinute ? "" : ` * ${part.perMinute / total.perMinute}`;
      return goodShare(sli.counts, `sum${inBrackets(part.promql)}${scale} / sum${inBrackets(total.promql)}`);
    }
  }
}

/** A threshold (s) as a query of the engine's own unit names it. */
export const edgeText = (threshold: number | null, unit?: LatencyUnit): string =>
  String(threshold === null ? null : inUnit(threshold, unit));

/** The bucket that ends at a threshold, s; one edge is written "1", "1.0", "0.100" or "1e+06", as the exporter likes. */
export function bucketOf({ buckets, unit }: Histogram, threshold: number | null): string {
  const edge = edgeText(threshold, unit);
  const plain = edge.includes(".") ? `${edge.replace(".", "[.]")}0*` : `${edge}([.]0+)?`;
  const matcher = `le=~"${[...(edge.includes("e") ? [] : [plain]), ...shortest(Number(edge))].join("|")}"`;
  return buckets.endsWith("}") ? `${buckets.slice(0, -1)},${matcher}}` : `${buckets}{${matcher}}`;
}

type Histogram = Pick<SliOf<"latency">, "buckets" | "unit">;

/** As Go prints what is large or small: "2.5e+06", "1e-05". */
function shortest(edge: number): string[] {
  const [digits = "", exponent = "0"] = edge.toExponential().split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 6) return [];
  return [`${digits.replace(".", "[.]")}e[${power < 0 ? "-" : "+"}]0?${Math.abs(power)}`];
}

const goodShare = (counts: "good" | "bad", share: string): string => (counts === "good" ? share : `1 - ${share}`);

/** What the share is weighed with: events per second, of a period, or the series of a value. */
export function totalQuery(sli: Sli, range = RANGE): string {
  switch (sli.kind) {
    case "ratio":
    case "latency":
      return ratesOf(sli.total, range);
    case "native":
      return `histogram_count(sum(rate(${sli.histogram}[${range}])))`;
    case "gauge":
      return `count${inBrackets(sli.query)}`;
    case "period":
      return `sum${inBrackets(sli.total)}`;
    case "approximate":
      return sli.total === null ? `count${inBrackets(sli.part.promql)}` : `sum${inBrackets(sli.total.promql)}`;
  }
}

/** In s, as every other figure of a latency. */
export function p95Query(sli: Sli, range = RANGE): string | null {
  if (sli.kind !== "latency" && sli.kind !== "native") return null;
  const rates =
    sli.kind === "latency" ? `sum by (le) (rate(${sli.buckets}[${range}]))` : `sum(rate(${sli.histogram}[${range}]))`;
  return queryInSeconds(`histogram_quantile(0.95, ${rates})`, sli.unit);
}
