import { splitBucket } from "@/lib/rules/counter-sum";
import { ENGINE_ANNOTATION, pathOf, RUNBOOK_ANNOTATION } from "./annotations";
import { rollingWindow } from "./import-window";
import { metricOf, ratioOf } from "./ratio-reading";
import {
  idOf,
  type Loose,
  looseOf,
  type Notebook,
  type Origin,
  ownAnnotations,
  ownLabels,
  type Path,
  type SourcePart,
  scalarText,
  type Translation,
  textAt,
  valueAt,
  wordAt,
} from "./translation";

export const PYRRA = "pyrra.dev/v1alpha1";

const INDICATORS = ["ratio", "latency", "latencyNative", "bool_gauge", "boolGauge"];
const SERVICE_LABELS = ["pyrra.dev/service", "service", "app.kubernetes.io/name", "app.kubernetes.io/part-of", "app"];
const SECONDS: Readonly<Record<string, number>> = { ns: 1e-9, us: 1e-6, µs: 1e-6, ms: 0.001, s: 1, m: 60, h: 3600 };

/** Pyrra's objective in the words of OpenSLO; null where it is refused, with the reasons in the book. */
export function fromPyrra(part: SourcePart, book: Notebook): Translation[] {
  const { value } = part;
  const name = wordAt(value, "metadata", "name");
  if (name === null) book.add("refused", ["metadata", "name"], "is missing");
  const target = percentAt(value, ["spec", "target"], book);
  const window = windowAt(value, book);
  const indicator = indicatorOf(value, book);
  const service = serviceOf(value, name, book);
  tellUnused(value, book);
  if (name === null || target === null || window === null || indicator === null || service === null) return [];
  const labels = labelsOf(value, book);
  const annotations: Record<string, string> = ownAnnotations(
    valueAt(value, "metadata", "annotations"),
    (path) => path,
    book,
  );
  const runbook = annotationOf(value, /^(pyrra\.dev\/)?runbook(_url)?$/);
  if (runbook) annotations[RUNBOOK_ANNOTATION] = runbook.text;
  const engine = textAt(value, "metadata", "annotations", ENGINE_ANNOTATION);
  const origin = (of: Path, path: Path, same = false): Origin => ({ of, place: { part, path }, same });
  return [
    {
      value: {
        apiVersion: "openslo/v1",
        kind: "SLO",
        metadata: {
          name: idOf(name),
          displayName: name,
          ...labels,
          ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
        },
        spec: {
          ...(textAt(value, "spec", "description") ? { description: textAt(value, "spec", "description") } : {}),
          service,
          indicator: { spec: indicator.spec },
          timeWindow: [window],
          budgetingMethod: "Occurrences",
          objectives: [{ ...indicator.bound, target }],
        },
      },
      origins: [
        origin([], []),
        origin(["metadata", "name"], ["metadata", "name"]),
        ...(runbook ? [origin(["metadata", "annotations"], runbook.path)] : []),
        ...(engine === null ? [] : [origin(pathOf(ENGINE_ANNOTATION), pathOf(ENGINE_ANNOTATION))]),
        origin(["spec", "timeWindow"], ["spec", "window"]),
        origin(["spec", "objectives"], ["spec", "target"]),
        origin(["spec", "indicator"], ["spec", "indicator"]),
        ...indicator.origins.map(([of, path]) => origin(["spec", "indicator", "spec", ...of], path)),
      ],
    },
  ];
}

/** A share in percent, as a number or a text, as a fraction. */
export function percentAt(value: unknown, path: readonly (string | number)[], book: Notebook): number | null {
  const found = valueAt(value, ...path);
  const text = scalarText(found)?.trim() ?? "";
  const percent = /^\d+(\.\d+)?(e[-+]?\d+)?(\s*%)?$/i.test(text) ? Number.parseFloat(text) : Number.NaN;
  if (!(percent > 0 && percent < 100)) {
    book.add("refused", path, found === undefined ? "is missing" : `is not between 0 and 100, both excluded`);
    return null;
  }
  if (percent < 1)
    book.add(
      "approximated",
      path,
      `is ${text} %, as it is a percentage: write ${percent * 100} if that share is meant`,
    );
  else book.add("mapped", path, `objective: ${text} %`);
  // 99.9 / 100 is not 0.999 in a double.
  return Number((percent / 100).toPrecision(12));
}

function windowAt(value: unknown, book: Notebook): Loose | null {
  const path = ["spec", "window"];
  const text = textAt(value, ...path);
  const found = text === null ? { refused: "is missing" } : rollingWindow(text);
  if ("refused" in found) {
    book.add("refused", path, found.refused);
    return null;
  }
  book.add(
    found.approximated ? "approximated" : "mapped",
    path,
    found.approximated ?? `window: ${found.window.duration}`,
  );
  return found.window;
}

/** Pyrra knows no services; one is needed to say who may edit, and to sort by. */
function serviceOf(value: unknown, name: string | null, book: Notebook): string | null {
  const labels = looseOf(valueAt(value, "metadata", "labels"));
  const label = SERVICE_LABELS.find((each) => scalarText(labels?.[each])?.trim());
  const path = label
    ? ["metadata", "labels", label]
    : ["metadata", textAt(value, "metadata", "namespace") ? "namespace" : "name"];
  const service = label ? (scalarText(labels?.[label]) ?? "").trim() : (textAt(value, "metadata", "namespace") ?? name);
  if (service !== null) book.add("mapped", path, `service: ${service}`);
  return service;
}

type Indicator = { spec: Loose; bound: Loose; origins: [of: Path, path: Path][] };

function indicatorOf(value: unknown, book: Notebook): Indicator | null {
  const base = ["spec", "indicator"];
  const wrong = (path: readonly string[], message: string): null => {
    book.add("refused", [...base, ...path], message);
    return null;
  };
  const indicator = looseOf(valueAt(value, ...base));
  const names = INDICATORS.filter((each) => looseOf(indicator?.[each]));
  const [kind, another] = names;
  if (kind === undefined || another !== undefined) {
    const [unknown] = Object.keys(indicator ?? {}).filter((each) => !INDICATORS.includes(each));
    return wrong(
      unknown ? [unknown] : [],
      unknown
        ? "is no indicator of Pyrra: ratio, latency, latencyNative or bool_gauge"
        : "does not hold exactly one of ratio, latency, latencyNative and bool_gauge",
    );
  }
  const path = (...keys: string[]): string[] => [kind, ...keys];
  const metric = (...keys: string[]): string | null =>
    textAt(indicator, ...path(...keys)) ?? wrong(path(...keys), "is missing");
  const at = (...keys: string[]): string[] => [...base, ...path(...keys)];
  const query = ["metricSource", "spec", "query"];
  if (
    Array.isArray(valueAt(indicator, kind, "grouping")) &&
    (valueAt(indicator, kind, "grouping") as unknown[]).length > 0
  )
    book.add(
      "approximated",
      at("grouping"),
      "has one budget for all groups here; their differences stand in the breakdown of a breach",
    );
  if (kind === "bool_gauge" || kind === "boolGauge") {
    const gauge = metric("metric");
    if (gauge === null) return null;
    book.add(
      "approximated",
      at("metric"),
      "is looked at once a minute and series, and good at 1, where Pyrra counts each sample",
    );
    return {
      spec: { thresholdMetric: metricOf(gauge) },
      bound: { op: "gte", value: 1 },
      origins: [[["thresholdMetric"], at("metric")]],
    };
  }
  const total = metric("total", "metric");
  if (kind === "latencyNative") {
    const seconds = durationSeconds(textAt(indicator, ...path("latency")) ?? "");
    if (seconds === null) return wrong(path("latency"), "is no duration, such as 200ms");
    if (total === null) return null;
    const rate = `sum(rate(${total}[$window]))`;
    const good = `histogram_fraction(0, ${seconds}, ${rate}) * histogram_count(${rate})`;
    book.add("mapped", at("latency"), `good: within ${seconds} s, as the engine interpolates it`);
    return {
      spec: { ratioMetric: { counter: true, good: metricOf(good), total: metricOf(`histogram_count(${rate})`) } },
      bound: {},
      origins: [[["ratioMetric"], at("total", "metric")]],
    };
  }
  const [field, counts] = kind === "ratio" ? (["errors", "bad"] as const) : (["success", "good"] as const);
  const counted = metric(field, "metric");
  if (counted === null || total === null) return null;
  // Without its bucket a histogram's counter counts every event once for each bucket that it fits in.
  if (kind === "latency" && !splitBucket(counted))
    return wrong(path(field, "metric"), 'names no bucket, such as le="0.5"');
  const read = ratioOf(counts, { part: counted, total });
  book.add(
    read.approximated ? "approximated" : "mapped",
    at(field, "metric"),
    read.approximated ?? `${counts}: ${counted}`,
  );
  book.add("mapped", at("total", "metric"), `total: ${total}`);
  return {
    spec: { ratioMetric: read.metric },
    bound: {},
    origins: [
      [["ratioMetric", counts, ...query], at(field, "metric")],
      [["ratioMetric", "total", ...query], at("total", "metric")],
      [["ratioMetric", "raw"], at(field, "metric")],
    ],
  };
}

/** Go's durations: `200ms`, `1.5s`. */
function durationSeconds(text: string): number | null {
  const terms = [...text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)];
  if (terms.length === 0 || terms.map(([term]) => term).join("") !== text.trim()) return null;
  const seconds = terms.reduce((sum, [, count, unit]) => sum + Number(count) * (SECONDS[unit ?? ""] ?? Number.NaN), 0);
  return seconds > 0 ? Number(seconds.toPrecision(12)) : null;
}

function labelsOf(value: unknown, book: Notebook) {
  const labels = Object.entries(looseOf(valueAt(value, "metadata", "labels")) ?? {});
  return ownLabels(
    Object.fromEntries(
      labels.map(([name, each]) => [
        name.replace(/^pyrra\.dev\//, ""),
        { value: each, place: ["metadata", "labels", name], name },
      ]),
    ),
    book,
  );
}

function annotationOf(value: unknown, wanted: RegExp): { text: string; path: Path } | null {
  const annotations = looseOf(valueAt(value, "metadata", "annotations")) ?? {};
  const name = Object.keys(annotations).find((each) => wanted.test(each));
  const text = name === undefined ? null : scalarText(annotations[name]);
  return name !== undefined && text ? { text, path: ["metadata", "annotations", name] } : null;
}

const SPEC = new Set(["target", "window", "description", "indicator"]);

function tellUnused(value: unknown, book: Notebook): void {
  for (const name of Object.keys(looseOf(valueAt(value, "spec")) ?? {}))
    if (!SPEC.has(name))
      book.add(
        "not-used",
        ["spec", name],
        name === "alerting" ? "is not used: burn alerts follow from the objective here" : "is not used here",
      );
}
