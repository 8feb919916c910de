import { readGaugeValue } from "@/lib/rules/gauge-value";
import { type Loose, looseOf, type Notebook, type Path, type Place, type References, textAt } from "./translation";

/** Engines that answer PromQL. */
const PROMQL = /prom|thanos|mimir|cortex|victoria|\bm3|amp$|levitate|chronosphere|grafana/i;
/** Engines with languages of their own; `any` is what examples write for none. */
const OTHERS =
  /^any$|datadog|new ?relic|dynatrace|cloud ?watch|splunk|appdynamics|elastic|opensearch|graphite|influx|big ?query|lightstep|sumo|instana|pingdom|redshift|stackdriver|cloud ?monitoring|azure|honeycomb|loki|sql|servicenow|thousandeyes|logic ?monitor|coralogix|generic/i;

const SOURCES = ["good", "bad", "total", "raw"];

/** Whether the indicator asks an engine that is not asked in PromQL; the book then says where. */
export function engineRefusal(spec: Loose, refs: References, placeOf: (path: Path) => Place, book: Notebook): boolean {
  const base = ["spec", "indicator", "spec"];
  const ratio = looseOf(spec.ratioMetric);
  const found = [
    ...SOURCES.map((name) => [["ratioMetric", name], looseOf(ratio?.[name])] as const),
    [["thresholdMetric"], looseOf(spec.thresholdMetric)] as const,
  ];
  let refused = false;
  for (const [path, source] of found) {
    const metric = looseOf(source?.metricSource);
    if (!metric) continue;
    const own = textAt(metric, "type") ?? textAt(metric, "metricSourceType");
    const ref = textAt(metric, "metricSourceRef");
    const type = own ?? (ref === null ? null : (refs.dataSources.get(ref) ?? null));
    const place = placeOf([
      ...base,
      ...path,
      "metricSource",
      own === null && ref !== null ? "metricSourceRef" : "type",
    ]);
    if (type === null || PROMQL.test(type)) continue;
    const query = queryIn(metric.spec);
    const unknown = !OTHERS.test(type) && query !== null && readGaugeValue(query).ok;
    book.add(
      unknown ? "approximated" : "refused",
      place,
      unknown ? `${type} is taken for an engine that answers PromQL` : `${type} is not asked in PromQL`,
    );
    refused ||= !unknown;
  }
  return refused;
}

/** OpenSLO leaves to each engine how its query is spelled: `spec.query`, `spec.promql`, `spec.expr`, or `spec` itself. */
const queryIn = (spec: unknown): string | null =>
  typeof spec === "string" ? spec : (QUERIES.map((name) => textAt(spec, name)).find((each) => each !== null) ?? null);

const QUERIES = ["query", "promql", "promQL", "expr", "expression"];

/** The indicator with its queries where they are read. */
export function withQueries(spec: Loose): Loose {
  const asked = (value: unknown): unknown => {
    const source = looseOf(value);
    const metric = looseOf(source?.metricSource);
    const query = metric && queryIn(metric.spec);
    if (!source || !metric || !query || textAt(metric.spec, "query") !== null) return value;
    return { ...source, metricSource: { ...metric, spec: { query } } };
  };
  const ratio = looseOf(spec.ratioMetric);
  return {
    ...spec,
    ...(ratio
      ? { ratioMetric: Object.fromEntries(Object.entries(ratio).map(([name, each]) => [name, asked(each)])) }
      : {}),
    ...(spec.thresholdMetric === undefined ? {} : { thresholdMetric: asked(spec.thresholdMetric) }),
  };
}
