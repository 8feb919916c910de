import type { OpenSloSource } from "./import-openslo";
import {
  type Loose,
  looseOf,
  type Notebook,
  type Origin,
  type Path,
  type SourcePart,
  textAt,
  valueAt,
} from "./translation";

export const OPENSLO_ALPHA = "openslo/v1alpha";

/**
 * A document of v1alpha as v1 would have it: there, sources are flat, and ratios stand with the objectives, so that each of
 * these is a document of its own.
 */
export function fromAlpha(part: SourcePart, book: Notebook): OpenSloSource[] {
  const found = valueAt(part.value, "spec", "objectives");
  const objectives: unknown[] = Array.isArray(found) ? found : [];
  const ratios = objectives.filter((each) => looseOf(valueAt(each, "ratioMetrics")));
  if (ratios.length > 0)
    objectives.forEach((each, i) => {
      if (!ratios.includes(each))
        book.add("refused", ["spec", "objectives", i], "holds no ratioMetrics, which the other objectives do");
    });
  return ratios.length === 0 ? [sourceOf(part, null)] : ratios.map((each) => sourceOf(part, objectives.indexOf(each)));
}

/** `only`: the one objective that it is about; null for all of them. */
function sourceOf(part: SourcePart, only: number | null): OpenSloSource {
  const { value } = part;
  const spec = looseOf(valueAt(value, "spec")) ?? {};
  const place = (path: Path) => ({ part, path });
  const origins: Origin[] = [{ of: [], place: place([]), same: true }];
  const all: unknown[] = Array.isArray(spec.objectives) ? spec.objectives : [];
  const objectives = only === null ? all : [all[only]];
  const ratios = only === null ? null : looseOf(valueAt(all[only], "ratioMetrics"));
  if (only !== null)
    origins.push({ of: ["spec", "objectives", 0], place: place(["spec", "objectives", only]), same: true });
  const threshold = looseOf(valueAt(spec, "indicator", "thresholdMetric"));
  let indicator: Loose | null = null;
  const below = (of: Path, path: Path): void => {
    const base = ["spec", "indicator", "spec", ...of];
    origins.push({ of: base, place: place(path), same: false });
    origins.push({ of: [...base, "metricSource", "type"], place: place([...path, "source"]), same: false });
    origins.push({ of: [...base, "metricSource", "spec", "query"], place: place([...path, "query"]), same: false });
  };
  if (ratios) {
    const path = ["spec", "objectives", only ?? 0, "ratioMetrics"];
    const sources = ["good", "bad", "total"].flatMap((name) => {
      if (!looseOf(ratios[name])) return [];
      below(["ratioMetric", name], [...path, name]);
      return [[name, source(ratios[name])]];
    });
    // `incremental: false` says that each sample is a count of its own, as `counter: false` does in v1.
    const counter = ratios.incremental ?? ratios.counter;
    indicator = {
      ratioMetric: { ...(typeof counter === "boolean" ? { counter } : {}), ...Object.fromEntries(sources) },
    };
    origins.splice(1, 0, { of: ["spec", "indicator", "spec", "ratioMetric"], place: place(path), same: true });
  } else if (threshold) {
    below(["thresholdMetric"], ["spec", "indicator", "thresholdMetric"]);
    indicator = { thresholdMetric: source(threshold) };
  }
  const { indicator: _, objectives: __, ...rest } = spec;
  return {
    origins,
    at: only ?? 0,
    value: {
      apiVersion: "openslo/v1",
      kind: "SLO",
      metadata: valueAt(value, "metadata"),
      spec: {
        ...rest,
        ...(indicator ? { indicator: { spec: indicator } } : {}),
        objectives: objectives.map((each) => {
          const { ratioMetrics: _, ...promise } = looseOf(each) ?? {};
          return promise;
        }),
      },
    },
  };
}

const source = (metric: unknown): Loose => ({
  metricSource: {
    ...(textAt(metric, "source") === null ? {} : { type: textAt(metric, "source") }),
    spec: { query: valueAt(metric, "query") },
  },
});
