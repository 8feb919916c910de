import { readOpenSlo } from "@/lib/interop/openslo";
import type { RuleSlo, RuleTerms } from "@/lib/rules/alerting/rule";
import { ruleFile } from "@/lib/rules/alerting/rule-file";

export const TERMS: RuleTerms = {
  ruler: "prometheus",
  publicUrl: "https://slo.example",
  delaySeconds: 60,
};

/** SLOs of OpenSLO documents, as rules are written of them. */
export function ruleSlos(document: string): RuleSlo[] {
  const { definitions, problems } = readOpenSlo(document);
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join("; "));
  return definitions.map((definition) => ({
    ...definition,
    edges: null,
    decision: definition.decision && { ...definition.decision, title: "Cache sessions in Redis" },
  }));
}

/** The rule file of a document. @throws Error where one of its SLOs is refused */
export function rulesFor(document: string, terms: Partial<RuleTerms> = {}): string {
  const { text, slos } = ruleFile(ruleSlos(document), { ...TERMS, ...terms });
  for (const { id, refused } of slos) if (refused !== null) throw new Error(`${id}: ${refused}`);
  return text;
}

type Document = {
  indicator: string;
  /** Of an objective, such as `op: lte, value: 80`. */
  bound?: string;
  target: number;
  window?: string;
  annotations?: string;
};

/** An OpenSLO document of the SLO “redis-hits”. */
export const documentOf = ({ indicator, bound, target, window = "30d", annotations }: Document): string => `
apiVersion: openslo/v1
kind: SLO
metadata:
  name: redis-hits
  displayName: Redis hit rate
  labels: { tier: redis, team: platform }
  annotations: { plumbline.dev/decision: "docs/adr/0001-sessions.md#d1", plumbline.dev/runbook: "https://wiki.example/redis"${annotations ? `, ${annotations}` : ""} }
spec:
  service: shop
  indicator: { spec: { ${indicator} } }
  timeWindow: [{ duration: ${window}, isRolling: true }]
  objectives: [{ target: ${target}${bound ? `, ${bound}` : ""} }]
`;

const source = (query: string): string => `{ metricSource: { spec: { query: '${query}' } } }`;

/** An indicator of each kind that counts with a share of bad events, and a minute of it as samples of promtool. */
export type Kind = {
  name: string;
  document: Omit<Document, "target" | "window">;
  /** Input series of promtool's unit tests, a sample a minute. */
  series(bad: number): { series: string; values: string }[];
  /** Between two evaluations, s. */
  everySeconds: number;
};

const STEPS = 100;
const EVENTS = 60_000;
const counter = (series: string, share: number) => ({ series, values: `0+${EVENTS * share}x${STEPS}` });
const level = (series: string, value: number) => ({ series, values: `${value}x${STEPS}` });
/** As many as promtool loads at once; burns of 2.9 and 3.1, 14.3 and 14.5 at 99.9 % can be told apart among them. */
const GAUGES = 2902;

export const KINDS: readonly Kind[] = [
  {
    name: "bad of a total",
    document: {
      indicator: `ratioMetric: { counter: true, bad: ${source('errors_total{job="shop"}')}, total: ${source('requests_total{job="shop"}')} }`,
    },
    series: (bad) => [counter('errors_total{job="shop"}', bad), counter('requests_total{job="shop"}', 1)],
    everySeconds: 60,
  },
  {
    name: "good of a sum of counters",
    document: {
      indicator: `ratioMetric: { counter: true, good: ${source("hits_total")}, total: ${source("sum(rate(hits_total[5m])) + sum(rate(misses_total[5m]))")} }`,
    },
    series: (bad) => [counter('hits_total{instance="a"}', 1 - bad), counter('misses_total{instance="a"}', bad)],
    everySeconds: 60,
  },
  {
    name: "a classic histogram",
    document: {
      indicator: `ratioMetric: { counter: true, good: ${source('seconds_bucket{le="0.25"}')}, total: ${source("seconds_count")} }`,
    },
    series: (bad) => [
      // Spelled as some exporters do.
      counter('seconds_bucket{le="0.250"}', 1 - bad),
      counter('seconds_bucket{le="2.25"}', 1),
      counter('seconds_bucket{le="+Inf"}', 1),
      counter("seconds_count", 1),
    ],
    everySeconds: 60,
  },
  {
    name: "slices of a gauge",
    document: { indicator: `thresholdMetric: ${source("queue_length")}`, bound: "op: lte, value: 80" },
    series: (bad) =>
      Array.from({ length: GAUGES }, (_, i) => level(`queue_length{n="${i}"}`, i < Math.round(bad * GAUGES) ? 81 : 80)),
    everySeconds: 60,
  },
  {
    name: "a bare ratio",
    document: { indicator: `ratioMetric: { raw: ${source("hit_ratio")}, rawType: success }` },
    series: (bad) => [level("hit_ratio", 1 - bad)],
    everySeconds: 60,
  },
  {
    name: "an expression that is evaluated as written",
    document: {
      indicator: `ratioMetric: { counter: true, bad: ${source("sum(rate(errors_total[2m])) / 2 # half")}, total: ${source("sum(increase(requests_total[2m])) / 2")} }`,
    },
    series: (bad) => [counter("errors_total", bad), counter("requests_total", 1)],
    everySeconds: 60,
  },
  {
    name: "sums of a period that come late",
    document: {
      indicator: `ratioMetric: { counter: false, bad: ${source("errors_sum")}, total: ${source("requests_sum")} }`,
      annotations: "plumbline.dev/period: 5m, plumbline.dev/delay: 10m",
    },
    series: (bad) => [level("errors_sum", EVENTS * bad), level("requests_sum", EVENTS)],
    everySeconds: 300,
  },
];
