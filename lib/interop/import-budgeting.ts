import { bareQuantile, readGaugeValue } from "@/lib/rules/gauge-value";
import { PERIOD_ANNOTATION } from "./annotations";
import { looksBack, ratioOf, shareOf } from "./ratio-reading";
import {
  type Loose,
  looseOf,
  type Notebook,
  type Origin,
  type Path,
  type Place,
  scalarText,
  textAt,
  valueAt,
} from "./translation";

export type PlaceOf = (path: Path) => Place;

export const pick = (value: unknown, names: readonly string[]): Loose =>
  Object.fromEntries(names.flatMap((name) => (valueAt(value, name) == null ? [] : [[name, valueAt(value, name)]])));

/** Some have numbers as texts, and shares with their sign: `"0.99"`, `99 %`. */
const numbersIn = (fields: Loose): Loose =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, numberIn(name, value)]));

function numberIn(name: string, value: unknown): unknown {
  const [, digits, sign] = typeof value === "string" ? (/^(\d+(?:\.\d+)?)\s*(%?)$/.exec(value.trim()) ?? []) : [];
  if (digits === undefined) return value;
  const isShare = sign === "%" && /target$/i.test(name);
  return isShare
    ? Number((Number(digits) / 100).toPrecision(12))
    : sign === "" || name === "targetPercent"
      ? Number(digits)
      : value;
}

type Counted = { spec: Loose; objective: Loose; annotations: Record<string, string>; origins: Origin[] };

/** What an objective promises of the indicator, by its budgeting method; null where it is refused. */
export function countedBy(
  spec: Loose,
  value: unknown,
  objective: unknown,
  placeOf: PlaceOf,
  at: Path,
  book: Notebook,
): Counted | null {
  const method = textAt(value, "spec", "budgetingMethod") ?? "Occurrences";
  const methodPlace = placeOf(["spec", "budgetingMethod"]);
  const promise = numbersIn(pick(objective, ["target", "targetPercent"]));
  const bound = numbersIn(pick(objective, ["op", "value"]));
  const ratio = looseOf(spec.ratioMetric);
  if (!["Occurrences", "Timeslices", "RatioTimeslices"].includes(method)) {
    book.add("refused", methodPlace, `${method} is none of Occurrences, Timeslices and RatioTimeslices`);
    return null;
  }
  const target = promise.target === undefined ? "targetPercent" : "target";
  const share = promise[target];
  if (typeof share === "number" && share > 0 && share < (target === "target" ? 1 : 100))
    book.add("mapped", placeOf([...at, target]), `objective: ${share}${target === "target" ? "" : " %"}`);
  if (method === "Occurrences") {
    const read = ratio ? occurrencesOf(ratio, value, placeOf, book) : gaugeOf(spec, placeOf, book);
    return { ...read, objective: ratio ? promise : { ...bound, ...promise }, origins: read.origins };
  }
  const slice = sliceSeconds(objective, placeOf, at, book);
  if (slice === null) return null;
  if (!ratio) {
    const read = gaugeOf(spec, placeOf, book);
    book.add("approximated", methodPlace, "each minute is a slice, judged by the value at its end");
    return { ...read, objective: { ...bound, ...promise } };
  }
  const text = `${slice / 60}m`;
  const query = sliceQuery(ratio, text);
  if (query === null) {
    book.add(
      "refused",
      placeOf(["spec", "indicator", "spec", "ratioMetric"]),
      "does not hold raw, or total with one of good and bad",
    );
    return null;
  }
  const origins: Origin[] = [
    { of: ["spec", "indicator", "spec"], place: placeOf(["spec", "indicator", "spec", "ratioMetric"]), same: false },
  ];
  const source = { metricSource: { type: "Prometheus", spec: { query } } };
  if (method === "RatioTimeslices") {
    book.add(
      "approximated",
      methodPlace,
      `the ratio of the last ${text} is evaluated once a minute, and every minute weighs the same`,
    );
    return { spec: { ratioMetric: { rawType: "success", raw: source } }, objective: promise, annotations: {}, origins };
  }
  const { timeSliceTarget: least } = numbersIn(pick(objective, ["timeSliceTarget"]));
  if (typeof least !== "number" || !(least > 0 && least <= 1)) {
    book.add(
      "refused",
      placeOf([...at, "timeSliceTarget"]),
      least === undefined ? "is missing" : "is not above 0 and at most 1",
    );
    return null;
  }
  book.add(
    "approximated",
    methodPlace,
    `each minute is a slice, good where the ratio of its last ${text} reaches ${least}`,
  );
  return {
    spec: { thresholdMetric: source },
    objective: { op: "gte", value: least, ...promise },
    annotations: {},
    origins,
  };
}

function occurrencesOf(ratio: Loose, value: unknown, placeOf: PlaceOf, book: Notebook): Omit<Counted, "objective"> {
  const base = ["spec", "indicator", "spec", "ratioMetric"];
  const as = (metric: Loose, annotations = {}) => ({ spec: { ratioMetric: metric }, annotations, origins: [] });
  const [counts, queries] = queriesOf(ratio);
  if (ratio.raw) {
    book.add("approximated", placeOf([...base, "raw"]), "is a bare ratio: every minute weighs the same");
    return as(ratio);
  }
  if (!counts || !queries) return as(ratio);
  const isGauge = ratio.counter === false && !looksBack(queries.part) && !looksBack(queries.total);
  if (isGauge) {
    if (valueAt(value, "metadata", "annotations", PERIOD_ANNOTATION) !== undefined) return as(ratio);
    book.add(
      "approximated",
      placeOf([...base, "counter"]),
      `is false: what a gauge holds is taken once a minute (${PERIOD_ANNOTATION} says otherwise)`,
    );
    return as(ratio, { [PERIOD_ANNOTATION]: "1m" });
  }
  const read = ratioOf(counts, queries);
  book.add(
    read.approximated ? "approximated" : "mapped",
    placeOf([...base, counts]),
    read.approximated ?? `${counts}: counted event by event`,
  );
  if (!read.approximated) book.add("mapped", placeOf([...base, "total"]), "total: counted event by event");
  // What is counted the same whichever way it is written stays as it is written.
  const kept = read.metric.raw || ratio.counter === false || read.latency ? read.metric : { ...ratio, counter: true };
  return {
    spec: { ratioMetric: kept },
    annotations: {},
    origins: [
      { of: [...base, "raw"], place: placeOf([...base, counts]), same: false },
      { of: [...base, "good"], place: placeOf([...base, counts]), same: true },
    ],
  };
}

function gaugeOf(spec: Loose, placeOf: PlaceOf, book: Notebook): Omit<Counted, "objective"> {
  const path = ["spec", "indicator", "spec", "thresholdMetric", "metricSource", "spec", "query"];
  const query = textAt(spec, "thresholdMetric", "metricSource", "spec", "query");
  const found = query === null ? null : readGaugeValue(query);
  if (!found?.ok || !bareQuantile(found.promql)) {
    if (found?.ok)
      book.add("mapped", placeOf(path), "each series is one slice a minute, good where it meets the bound");
    return { spec, annotations: {}, origins: [] };
  }
  book.add(
    "approximated",
    placeOf(path),
    "is a quantile: minutes are counted in which it meets the bound, and not requests",
  );
  // A quantile that is written bare is refused by the reader, who takes it for a mistake. No latency is below zero.
  const spelled = `clamp_min(${query}, 0)`;
  return {
    spec: { thresholdMetric: { metricSource: { type: "Prometheus", spec: { query: spelled } } } },
    annotations: {},
    origins: [],
  };
}

type Counts = "good" | "bad";

function queriesOf(ratio: Loose): [Counts, { part: string; total: string }] | [null, null] {
  const [counts, another] = (["good", "bad"] as const).filter((each) => looseOf(ratio[each]));
  const queryOf = (field: string): string | null => textAt(ratio, field, "metricSource", "spec", "query");
  const [part, total] = [counts ? queryOf(counts) : null, queryOf("total")];
  return counts && !another && part !== null && total !== null ? [counts, { part, total }] : [null, null];
}

function sliceQuery(ratio: Loose, range: string): string | null {
  const raw = textAt(ratio, "raw", "metricSource", "spec", "query");
  if (raw !== null) return ratio.rawType === "failure" ? `1 - (${raw})` : raw;
  const [counts, queries] = queriesOf(ratio);
  return counts ? shareOf(counts, queries, range) : null;
}

/** s; OpenSLO leaves it open, and a minute is what slices are here. */
function sliceSeconds(objective: unknown, placeOf: PlaceOf, at: Path, book: Notebook): number | null {
  // A bare number is of minutes, and YAML reads it as one.
  const text = scalarText(valueAt(objective, "timeSliceWindow") ?? "1m")?.trim() ?? "";
  const [, count, unit] = /^([1-9]\d{0,3})([mh]?)$/.exec(text) ?? [];
  if (count !== undefined) return Number(count) * (unit === "h" ? 3600 : 60);
  book.add("refused", placeOf([...at, "timeSliceWindow"]), "is no length of a slice, such as 1m or 5m");
  return null;
}
