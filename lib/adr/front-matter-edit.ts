import { isMap, isScalar, isSeq, type Pair, type ParsedNode, parseDocument, type YAMLMap } from "yaml";
import type { AdrRecord } from "./record";
import { readAdr } from "./record";
import { edited, type TextEdit } from "./unified-diff";

/** The front matter's own text and where it begins in the file; null where the file has none. */
function frontIn(text: string): { yaml: string; at: number } | null {
  const [head] = /^\uFEFF?---[ \t]*\r?\n/.exec(text) ?? [];
  if (head === undefined) return null;
  const [yaml] = /^(?:[\s\S]*?\n)?(?=(?:---|\.\.\.)[ \t]*\r?(?:\n|$))/.exec(text.slice(head.length)) ?? [];
  return yaml === undefined ? null : { yaml, at: head.length };
}

type ParsedMap = YAMLMap.Parsed<ParsedNode, ParsedNode | null>;

/** Sets values in a record's front matter and touches nothing else: comments, order and line ends stay. */
class Front {
  private readonly edits: TextEdit[] = [];
  private readonly text: string;
  private readonly at: number;
  private readonly root: ParsedMap;
  private readonly newline: string;

  private constructor(text: string, at: number, root: ParsedMap) {
    this.text = text;
    this.at = at;
    this.root = root;
    this.newline = text.includes("\r\n") ? "\r\n" : "\n";
  }

  static of(text: string): Front | null {
    const found = frontIn(text);
    if (!found) return null;
    const document = parseDocument(found.yaml, { schema: "core", logLevel: "silent", prettyErrors: false });
    return document.errors.length === 0 && isMap(document.contents)
      ? new Front(text, found.at, document.contents as ParsedMap)
      : null;
  }

  /** Sets a scalar below maps that are there; the last key may be new. `value` is YAML. Returns whether it could. */
  set(path: readonly string[], value: string): boolean {
    let map = this.root;
    for (const step of path.slice(0, -1)) {
      const inner = pairOf(map, step)?.value;
      if (!isMap(inner)) return false;
      map = inner as ParsedMap;
    }
    const key = path.at(-1) ?? "";
    const pair = pairOf(map, key);
    if (!pair) return this.insert(map, `${key}: ${value}`);
    const node = pair.value;
    if (node && !isScalar(node)) return false;
    if (node?.range && node.range[1] > node.range[0]) return this.replace(node.range[0], node.range[1], value);
    // "due:" with nothing behind it
    const end = (pair.key as ParsedNode).range[1];
    const colon = this.front.indexOf(":", end);
    return colon >= 0 && this.replace(colon + 1, colon + 1, ` ${value}`);
  }

  /** Adds a text to a list at the top, which is made where it is missing. */
  append(key: string, value: string): boolean {
    const pair = pairOf(this.root, key);
    if (!pair) return this.insert(this.root, `${key}: [${value}]`);
    const list = pair.value;
    if (!isSeq(list) || !list.range) return false;
    const items = list.items as ParsedNode[];
    const last = items.at(-1);
    if (list.flow) {
      const close = this.front.lastIndexOf("]", list.range[1]);
      return this.replace(last?.range?.[1] ?? close, last?.range?.[1] ?? close, last ? `, ${value}` : value);
    }
    if (!last?.range) return false;
    const begin = this.front.lastIndexOf("\n", (items[0] as ParsedNode).range?.[0] ?? 0) + 1;
    const [lead = ""] = /^\s*-\s+/.exec(this.front.slice(begin)) ?? [];
    return lead !== "" && this.insertLine(this.lineEnd(last.range[1]), lead + value);
  }

  /** Adds lines at the end, each of which is one of YAML. */
  addAtEnd(lines: readonly string[]): void {
    this.replace(this.front.length, this.front.length, lines.map((line) => line + this.newline).join(""));
  }

  has(key: string): boolean {
    return pairOf(this.root, key) !== undefined;
  }

  toText(): string {
    return edited(this.text, this.edits);
  }

  private get front(): string {
    return frontIn(this.text)?.yaml ?? "";
  }

  /** A new key below the last one of a map. */
  private insert(map: ParsedMap, line: string): boolean {
    const last = map.items.at(-1);
    if (map.flow) {
      const [begin, end] = map.range;
      const close = this.front.lastIndexOf("}", end);
      const at = last ? ((last.value ?? last.key) as ParsedNode).range[1] : close;
      return close > begin && this.replace(at, at, last ? `, ${line}` : ` ${line} `);
    }
    if (!last) return false;
    const key = last.key as ParsedNode;
    const indent = key.range[0] - (this.front.lastIndexOf("\n", key.range[0] - 1) + 1);
    const end = ((last.value ?? last.key) as ParsedNode).range[1];
    return this.insertLine(this.lineEnd(Math.max(end - 1, key.range[0])), " ".repeat(indent) + line);
  }

  /** Behind the line break at or after a place. */
  private lineEnd(at: number): number {
    const found = this.front.indexOf("\n", at);
    return found < 0 ? this.front.length : found + 1;
  }

  private insertLine(at: number, line: string): boolean {
    return this.replace(at, at, line + this.newline);
  }

  private replace(from: number, to: number, text: string): boolean {
    this.edits.push({ from: this.at + from, to: this.at + to, text });
    return true;
  }
}

const pairOf = (map: ParsedMap, key: string): Pair<ParsedNode, ParsedNode | null> | undefined =>
  map.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === key);

/** The file with another date of its next review; null where it cannot be set so that it is read as it is meant. */
export function withDue(path: string, text: string, due: string): string | null {
  const front = Front.of(text);
  if (!front) {
    if (frontIn(text)) return null;
    const newline = text.includes("\r\n") ? "\r\n" : "\n";
    const bom = text.startsWith("\uFEFF") ? "\uFEFF" : "";
    const head = ["---", "review:", `  due: ${due}`, "---", "", ""].join(newline);
    return checked(path, bom + head + text.slice(bom.length), ({ review }) => review?.due === due);
  }
  if (!front.has("review")) front.addAtEnd(["review:", `  due: ${due}`]);
  else if (!front.set(["review", "due"], due)) return null;
  return checked(path, front.toText(), ({ review }) => review?.due === due);
}

/**
 * The file with another status of one decision, and what follows it in `superseded-by`. Where no other decision of the record
 * is left, the record has that status too. null where it cannot be set so that it is read as it is meant.
 */
export function withStatus(
  path: string,
  text: string,
  id: string,
  { status, successor, wholeRecord }: { status: string; successor: string | null; wholeRecord: boolean },
): string | null {
  const front = Front.of(text);
  if (!front?.has("decisions")) return null;
  if (!front.set(["decisions", id, "status"], status)) return null;
  if (wholeRecord && !front.set(["status"], status)) return null;
  if (successor !== null && !front.append("superseded-by", successor)) return null;
  const [word] = status.split(" ");
  return checked(
    path,
    front.toText(),
    ({ decisions, status: ofRecord }) =>
      decisions.find((each) => each.id === id)?.status === word && (!wholeRecord || ofRecord === word),
  );
}

/** An edit holds only where the record is read as it is meant, and with no new fault. */
function checked(path: string, text: string, isMeant: (record: AdrRecord) => boolean): string | null {
  const record = readAdr(path, text);
  return isMeant(record) && !record.problems.some(({ message }) => /YAML/.test(message)) ? text : null;
}
