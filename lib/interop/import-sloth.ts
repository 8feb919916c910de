import { ENGINE_ANNOTATION, pathOf } from "./annotations";
import { USUAL_WINDOW } from "./import-openslo";
import { percentAt } from "./import-pyrra";
import { metricOf, ratioOrLatencyOf, sidesOf } from "./ratio-reading";
import {
  annotationsOf,
  idOf,
  type Loose,
  looseOf,
  type Notebook,
  type Origin,
  ownLabels,
  type Path,
  type SourcePart,
  scalarText,
  type Translation,
  textAt,
  valueAt,
  wordAt,
} from "./translation";

export const SLOTH = "prometheus/v1";
export const SLOTH_CRD = "sloth.slok.dev/v1";

const RUNBOOKS = ["runbook_url", "runbook", "runbookUrl", "runbookURL"];

const FIELDS = new Set(["name", "objective", "description", "sli", "alerting", "labels", "plugins"]);

type Keys = readonly (string | number)[];

/** Every SLO of a document of Sloth in the words of OpenSLO; what is refused is in the book. `base`: where the specification lies. */
export function fromSloth(part: SourcePart, base: Keys, book: Notebook): Translation[] {
  const { value } = part;
  const service = wordAt(value, ...base, "service");
  if (service === null) book.add("refused", [...base, "service"], "is missing");
  const slos = valueAt(value, ...base, "slos");
  if (!Array.isArray(slos) || slos.length === 0) {
    book.add("refused", [...base, "slos"], "is no list of SLOs");
    return [];
  }
  tellPlugins(value, base, ["slo_plugins", "sloPlugins"], book);
  if (service !== null) book.add("mapped", [...base, "service"], `service: ${service}`);
  book.add("approximated", base, `names no window: ${USUAL_WINDOW}, which is Sloth's default`);
  return slos.flatMap((_, i) => (service === null ? [] : (sloOf(part, base, i, service, book) ?? [])));
}

function sloOf(part: SourcePart, base: Keys, index: number, service: string, book: Notebook): Translation | null {
  const { value } = part;
  const at = (...keys: Keys): Keys => [...base, "slos", index, ...keys];
  const name = wordAt(value, ...at("name"));
  if (name === null) book.add("refused", at("name"), "is missing");
  const objective = percentAt(value, at("objective"), book);
  const indicator = indicatorOf(value, at("sli"), book);
  tellPlugins(value, at(), ["plugins"], book);
  for (const field of Object.keys(looseOf(valueAt(value, ...at())) ?? {}))
    if (!FIELDS.has(field)) book.add("not-used", at(field), "is no field of Sloth");
  if (valueAt(value, ...at("alerting")) !== undefined)
    book.add("not-used", at("alerting"), "is not used: burn alerts follow from the objective here");
  if (name === null || objective === null || indicator === null) return null;
  const labels = labelsOf(value, base, at("labels"), book);
  const runbook = runbookOf(value, at("alerting"), book);
  const engine = textAt(value, "metadata", "annotations", ENGINE_ANNOTATION);
  const id = idOf(`${service}-${name}`);
  book.add("mapped", at("name"), `id: ${id}`);
  const description = wordAt(value, ...at("description"));
  const origin = (of: Path, path: Path): Origin => ({ of, place: { part, path }, same: false });
  return {
    value: {
      apiVersion: "openslo/v1",
      kind: "SLO",
      metadata: {
        name: id,
        displayName: `${service} ${name}`,
        ...labels,
        ...annotationsOf(runbook?.text ?? null, engine),
      },
      spec: {
        ...(description === null ? {} : { description }),
        service,
        indicator: { spec: indicator.spec },
        timeWindow: [{ duration: USUAL_WINDOW, isRolling: true }],
        budgetingMethod: "Occurrences",
        objectives: [{ target: objective }],
      },
    },
    origins: [
      origin([], at()),
      origin(["metadata"], at("name")),
      ...(runbook ? [origin(["metadata", "annotations"], runbook.path)] : []),
      ...(engine === null ? [] : [origin(pathOf(ENGINE_ANNOTATION), pathOf(ENGINE_ANNOTATION))]),
      origin(["spec", "service"], [...base, "service"]),
      origin(["spec", "objectives"], at("objective")),
      origin(["spec", "indicator"], at("sli")),
      ...indicator.origins.map(([of, path]) => origin(["spec", "indicator", "spec", "ratioMetric", ...of], path)),
    ],
  };
}

type Indicator = { spec: Loose; origins: [of: Path, path: Path][] };

function indicatorOf(value: unknown, at: Keys, book: Notebook): Indicator | null {
  const wrong = (path: Keys, message: string): null => {
    book.add("refused", [...at, ...path], message);
    return null;
  };
  const sli = looseOf(valueAt(value, ...at)) ?? {};
  const kinds = ["events", "raw", "plugin"].filter((each) => looseOf(sli[each]));
  const [kind, another] = kinds;
  if (kind === undefined || another !== undefined)
    return wrong([], "does not hold exactly one of events, raw and plugin");
  if (kind === "plugin") {
    const id = textAt(sli, "plugin", "id");
    return wrong(
      ["plugin", "id"],
      `${id ?? "without a name"}: what the plugin counts is in its code; write the queries that it makes as events`,
    );
  }
  const read = (field: string, names: readonly string[]): { query: string; path: Keys } | null => {
    const name = names.find((each) => textAt(sli, field, each) !== null);
    const query = name === undefined ? null : textAt(sli, field, name);
    return name === undefined || query === null
      ? wrong([field, names[0] ?? ""], "is missing")
      : { query, path: [...at, field, name] };
  };
  if (kind === "raw") return rawOf(read("raw", ["error_ratio_query", "errorRatioQuery"]), book);
  const bad = read("events", ["error_query", "errorQuery"]);
  const total = read("events", ["total_query", "totalQuery"]);
  if (bad === null || total === null) return null;
  const ratio = ratioOrLatencyOf("bad", { part: bad.query, total: total.query });
  book.add(
    ratio.approximated ? "approximated" : "mapped",
    bad.path,
    ratio.approximated ??
      (ratio.latency ? "good: the bucket that is left of the total" : "bad: counted event by event"),
  );
  if (!ratio.approximated) book.add("mapped", total.path, "total: counted event by event");
  return {
    spec: { ratioMetric: ratio.metric },
    origins: [
      [[], bad.path],
      [["total"], total.path],
    ],
  };
}

function rawOf(raw: { query: string; path: Keys } | null, book: Notebook): Indicator | null {
  if (raw === null) return null;
  const origins: Indicator["origins"] = [[[], raw.path]];
  const sides = sidesOf(raw.query, "bad");
  if (sides) {
    const { metric, approximated } = ratioOrLatencyOf(sides.counts, sides.queries);
    book.add(
      approximated ? "approximated" : "mapped",
      raw.path,
      approximated ?? `${sides.counts} and total: the two sides of the ratio, counted event by event`,
    );
    return { spec: { ratioMetric: metric }, origins };
  }
  book.add("approximated", raw.path, "is a bare ratio: every minute weighs the same");
  return { spec: { ratioMetric: { rawType: "failure", raw: metricOf(raw.query) } }, origins };
}

function labelsOf(value: unknown, base: Keys, at: Keys, book: Notebook) {
  const found = [[...base, "labels"], at].flatMap((path) =>
    Object.entries(looseOf(valueAt(value, ...path)) ?? {}).map(
      ([name, each]) => [name, { value: each, place: [...path, name] }] as const,
    ),
  );
  return ownLabels(Object.fromEntries(found), book);
}

function runbookOf(value: unknown, at: Keys, book: Notebook): { text: string; path: Path } | null {
  const paths = ["", "page_alert", "pageAlert", "ticket_alert", "ticketAlert"].flatMap((alert) =>
    RUNBOOKS.map((name) => [...at, ...(alert ? [alert] : []), "annotations", name]),
  );
  for (const path of paths) {
    const text = scalarText(valueAt(value, ...path))?.trim();
    if (!text) continue;
    if (URL.canParse(text) && /^(https?|mailto):$/.test(new URL(text).protocol)) {
      book.add("mapped", path, "runbook");
      return { text, path };
    }
    book.add("not-used", path, "is no address that a browser opens");
  }
  return null;
}

/** They shape the rules that Sloth writes; none are written from them here. */
function tellPlugins(value: unknown, base: Keys, names: readonly string[], book: Notebook): void {
  for (const name of names) {
    const chain = valueAt(value, ...base, name, "chain");
    for (const [i, plugin] of (Array.isArray(chain) ? chain : []).entries())
      book.add(
        "not-used",
        [...base, name, "chain", i, "id"],
        `is not used: ${textAt(plugin, "id") ?? "a plugin without a name"} shapes the rules that Sloth writes`,
      );
  }
}
