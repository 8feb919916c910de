import { type Document, isMap, isScalar, isSeq, LineCounter, type ParsedNode, parseDocument } from "yaml";
import type { AdrProblem } from "./problem";
import { beyondYamlBounds } from "./yaml-bounds";
import { isTooDeepYaml } from "./yaml-depth";

export type Field = { value: unknown; line: number; lineOf: (...path: (string | number)[]) => number };
export type FrontMatter = { fields: Map<string, Field>; body: string; bodyLine: number; problems: AdrProblem[] };

const LARGEST = 64 * 1024;
const MOST_LINES = 1_000;
/** Enough for a shared date or owner; an alias bomb needs far more. */
const MOST_ALIASES = 50;
/** Of one faulty place; the others follow from the first. */
const MOST_ERRORS = 3;
const TOP_LEVEL_KEY = /^([^\s#:{}[\]"'-][^:]{0,60}|"[^"]{1,60}"):(?:\s+(.*))?$/;

/** Expects "\n" line ends and no byte order mark. */
export function readFrontMatter(text: string): FrontMatter {
  const lines = text.split("\n");
  const none = { fields: new Map(), body: text, bodyLine: 1, problems: [] };
  if (lines[0]?.trimEnd() !== "---") return none;
  const end = lines.findIndex((line, index) => index > 0 && /^(?:---|\.\.\.)\s*$/.test(line));
  if (end === -1) {
    const meant = TOP_LEVEL_KEY.test(lines[1] ?? "");
    return meant ? { ...none, problems: [{ message: "The front matter has no closing line “---”.", line: 1 }] } : none;
  }
  const yaml = lines.slice(1, end);
  const rest = { body: lines.slice(end + 1).join("\n"), bodyLine: end + 2 };
  const refused = (message: string) => ({ ...rest, fields: new Map(), problems: [{ message, line: 1 }] });
  const size = yaml.reduce((sum, line) => sum + line.length + 1, 0);
  if (size > LARGEST) return refused("The front matter is larger than 64 KiB and was not read.");
  if (yaml.length > MOST_LINES) return refused(`The front matter has more than ${MOST_LINES} lines and was not read.`);
  if (isTooDeepYaml(yaml)) return refused("The front matter is nested too deeply and was not read.");
  const beyond = beyondYamlBounds(yaml.join("\n"));
  if (beyond !== null) return refused(`The front matter ${beyond.message} and was not read.`);
  return { ...rest, ...readYaml(yaml) };
}

type Reading = { fields: Map<string, Field>; problems: AdrProblem[] };

/** One fault spoils a whole YAML document, so a faulty one is read again key by key, and only the faulty key is lost. */
function readYaml(lines: string[]): Reading {
  const whole = parse(lines.join("\n"), 2);
  if (!whole.faulty) return whole;
  const fields = new Map<string, Field>();
  const problems: AdrProblem[] = [];
  for (const block of topLevelBlocks(lines)) {
    const part = parse(block.lines.join("\n"), block.line);
    problems.push(...part.problems);
    if (!part.faulty) for (const [key, field] of part.fields) fields.set(key, field);
    else if (block.plain !== null)
      fields.set(block.key, { value: block.plain, line: block.line, lineOf: () => block.line });
  }
  return { fields, problems: problems.length > 0 ? problems : whole.problems };
}

function topLevelBlocks(lines: string[]): { key: string; plain: string | null; line: number; lines: string[] }[] {
  const blocks: { key: string; plain: string | null; line: number; lines: string[] }[] = [];
  lines.forEach((line, index) => {
    const match = TOP_LEVEL_KEY.exec(line);
    if (match) {
      const key = (match[1] ?? "").replaceAll('"', "").trim();
      blocks.push({ key, plain: match[2]?.trim() || null, line: index + 2, lines: [line] });
    } else blocks.at(-1)?.lines.push(line);
  });
  return blocks;
}

function parse(text: string, firstLine: number): Reading & { faulty: boolean } {
  const counter = new LineCounter();
  const lineAt = (offset: number) => firstLine + Math.max(1, counter.linePos(offset).line) - 1;
  const fault = (message: string, line: number) => ({ fields: new Map(), problems: [{ message, line }], faulty: true });
  try {
    const document = parseDocument(text, {
      lineCounter: counter,
      prettyErrors: false,
      schema: "core",
      logLevel: "silent",
    });
    const problems = document.errors.slice(0, MOST_ERRORS).map((error) => ({
      message:
        error.code === "DUPLICATE_KEY"
          ? "A key is written twice here; the last one counts."
          : `Not valid YAML: ${error.message}.`,
      line: lineAt(error.pos[0]),
    }));
    if (document.errors.some((error) => error.code !== "DUPLICATE_KEY"))
      return { fields: new Map(), problems, faulty: true };
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    if (value === null) return { fields: new Map(), problems, faulty: false };
    if (!isRecord(value)) return fault("The front matter is not a list of “key: value”.", firstLine);
    const fields = new Map(
      Object.entries(value).map(([key, inner]): [string, Field] => {
        const lineOf = (...path: (string | number)[]) => lineAt(offsetOf(document, [key, ...path]));
        return [key, { value: inner, line: lineOf(), lineOf }];
      }),
    );
    return { fields, problems, faulty: false };
  } catch (error) {
    // An alias bomb: the library throws instead of reporting.
    return fault(`The YAML cannot be read: ${error instanceof Error ? error.message : String(error)}.`, firstLine);
  }
}

/** Where the key at the end of the path stands, or the deepest one on the way to it that is written out. */
function offsetOf(document: Document.Parsed, path: (string | number)[]): number {
  let node: ParsedNode | null = document.contents;
  let offset = 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.findLast((item) => isScalar(item.key) && String(item.key.value) === String(step));
      if (!pair) break;
      offset = pair.key.range[0];
      node = pair.value;
    } else if (isSeq(node)) {
      node = (node.items[Number(step)] ?? null) as ParsedNode | null;
      offset = node?.range[0] ?? offset;
    } else break;
  }
  return offset;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A scalar as text; also `{ accepted }`, which YAML takes for a map with one empty key. */
export function textOf(value: unknown): string | null {
  if (typeof value === "string") return value.trim() || null;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  const [entry, second] = isRecord(value) ? Object.entries(value) : [];
  return entry && !second && entry[1] === null ? entry[0].trim() || null : null;
}

/** A list, or one text with commas. */
export function textsOf(value: unknown): string[] {
  const items = Array.isArray(value) ? value.map(textOf) : (textOf(value)?.split(",") ?? []);
  return items.flatMap((item) => item?.trim() || []);
}
