import { CST, isMap, isScalar, Lexer, LineCounter, parseAllDocuments } from "yaml";
import type { Issue } from "./issue";

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
const DEEPEST_FLOW = 64;
const DEEPEST_INDENT = 64;
const MOST_SIGNS_ON_A_LINE = 64;

/** Reads every document of a YAML or JSON file. What cannot be read is a problem with its line; the other documents are still read. */
export function readYaml(source: string, maxBytes: number): { parts: Part[]; problems: DocumentProblem[] } {
  const none = (message: string, line = 1) => ({ parts: [], problems: [{ message, line, field: null }] });
  if (source.length > maxBytes || new TextEncoder().encode(source).length > maxBytes)
    return none(`is larger than ${maxBytes / 1024} KiB`);
  const deep = tooDeepAt(source);
  if (deep !== null) return none("is nested too deeply", deep);
  const lines = new LineCounter();
  const parts: Part[] = [];
  const problems: DocumentProblem[] = [];
  let begin = 0;
  for (const document of parseAllDocuments(source, { lineCounter: lines, merge: true })) {
    const lineAt = (offset: number | undefined): number => lines.linePos(offset ?? 0).line || 1;
    const from = begin;
    begin = document.range[2];
    const [broken] = document.errors;
    if (broken) {
      const message = `is not YAML: ${broken.message.split("\n")[0]}`;
      problems.push({ message, line: lineAt(broken.pos[0]), field: null });
      continue;
    }
    const lineOf = (path: Path): number => {
      // What is there is found where it is named: a list begins a line below.
      const above = path.length > 0 ? document.getIn(path.slice(0, -1), true) : null;
      const named = isMap(above)
        ? above.items.find(({ key }) => isScalar(key) && key.value === path.at(-1))
        : undefined;
      if (isScalar(named?.key) && named.key.range) return lineAt(named.key.range[0]);
      for (let depth = path.length; depth >= 0; depth--) {
        const node = document.getIn(path.slice(0, depth), true) as { range?: [number, number, number] } | undefined;
        if (node?.range) return lineAt(node.range[0]);
      }
      return 1;
    };
    let value: unknown;
    try {
      value = document.toJS({ maxAliasCount: MAX_ALIASES });
    } catch (error) {
      // An alias without its anchor, or one too many.
      if (!(error instanceof ReferenceError)) throw error;
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

/** What a document holds: itself, the entries of a list, or the items of a Kubernetes `List`. */
function listed(value: unknown): (readonly [Path, unknown])[] {
  if (Array.isArray(value)) return value.map((each, i) => [[i], each]);
  if (typeof value !== "object" || value === null || !("items" in value) || !("kind" in value)) return [[[], value]];
  const { kind, items } = value;
  return /List$/.test(String(kind)) && Array.isArray(items)
    ? items.map((each: unknown, i) => [["items", i], each])
    : [[[], value]];
}

/**
 * The line from which YAML is nested, or could be, further than any of these documents; null where it is not. The parser
 * recurses, and a process near the end of its stack can be aborted where no one can catch it; its lexer does not. Brackets
 * within text, as every query has, open nothing.
 */
function tooDeepAt(source: string): number | null {
  let [line, flow, signs, isAtBegin] = [1, 0, 0, true];
  for (const token of new Lexer().lex(source)) {
    const type = CST.tokenType(token);
    if (type === "flow-map-start" || type === "flow-seq-start") flow += 1;
    else if (type === "flow-map-end" || type === "flow-seq-end") flow = Math.max(0, flow - 1);
    else if (type === "map-value-ind" || type === "seq-item-ind" || type === "explicit-key-ind") signs += 1;
    else if (type === "space" && isAtBegin && token.length > DEEPEST_INDENT && flow === 0) signs += token.length;
    if (flow > DEEPEST_FLOW || signs > MOST_SIGNS_ON_A_LINE) return line;
    isAtBegin = type === "newline";
    if (token.includes("\n")) {
      line += token.split("\n").length - 1;
      signs = 0;
    }
  }
  return null;
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
