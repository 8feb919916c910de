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

/** The labels that an SLO keeps; the others are told as not used. */
export function ownLabels(
  labels: Readonly<Record<string, { value: unknown; place: Place | Path }>>,
  book: Notebook,
): { labels: Record<string, string> } {
  const found = { team: ["team", "owner", "squad"], tier: ["tier"] } as const;
  const textOf = (value: unknown): string | null =>
    Array.isArray(value) ? value.flatMap((each) => scalarText(each) ?? []).join(", ") || null : scalarText(value);
  const kept: Record<string, string> = {};
  const used = new Set<string>();
  for (const [own, names] of Object.entries(found)) {
    const name = names.find((each) => textOf(labels[each]?.value)?.trim());
    const text = name === undefined ? null : textOf(labels[name]?.value);
    if (name === undefined || text === null) continue;
    kept[own] = text.trim();
    used.add(name);
    book.add("mapped", labels[name]?.place ?? [], `${own}: ${text.trim()}`);
  }
  for (const [name, { place }] of Object.entries(labels))
    if (!used.has(name))
      book.add("not-used", place, "is a label that no page shows: team (or owner) and tier are kept");
  return { labels: kept };
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
