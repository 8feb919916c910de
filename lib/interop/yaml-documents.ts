import { Composer, isMap, isScalar, isSeq, LineCounter, type Pair, Parser, type YAMLMap } from "yaml";
import { beyondYamlBounds } from "@/lib/adr/yaml-bounds";
import type { Issue } from "./issue";
import { FILL_IN, placeholderIn } from "./template";

/** Where it stands: line from 1, field as `spec.objectives[0].target`; `at`: the place in its query, from 0. */
export type DocumentProblem = { message: string; line: number; field: string | null; at?: number };

export type Path = readonly PropertyKey[];

/** One object of a file: a YAML document, or an entry of a list that is one. */
export type Part = {
  value: unknown;
  /** Its own line, and that of a path below it, or of what is nearest above. */
  line: number;
  lineOf: (path: Path) => number;
  /** A path below it as the file has it, `[0].spec.service`; null for the whole. */
  fieldOf: (path: Path) => string | null;
  /** The document as it is written; null for one of several in a list. */
  text: string | null;
};

const MAX_ALIASES = 20;
const MOST_PARTS = 2000;

type Read = { parts: Part[]; problems: DocumentProblem[] };

/** Reads every document of a YAML or JSON file. What cannot be read is a problem with its line; the other documents are still read. */
export function readYaml(source: string, maxBytes: number): Read {
  const reading = readingYaml(source, maxBytes);
  for (let step = reading.next(); ; step = reading.next()) if (step.done) return step.value;
}

/** The same, pausing after each document with how many things were found so far. */
export function* readingYaml(source: string, maxBytes: number): Generator<number, Read> {
  const none = (message: string, line = 1) => ({ parts: [], problems: [{ message, line, field: null }] });
  if (source.length > maxBytes || new TextEncoder().encode(source).length > maxBytes)
    return none(`is larger than ${maxBytes / 1024} KiB`);
  const beyond = beyondYamlBounds(source);
  if (beyond !== null) return none(beyond.message, beyond.line);
  const lines = new LineCounter();
  const parts: Part[] = [];
  const problems: DocumentProblem[] = [];
  let begin = 0;
  const composer = new Composer({ lineCounter: lines, merge: true, logLevel: "error" });
  for (const document of composer.compose(new Parser(lines.addNewLine).parse(source))) {
    yield parts.length + problems.length;
    const lineAt = (offset: number | undefined): number => lines.linePos(offset ?? 0).line || 1;
    const from = begin;
    begin = document.range[2];
    const [broken] = document.errors;
    const template = broken ? placeholderIn(source.slice(from, document.range[2])) : null;
    if (template) {
      problems.push({
        message: `is no YAML yet, because of ${template.text}: ${FILL_IN}`,
        line: lineAt(from + template.at),
        field: null,
      });
      continue;
    }
    if (broken) {
      const { line, col } = lines.linePos(broken.pos[0]);
      problems.push({ message: `is not YAML: ${broken.message} (column ${col})`, line: line || 1, field: null });
      continue;
    }
    const pairOf = pairFinder();
    /** From the whole down to what is at the path, as far as it goes. */
    const nodesOf = (path: Path): unknown[] => {
      const nodes: unknown[] = [document.contents];
      for (const key of path) {
        const node = nodes.at(-1);
        const below = isMap(node)
          ? pairOf(node, key)?.value
          : isSeq(node) && typeof key === "number"
            ? node.items[key]
            : null;
        if (below === null || below === undefined) break;
        nodes.push(below);
      }
      return nodes;
    };
    const lineOf = (path: Path): number => {
      const nodes = nodesOf(path);
      // What is there is found where it is named: a list begins a line below.
      const above = path.length > 0 ? nodes[path.length - 1] : null;
      const named = isMap(above) ? pairOf(above, path.at(-1)) : undefined;
      if (isScalar(named?.key) && named.key.range) return lineAt(named.key.range[0]);
      for (const node of nodes.reverse()) {
        const { range } = (node ?? {}) as { range?: [number, number, number] | null };
        if (range) return lineAt(range[0]);
      }
      return 1;
    };
    let value: unknown;
    try {
      value = document.toJS({ maxAliasCount: MAX_ALIASES });
    } catch (error) {
      // An alias without its anchor, or one too many; or `<<` with something that cannot be merged.
      if (!(error instanceof Error)) throw error;
      problems.push({ message: `cannot be read: ${error.message}`, line: lineOf([]), field: null });
      continue;
    }
    // Comments above a document are its own; the marks between documents are not.
    const text = source
      .slice(from, document.range[2])
      .replace(/^(---|\.\.\.)[ \t]*\r?\n/, "")
      .replace(/\n(---|\.\.\.)\s*$/, "\n");
    for (const [base, each] of listed(value)) {
      if (each === null) continue;
      const below = (path: Path): Path => [...base, ...path];
      parts.push({
        value: each,
        line: lineOf(base),
        lineOf: (path) => lineOf(below(path)),
        fieldOf: (path) => fieldName(below(path)),
        text: base.length === 0 ? text : null,
      });
    }
    if (parts.length > MOST_PARTS) return none(`holds more than ${MOST_PARTS} documents`);
  }
  return { parts, problems };
}

/** Finds the pair of a key, the first of several, without going through the whole map each time. */
function pairFinder(): (map: YAMLMap, key: unknown) => Pair | undefined {
  const known = new Map<YAMLMap, Map<unknown, Pair>>();
  return (map, key) => {
    let pairs = known.get(map);
    if (!pairs) {
      pairs = new Map();
      for (const pair of map.items) {
        const name = isScalar(pair.key) ? pair.key.value : pair.key;
        if (!pairs.has(name)) pairs.set(name, pair);
      }
      known.set(map, pairs);
    }
    return pairs.get(key);
  };
}

/** What a document holds: itself, the entries of a list, or the items of a Kubernetes `List`. */
function listed(value: unknown): (readonly [Path, unknown])[] {
  if (Array.isArray(value)) return value.map((each, i) => [[i], each]);
  if (typeof value !== "object" || value === null || !("items" in value) || !("kind" in value)) return [[[], value]];
  const { kind, items } = value;
  return /List$/.test(String(kind)) && Array.isArray(items)
    ? items.map((each: unknown, i) => [["items", i], each])
    : [[[], value]];
}

/** `spec.objectives[0].target`; null for the whole. */
export const fieldName = (path: Path): string | null =>
  path.length === 0
    ? null
    : path.map((key, i) => (typeof key === "number" ? `[${key}]` : `${i > 0 ? "." : ""}${String(key)}`)).join("");

export const problemOf = (part: Part, { path, message, at }: Issue): DocumentProblem => ({
  message,
  line: part.lineOf(path),
  field: part.fieldOf(path),
  ...(at === undefined ? {} : { at }),
});
