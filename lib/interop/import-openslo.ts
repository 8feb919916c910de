import { countedBy, type PlaceOf, pick } from "./import-budgeting";
import { calendarWindow, durationOf, type ReadWindow, rollingWindow } from "./import-window";
import { engineRefusal, withQueries } from "./metric-sources";
import { placeholdersOf } from "./template";
import {
  idOf,
  type Loose,
  looseOf,
  type Notebook,
  type Origin,
  originOf,
  ownAnnotations,
  ownLabels,
  type Path,
  type Place,
  type References,
  scalarText,
  type Translation,
  textAt,
  valueAt,
  wordAt,
} from "./translation";

export const OPENSLO = "openslo/v1";

/**
 * A document of OpenSLO v1, or what has been translated to look like one, with the origin of what it says. `at`: which of the
 * objectives of its source it begins with.
 */
export type OpenSloSource = { value: unknown; origins: readonly Origin[]; at: number };

/** OpenSLO may leave the window open; Sloth, which leaves it to an option, takes this one. */
export const USUAL_WINDOW = "30d";

const SPEC = new Set([
  "description",
  "service",
  "indicator",
  "indicatorRef",
  "timeWindow",
  "timeWindows",
  "budgetingMethod",
  "objectives",
]);
const OBJECTIVE = new Set([
  "displayName",
  "target",
  "targetPercent",
  "op",
  "value",
  "timeSliceTarget",
  "timeSliceWindow",
  "ratioMetrics",
]);

/**
 * The SLOs of an OpenSLO document, one for each of its objectives, in the words that are counted here. What is refused is in
 * the book; what is left as it is may still be refused by its reader.
 */
export function fromOpenSlo(source: OpenSloSource, refs: References, book: Notebook): Translation[] {
  const { value } = source;
  const indicator = indicatorOf(source, refs, book);
  const placeOf = (path: Path): Place => originOf(indicator?.origins ?? source.origins, path);
  const name = scalarText(valueAt(value, "metadata", "name"));
  const id = idOf(name ?? "");
  if (id === "")
    book.add("refused", placeOf(["metadata", "name"]), name === null ? "is missing" : "holds no letter or digit");
  const windows = windowOf(value, placeOf, book);
  const objectives = valueAt(value, "spec", "objectives");
  if (!Array.isArray(objectives) || objectives.length === 0)
    book.add("refused", placeOf(["spec", "objectives"]), "is no list with an objective");
  tellUnused(value, placeOf, book);
  if (!indicator || id === "" || !windows || !Array.isArray(objectives)) return [];
  if (name !== id) book.add("mapped", placeOf(["metadata", "name"]), `id: ${id}`);
  const metadata = metadataOf(value, placeOf, book);
  if (objectives.length > 1)
    book.add(
      "approximated",
      placeOf(["spec", "objectives"]),
      `holds ${objectives.length}: each becomes an SLO of its own`,
    );
  return objectives.flatMap((objective: unknown, index): Translation[] => {
    const at: Path = ["spec", "objectives", index];
    const i = source.at + index;
    if (
      valueAt(objective, "indicator") ??
      valueAt(objective, "indicatorRef") ??
      valueAt(objective, "compositeWeight")
    ) {
      book.add("refused", placeOf(at), "is a part of a composite, whose budget is none of counts");
      return [];
    }
    for (const field of Object.keys(looseOf(objective) ?? {}))
      if (!OBJECTIVE.has(field)) book.add("not-used", placeOf([...at, field]), "is not used here");
    const title = wordAt(objective, "displayName");
    const counted = countedBy(indicator.spec, value, objective, (path) => placeOf(path), at, book);
    if (!counted) return [];
    const own = i === 0 ? id : idOf(`${id}-${title ?? i + 1}`);
    if (i > 0) book.add("mapped", placeOf(at), `id: ${own}`);
    const displayName = wordAt(value, "metadata", "displayName") ?? name ?? id;
    const { annotations } = counted;
    const all = { ...metadata.annotations, ...annotations };
    return [
      {
        value: {
          apiVersion: OPENSLO,
          kind: "SLO",
          metadata: {
            name: own,
            displayName: i > 0 ? `${displayName}: ${title ?? i + 1}` : displayName,
            ...metadata.labels,
            ...(Object.keys(all).length > 0 ? { annotations: all } : {}),
          },
          spec: {
            ...wordsIn(valueAt(value, "spec"), ["description", "service"]),
            indicator: { spec: counted.spec },
            timeWindow: [windows],
            budgetingMethod: "Occurrences",
            objectives: [counted.objective],
          },
        },
        origins: [
          ...indicator.origins,
          { of: ["spec", "objectives", 0], place: placeOf(at), same: true },
          ...counted.origins,
        ],
      },
    ];
  });
}

/** YAML reads `404` and `true` as what they are here names of. */
const wordsIn = (spec: unknown, names: readonly string[]): Loose =>
  Object.fromEntries(
    Object.entries(pick(spec, names)).map(([name, each]) => [
      name,
      name === "service" || typeof each !== "string" ? (scalarText(each) ?? each) : each,
    ]),
  );

/** The indicator that the document holds or refers to; null where it is refused. */
function indicatorOf({ value, origins }: OpenSloSource, refs: References, book: Notebook) {
  const inline = looseOf(valueAt(value, "spec", "indicator"));
  const ref = textAt(value, "spec", "indicatorRef");
  const at = (path: Path): Place => originOf(origins, path);
  const sli = ref === null ? undefined : refs.slis.get(ref);
  if (!inline && ref !== null && !sli) {
    book.add("refused", at(["spec", "indicatorRef"]), `${ref} is an SLI in none of the documents that came together`);
    return null;
  }
  if (!inline && !sli) {
    book.add("refused", at(["spec", "indicator"]), "is missing, and there is no indicatorRef");
    return null;
  }
  const below = sli && !inline ? [{ of: ["spec", "indicator"], place: { part: sli, path: [] }, same: true }] : [];
  if (sli && !inline) {
    refs.used.add(sli);
    if (placeholdersOf(sli.value).length > 0) {
      book.add("refused", at(["spec", "indicatorRef"]), `the SLI ${ref} of ${sli.file}:${sli.line} is a template`);
      return null;
    }
    book.add("mapped", at(["spec", "indicatorRef"]), `the SLI ${ref} of ${sli.file}:${sli.line}`);
  }
  const spec = looseOf(inline ? inline.spec : valueAt(sli?.value, "spec"));
  const found = [...origins, ...below];
  const placeOf: PlaceOf = (path) => originOf(found, path);
  if (!spec) {
    book.add("refused", placeOf(["spec", "indicator", "spec"]), "is missing");
    return null;
  }
  return engineRefusal(spec, refs, placeOf, book) ? null : { spec: withQueries(spec), origins: found };
}

function metadataOf(
  value: unknown,
  placeOf: PlaceOf,
  book: Notebook,
): { labels: object; annotations: Record<string, string> } {
  const entries = (field: string) => Object.entries(looseOf(valueAt(value, "metadata", field)) ?? {});
  const labels = entries("labels").map(([name, each]) => [
    name,
    { value: each, place: placeOf(["metadata", "labels", name]) },
  ]);
  const annotations = ownAnnotations(valueAt(value, "metadata", "annotations"), placeOf, book);
  return { labels: ownLabels(Object.fromEntries(labels), book), annotations };
}

function windowOf(value: unknown, placeOf: PlaceOf, book: Notebook): Loose | null {
  const field = FIELDS_OF_WINDOW.find((each) => valueAt(value, "spec", each) != null) ?? "timeWindow";
  const base = ["spec", field];
  const given = valueAt(value, ...base);
  const list = Array.isArray(given) ? given : given === undefined || given === null ? [] : [given];
  const [window, another] = list;
  const at = (...keys: string[]): Place => placeOf([...base, ...(Array.isArray(given) ? [0] : []), ...keys]);
  const wrong = (place: Place, message: string): null => {
    book.add("refused", place, message);
    return null;
  };
  if (another !== undefined) return wrong(placeOf(base), "does not hold exactly one window");
  if (window === undefined) {
    const stray = strayWindow(value);
    if (stray) return wrong(placeOf(stray), "is not where a window is read: that is spec.timeWindow[0].duration");
    book.add("approximated", placeOf(base), `is not stated: ${USUAL_WINDOW}`);
    return { duration: USUAL_WINDOW, isRolling: true };
  }
  const [count, unit] = [wordAt(window, "count"), wordAt(window, "unit")];
  const isCounted = wordAt(window, "duration") === null && count !== null && unit !== null;
  const place = at(isCounted ? "count" : "duration");
  const duration = isCounted ? durationOf(count, unit) : wordAt(window, "duration");
  if (duration === null) return wrong(place, "is missing");
  const found = readWindow(window, duration);
  if ("refused" in found) return wrong(place, found.refused);
  const { isRolling } = found.window;
  const told = found.told.join("; ");
  const said = isRolling ? found.window.duration : `calendar ${found.window.duration}`;
  book.add(told === "" ? "mapped" : "approximated", place, told || `window: ${said}`);
  return found.window;
}

type ToldWindow = { window: Extract<ReadWindow, { window: object }>["window"]; told: string[] } | { refused: string };

function readWindow(window: unknown, duration: string): ToldWindow {
  const calendar = looseOf(valueAt(window, "calendar"));
  const word = wordAt(window, "isRolling");
  const rolls = word === "true" || (word !== "false" && !calendar);
  const found = rolls
    ? rollingWindow(duration)
    : calendarWindow(duration, scalarText(calendar?.startTime), textAt(calendar, "timeZone"));
  if ("refused" in found) return found;
  const told = [
    ...(rolls && word === null ? ["isRolling is not stated, nor is a calendar: it rolls"] : []),
    ...(rolls && calendar ? ["it rolls, so that its calendar is not used"] : []),
    ...(found.approximated ? [found.approximated] : []),
  ];
  return { window: found.window, told };
}

/** v1alpha has the second, and so have documents of v1 that were brought up from it. */
const FIELDS_OF_WINDOW = ["timeWindow", "timeWindows"];

/** A window that is stated where nobody looks for it: the usual one would not be what is meant. */
function strayWindow(value: unknown): Path | null {
  const isWindow = (name: string): boolean => /window|period/i.test(name) && !/slice/i.test(name);
  const below = (path: Path, found: unknown): Path | null => {
    const name = Object.keys(looseOf(found) ?? {}).find(isWindow);
    return name === undefined ? null : [...path, name];
  };
  const objectives = valueAt(value, "spec", "objectives");
  return (
    [
      below(["spec"], valueAt(value, "spec")),
      ...(Array.isArray(objectives) ? objectives.map((each, i) => below(["spec", "objectives", i], each)) : []),
    ].find((path) => path !== null) ?? null
  );
}

function tellUnused(value: unknown, placeOf: PlaceOf, book: Notebook): void {
  for (const [name, each] of Object.entries(looseOf(valueAt(value, "spec")) ?? {}))
    if (!SPEC.has(name) && each !== null && !(Array.isArray(each) && each.length === 0))
      book.add(
        "not-used",
        placeOf(["spec", name]),
        name === "alertPolicies" ? "is not used: burn alerts follow from the objective here" : "is not used here",
      );
}
