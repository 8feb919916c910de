import type { CounterSum, Sli } from "@/lib/slo/sli";

const rates = (sum: CounterSum, range: string): string =>
  sum
    .map(({ sign, selector }, i) => `${sign < 0 ? "- " : i > 0 ? "+ " : ""}sum(rate(${selector}[${range}]))`)
    .join(" ");

/** The SLI as a person would ask the engine for it, to follow a figure there: the share of good events. */
export function attainmentQuery(sli: Sli, threshold: number | null, range = "5m"): string {
  if (sli.kind === "latency") {
    // One edge is written "1", "1.0" or "0.100", as the exporter likes.
    const edge = String(threshold);
    const matcher = `le=~"${edge.includes(".") ? `${edge.replace(".", "[.]")}0*` : `${edge}([.]0+)?`}"`;
    const selector = sli.buckets.endsWith("}")
      ? `${sli.buckets.slice(0, -1)},${matcher}}`
      : `${sli.buckets}{${matcher}}`;
    return `sum(rate(${selector}[${range}])) / (${rates(sli.total, range)})`;
  }
  const share = `(${rates(sli.part, range)}) / (${rates(sli.total, range)})`;
  return sli.counts === "good" ? share : `1 - ${share}`;
}

export function totalQuery(sli: Sli, range = "5m"): string {
  return rates(sli.total, range);
}

export function p95Query(sli: Sli, range = "5m"): string | null {
  return sli.kind === "latency" ? `histogram_quantile(0.95, sum by (le) (rate(${sli.buckets}[${range}])))` : null;
}
