import { type EngineLabels, labelConflict, type NamedEngine } from "@/lib/rules/engine-labels";
import { DEFAULT_ENGINE } from "@/lib/slo/sli";
import { type Annotations, ENGINE_ANNOTATION, pathOf } from "./annotations";
import type { IndicatorSpec } from "./indicator";
import type { Issue } from "./issue";

type Path = readonly PropertyKey[];
type Source = { path: Path; query: string; ref: string | undefined };

const BASE = ["spec", "indicator", "spec"];

/**
 * The engine that a document's sources name, or its annotation; undefined for the default one. A name that no engine has, two
 * names, and a query that asks for another cluster than the engine's own, are issues. `engines`: those that can be named; none:
 * there is one, and names are read over.
 */
export function engineNamedIn(
  spec: IndicatorSpec,
  annotations: Annotations,
  engines: readonly NamedEngine[],
  issues: Issue[],
): string | undefined {
  if (engines.length === 0) return undefined;
  const sources = sourcesOf(spec);
  const annotation = annotations[ENGINE_ANNOTATION]?.trim();
  const said: { path: Path; name: string }[] = [
    ...sources.flatMap(({ path, ref }) =>
      ref === undefined ? [] : [{ path: [...path, "metricSourceRef"], name: ref }],
    ),
    ...(annotation === undefined ? [] : [{ path: pathOf(ENGINE_ANNOTATION), name: annotation }]),
  ];
  const [first] = said;
  const name = first?.name ?? DEFAULT_ENGINE;
  const engine = engines.find((each) => each.name === name);
  if (first && !engine)
    issues.push({ path: first.path, message: `is none of the engines ${engines.map((each) => each.name).join(", ")}` });
  const other = said.find((each) => each.name !== name);
  if (first && other)
    issues.push({
      path: other.path,
      message: `is another engine than ${name}, and an SLO is counted by one: leave one of them out`,
    });
  if (engine) issues.push(...conflictsIn(sources, engine.labels));
  return name === DEFAULT_ENGINE ? undefined : name;
}

const conflictsIn = (sources: readonly Source[], labels: EngineLabels): Issue[] =>
  sources.flatMap(({ path, query }) => {
    const found = labelConflict(query, labels);
    if (!found) return [];
    const { message, at } = found;
    return [{ path: [...path, "spec", "query"], message: `${message} (column ${at + 1} of the query)`, at }];
  });

function sourcesOf({ ratioMetric, thresholdMetric }: IndicatorSpec): Source[] {
  const { good, bad, total, raw } = ratioMetric ?? {};
  const all = { good, bad, total, raw };
  return [
    ...Object.entries(all).map(([field, source]) => ({ path: [...BASE, "ratioMetric", field], source })),
    { path: [...BASE, "thresholdMetric"], source: thresholdMetric },
  ].flatMap(({ path, source }) => {
    if (!source) return [];
    const { metricSourceRef: ref, spec } = source.metricSource;
    return [{ path: [...path, "metricSource"], query: spec.query, ref }];
  });
}
