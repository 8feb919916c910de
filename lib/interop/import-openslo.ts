import { countedBy, type PlaceOf, pick } from "./import-budgeting";
import { calendarWindow, rollingWindow } from "./import-window";
import { engineRefusal, withQueries } from "./metric-sources";
import {
  idOf,
  type Loose,
  looseOf,
  type Notebook,
  type Origin,
  originOf,
  ownLabels,
  type Path,
  type Place,
  type References,
  scalarText,
  type Translation,
  textAt,
  valueAt,
} from "./translation";

export const OPENSLO = "openslo/v1";

/**
 * A document of OpenSLO v1, or what has been translated to look like one, with the origin of what it says. `at`: which of the
 * objectives of its source it begins with.
 */
export type OpenSloSource = { value: unknown; origins: readonly Origin[]; at: number };

/** OpenSLO may leave the window open; Sloth, which leaves it to an option, takes this one. */
export const USUAL_WINDOW = "30d";

const HELD = "plumbline.dev/";
const SPEC = new Set([
  "description",
  "service",
  "indicator",
  "indicatorRef",
  "timeWindow",
  "budgetingMethod",
  "objectives",
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
    const title = textAt(objective, "displayName");
    const counted = countedBy(indicator.spec, value, objective, (path) => placeOf(path), at, book);
    if (!counted) return [];
    const own = i === 0 ? id : idOf(`${id}-${title ?? i + 1}`);
    if (i > 0) book.add("mapped", placeOf(at), `id: ${own}`);
    const displayName = textAt(value, "metadata", "displayName") ?? name ?? id;
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
            ...pick(valueAt(value, "spec"), ["description", "service"]),
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
  const annotations: Record<string, string> = {};
  for (const [name, each] of entries("annotations")) {
    const text = scalarText(each);
    if (name.startsWith(HELD) && text !== null) annotations[name] = text;
    else book.add("not-used", placeOf(["metadata", "annotations", name]), "is an annotation that is not used here");
  }
  return { labels: ownLabels(Object.fromEntries(labels), book), annotations };
}

function windowOf(value: unknown, placeOf: PlaceOf, book: Notebook): Loose | null {
  const base = ["spec", "timeWindow"];
  const given = valueAt(value, ...base);
  const list = Array.isArray(given) ? given : given === undefined || given === null ? [] : [given];
  const [window, another] = list;
  const at = (field?: string): Place =>
    placeOf([...base, ...(Array.isArray(given) ? [0] : []), ...(field ? [field] : [])]);
  const wrong = (place: Place, message: string): null => {
    book.add("refused", place, message);
    return null;
  };
  if (another !== undefined) return wrong(placeOf(base), "does not hold exactly one window");
  if (window === undefined) {
    book.add("approximated", placeOf(base), `is not stated: ${USUAL_WINDOW}`);
    return { duration: USUAL_WINDOW, isRolling: true };
  }
  const duration = textAt(window, "duration");
  if (duration === null) return wrong(at("duration"), "is missing");
  const calendar = looseOf(valueAt(window, "calendar"));
  const isRolling = valueAt(window, "isRolling");
  if (isRolling === false && !calendar && /[dhs]$/.test(duration))
    return wrong(at("isRolling"), "is false, but there is no calendar: {startTime, timeZone} to go by");
  const rolls = isRolling === true || (isRolling !== false && !calendar);
  const found = rolls
    ? rollingWindow(duration)
    : calendarWindow(duration, scalarText(calendar?.startTime), textAt(calendar, "timeZone"));
  if ("refused" in found) return wrong(at("duration"), found.refused);
  const told = [
    ...(rolls && isRolling === undefined ? ["isRolling is not stated, nor is a calendar: it rolls"] : []),
    ...(rolls && calendar ? ["it rolls, so that its calendar is not used"] : []),
    ...(found.approximated ? [found.approximated] : []),
  ];
  const said = rolls ? found.window.duration : `calendar ${found.window.duration}`;
  book.add(
    told.length > 0 ? "approximated" : "mapped",
    at("duration"),
    told.length > 0 ? told.join("; ") : `window: ${said}`,
  );
  return found.window;
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
