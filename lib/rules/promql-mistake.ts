import { parser } from "@prometheus-io/lezer-promql";
import { withRange } from "./promql-tree";

/** Where a query stops being PromQL. `at` from 0, line and column from 1. */
export type Mistake = { at: number; line: number; column: number; message: string };

/** What may be missing at a place, and what people call it; of those that lead as far, the first is told. */
const MISSING: readonly (readonly [text: string, name: string])[] = [
  ["x", "a metric or an expression"],
  [")", "a closing bracket )"],
  ["}", "a closing brace }"],
  ["]", "a closing bracket ]"],
  ['="x"', 'a comparison such as ="…"'],
  ['"x"', "a value in quotation marks"],
  [",", "a comma"],
  ["+", "an operator such as + or /"],
  ["5m", "a duration such as 5m"],
];
/** What may have to stand in the place of a word. */
const INSTEAD: readonly (readonly [text: string, name: string])[] = [
  ['"x"', "a value in quotation marks"],
  ["(x)", "a list of labels in brackets"],
  ["5m", "a duration such as 5m"],
  ["x", "a metric or an expression"],
];
/** A longer query is looked at no closer. */
const MOST_CHARACTERS = 10_000;

/** null where the query is PromQL from end to end; what it means is another question. */
export function mistakeIn(query: string): Mistake | null {
  const text = withRange(query);
  if (text.trim() === "")
    return { at: 0, line: 1, column: 1, message: "is empty: a metric or an expression is expected" };
  const at = firstError(text);
  return at === null ? null : { at, ...placeIn(query, at), message: messageAt(text, at) };
}

export function placeIn(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at).split("\n");
  return { line: before.length, column: [...(before.at(-1) ?? "")].length + 1 };
}

function firstError(text: string): number | null {
  let at: number | null = null;
  parser.parse(text).iterate({
    enter: (node) => {
      // What the parser skipped stands within the error.
      if (node.type.isError && at === null) at = node.from;
    },
  });
  return at;
}

/** The parser says where it stopped and not what it would have taken: that is tried. */
function messageAt(text: string, at: number): string {
  const rest = text.slice(at).trimStart();
  const word = firstWord(rest);
  const found = rest === "" ? "the query ends" : `${word} stands`;
  const called = rest.startsWith("(") ? /[a-zA-Z_]\w*\s*$/.exec(text.slice(0, at))?.[0].trim() : undefined;
  if (called !== undefined) return `is not PromQL: ${called} is no function`;
  if (text.length > MOST_CHARACTERS) return `is not PromQL: ${found} where it cannot`;
  if (rest === "" && isOpenText(text)) return "is not PromQL: a text in quotation marks does not end";
  const expected = expectedAt(text, at, at + (text.length - at - rest.length), word);
  if (expected !== null) return `is not PromQL: ${found} where ${expected} is expected`;
  return `is not PromQL: ${found} where ${rest === "" ? "it cannot" : "it does not belong"}`;
}

function expectedAt(text: string, at: number, from: number, word: string): string | null {
  const before = text.slice(0, at);
  const tried = [
    ...MISSING.map(([missing, name]) => ({ name, begin: `${before} ${missing} `, rest: text.slice(at) })),
    ...INSTEAD.map(([instead, name]) => ({
      name,
      begin: `${before} ${instead} `,
      rest: text.slice(from + word.length),
    })),
  ];
  let best: { name: string; left: number } | null = null;
  for (const { name, begin, rest } of tried) {
    const error = firstError(begin + rest);
    // What is left from the next mistake on; the present one has to be past.
    const left = error === null ? -1 : begin.length + rest.length - error;
    if ((error === null || error >= begin.length) && left < (best?.left ?? text.length - at)) best = { name, left };
  }
  return best?.name ?? null;
}

/** Whether the text ends within quotation marks. */
function isOpenText(text: string): boolean {
  let open: string | null = null;
  for (let i = 0; i < text.length; i++) {
    const sign = text[i] as string;
    if (open === null) open = /["'`]/.test(sign) ? sign : null;
    else if (sign === "\\" && open !== "`") i++;
    else if (sign === open) open = null;
  }
  return open !== null;
}

/** A name, a number or one sign. */
const firstWord = (text: string): string => /^[\w:.]+/.exec(text)?.[0].slice(0, 30) ?? [...text][0] ?? "";
