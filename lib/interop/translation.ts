import { ENGINE_ANNOTATION, RUNBOOK_ANNOTATION } from "./annotations";
import { type DocumentProblem, type Part, type Path, problemOf } from "./yaml-documents";

export type { Path } from "./yaml-documents";

/** `approximated`: it is counted, though not quite as it was meant. `not-used`: nothing here depends on it. */
export type Outcome = "mapped" | "approximated" | "refused" | "not-used";

export type SourcePart = Part & { file: string };
export type Place = { part: SourcePart; path: Path };

/** What SLOs refer to by name, of all the documents that came together. */
export type References = {
  /** The specification of an SLI, and the part that it stands in. */
  slis: ReadonlyMap<string, SourcePart>;
  /** The type of a data source, `Prometheus`. */
  dataSources: ReadonlyMap<string, string>;
  /** The SLIs that some SLO names. */
  used: Set<SourcePart>;
};

/** What became of a field. */
export type Note = DocumentProblem & { outcome: Outcome; file: string };

/** Where a field of a translated document stands in its source; `same`: what is below it stands below that, too. */
export type Origin = { of: Path; place: Place; same: boolean };

/** One SLO of a document in the words of OpenSLO v1, with the origin of its fields. */
export type Translation = { value: Loose; origins: readonly Origin[] };

export type Loose = Record<string, unknown>;

export const looseOf = (value: unknown): Loose | null =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Loose) : null;

/** The value at a path; undefined where there is none. */
export const valueAt = (value: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>((found, key) => {
    if (typeof key === "number") return Array.isArray(found) ? found[key] : undefined;
    const loose = looseOf(found);
    return loose && Object.hasOwn(loose, key) ? loose[key] : undefined;
  }, value);

export const textAt = (value: unknown, ...path: readonly (string | number)[]): string | null => {
  const found = valueAt(value, ...path);
  return typeof found === "string" && found.trim() !== "" ? found.trim() : null;
};

/** A scalar as text: labels are often numbers or true. */
export const scalarText = (value: unknown): string | null =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : null;

/** The scalar at a path as text; null where there is none, or nothing in it. */
export const wordAt = (value: unknown, ...path: readonly (string | number)[]): string | null =>
  scalarText(valueAt(value, ...path))?.trim() || null;

/** The innermost origin of a path of a translation. */
export function originOf(origins: readonly Origin[], path: Path): Place {
  const above = origins.filter(({ of }) => of.length <= path.length && of.every((key, i) => key === path[i]));
  const nearest = above.sort((a, b) => b.of.length - a.of.length)[0] ?? origins[0];
  if (!nearest) throw new RangeError("a translation without an origin");
  const { of, place, same } = nearest;
  return same ? { part: place.part, path: [...place.path, ...path.slice(of.length)] } : place;
}

/** Takes down what becomes of each field of a document. */
export type Notebook = {
  notes: Note[];
  add: (outcome: Outcome, place: Place | Path, message: string) => void;
};

export function notebook(part: SourcePart): Notebook {
  const notes: Note[] = [];
  const known = new Set<string>();
  const add: Notebook["add"] = (outcome, where, message) => {
    const place = "part" in where ? where : { part, path: where };
    const note = { outcome, file: place.part.file, ...problemOf(place.part, { path: place.path, message }) };
    // What several SLOs of a document have in common is told once.
    const key = JSON.stringify([note.line, note.field, message]);
    if (!known.has(key)) notes.push(note);
    known.add(key);
  };
  return { notes, add };
}

const LONGEST_ID = 63;

/** A name that an SLO can have here, from any text; long ones end with a mark of their own. */
export function idOf(text: string): string {
  if (/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(text)) return text;
  const id = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  if (id.length <= LONGEST_ID) return id;
  const mark = markOf(id);
  return `${id.slice(0, LONGEST_ID - mark.length - 1).replace(/-+$/, "")}-${mark}`;
}

/** FNV-1a. */
function markOf(text: string): string {
  let hash = 0x811c9dc5;
  for (const sign of text) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash.toString(36);
}

/** A label as its document has it: `name` where that is not the one it is looked for by. */
type GivenLabel = { value: unknown; place: Place | Path; name?: string };

/** All labels, and besides them the tier and the team as they are called here. */
export function ownLabels(
  labels: Readonly<Record<string, GivenLabel>>,
  book: Notebook,
): { labels: Record<string, string | string[]> } {
  const found = { team: ["team", "owner", "squad"], tier: ["tier"] } as const;
  const all = Object.entries(labels).flatMap(([name, label]) => {
    const value = labelOf(label.value);
    if (value === null) book.add("not-used", label.place, "is a label that holds no text");
    return value === null ? [] : [{ ...label, lookedFor: name, name: label.name ?? name, value }];
  });
  const own = Object.entries(found).flatMap(([kept, names]) => {
    const label = names.map((name) => all.find((each) => each.lookedFor === name && textOf(each.value))).find(Boolean);
    if (!label) return [];
    book.add("mapped", label.place, `${kept}: ${textOf(label.value)}`);
    return [{ kept, label }];
  });
  for (const label of all)
    if (!own.some((each) => each.label === label)) book.add("mapped", label.place, `label: ${textOf(label.value)}`);
  return {
    labels: Object.fromEntries([
      ...all.map(({ name, value }) => [name, value] as const),
      ...own.map(({ kept, label }) => [kept, textOf(label.value)] as const),
    ]),
  };
}

const textOf = (value: string | string[]): string => (Array.isArray(value) ? value.join(", ") : value).trim();

function labelOf(value: unknown): string | string[] | null {
  if (!Array.isArray(value)) return scalarText(value);
  const texts = value.map(scalarText);
  return texts.every((text) => text !== null) ? texts : null;
}

/** What Kubernetes writes for itself. */
const OF_KUBECTL = "kubectl.kubernetes.io/";
const READ_HERE = "plumbline.dev/";

/** All annotations that hold text. */
export function ownAnnotations(
  annotations: unknown,
  placeOf: (path: Path) => Place | Path,
  book: Notebook,
): Record<string, string> {
  const kept = Object.entries(looseOf(annotations) ?? {}).flatMap(([name, value]) => {
    const text = scalarText(value);
    const place = placeOf(["metadata", "annotations", name]);
    const isKept = text !== null && !name.startsWith(OF_KUBECTL);
    if (!isKept) book.add("not-used", place, "is an annotation that is not used here");
    else if (!name.startsWith(READ_HERE)) book.add("mapped", place, "annotation: kept as it is");
    return isKept ? [[name, text] as const] : [];
  });
  return Object.fromEntries(kept);
}

/** What a document of another format says in annotations. */
export function annotationsOf(runbook: string | null, engine: string | null): { annotations?: Record<string, string> } {
  if (runbook === null && engine === null) return {};
  return {
    annotations: {
      ...(runbook === null ? {} : { [RUNBOOK_ANNOTATION]: runbook }),
      ...(engine === null ? {} : { [ENGINE_ANNOTATION]: engine }),
    },
  };
}
