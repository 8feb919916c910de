import { LineCounter, parseDocument } from "yaml";
import * as z from "zod";
import type { AdrProblem } from "./problem";
import { beyondYamlBounds } from "./yaml-bounds";
import { isTooDeepYaml } from "./yaml-depth";

export const LOWEST_SCORE = 1;
export const HIGHEST_SCORE = 5;
const LARGEST = 64 * 1024;
/** Nobody weighs more; and what is worked out from the weights grows with the power of three of them. */
const MOST_CRITERIA = 10;
const ADDRESS = /^https?:\/\//;

const text = z.string().trim().min(1);
const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "is no id of lower-case letters, digits and hyphens");

/**
 * `because` says why; `source` where that was read or measured, or that it is a judgement; `read` the day on which an address was
 * read; `sure` how it was read.
 */
const Score = z.strictObject({
  score: z.number().min(LOWEST_SCORE).max(HIGHEST_SCORE),
  because: text,
  source: text,
  read: z.iso.date("is no day such as 2026-11-26").optional(),
  sure: z.enum(["high", "medium", "low"]),
});

const Document = z.strictObject({
  question: text,
  /** The decision that it prepared, as `docs/adr/0001-….md#d2`. */
  decision: text,
  criteria: z.record(id, z.strictObject({ title: text, weight: z.number().positive(), why: text })),
  options: z.record(id, z.strictObject({ title: text, scores: z.record(id, Score) })),
  chosen: id,
});

type MatrixScore = z.infer<typeof Score>;

/** Options weighed by criteria, as data: weights are relative, scores run from 1 (poor) to 5 (very good). */
export type Matrix = {
  question: string;
  decision: string;
  criteria: { id: string; title: string; weight: number; why: string }[];
  /** `scores`: in the order of the criteria. */
  options: { id: string; title: string; scores: MatrixScore[] }[];
  chosen: string;
};

/** Either the matrix, or what is wrong with it, by line. */
export function readMatrix(source: string): { matrix: Matrix } | { problems: AdrProblem[] } {
  const refused = (message: string): { problems: AdrProblem[] } => ({ problems: [{ message, line: null }] });
  if (source.length > LARGEST) return refused("The matrix is larger than 64 KiB and was not read.");
  if (isTooDeepYaml(source.split("\n").filter((line) => !/^\s*#/.test(line))))
    return refused("The matrix is nested too deeply and was not read.");
  const beyond = beyondYamlBounds(source);
  if (beyond !== null) return refused(`The matrix ${beyond.message} and was not read.`);
  const counter = new LineCounter();
  const document = parseDocument(source, { lineCounter: counter, prettyErrors: false, logLevel: "silent" });
  const [error] = document.errors;
  if (error)
    return { problems: [{ message: `Not valid YAML: ${error.message}.`, line: counter.linePos(error.pos[0]).line }] };
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 0 });
  } catch (thrown) {
    // An alias.
    return refused(`The matrix cannot be read: ${thrown instanceof Error ? thrown.message : String(thrown)}.`);
  }
  const parsed = Document.safeParse(value);
  const lineOf = (path: readonly PropertyKey[]): number | null => lineAt(document, counter, path);
  if (!parsed.success)
    return {
      problems: parsed.error.issues.map(({ path, message }) => ({
        message: `${path.join(".") || "The matrix"}: ${message}`,
        line: lineOf(path),
      })),
    };
  const problems = gaps(parsed.data).map(({ message, path }) => ({ message, line: lineOf(path) }));
  return problems.length > 0 ? { problems } : { matrix: asMatrix(parsed.data) };
}

type Data = z.infer<typeof Document>;

function gaps({ criteria, options, chosen }: Data): { message: string; path: string[] }[] {
  const found: { message: string; path: string[] }[] = [];
  if (Object.keys(criteria).length === 0) found.push({ message: "There is no criterion.", path: ["criteria"] });
  if (Object.keys(criteria).length > MOST_CRITERIA)
    found.push({ message: `There are more than ${MOST_CRITERIA} criteria.`, path: ["criteria"] });
  if (Object.keys(options).length < 2) found.push({ message: "There are fewer than two options.", path: ["options"] });
  if (!Object.hasOwn(options, chosen))
    found.push({ message: `The chosen option “${chosen}” is none of the options.`, path: ["chosen"] });
  for (const [option, { scores }] of Object.entries(options)) {
    for (const criterion of Object.keys(criteria))
      if (!Object.hasOwn(scores, criterion))
        found.push({ message: `“${option}” has no score for “${criterion}”.`, path: ["options", option] });
    for (const [criterion, { source, read }] of Object.entries(scores)) {
      const path = ["options", option, "scores", criterion];
      if (!Object.hasOwn(criteria, criterion))
        found.push({ message: `“${option}” is scored for “${criterion}”, which is no criterion.`, path });
      if (ADDRESS.test(source) && read === undefined)
        found.push({
          message: `The score of “${option}” for “${criterion}” does not say when its source was read.`,
          path,
        });
    }
  }
  return found;
}

function asMatrix({ question, decision, criteria, options, chosen }: Data): Matrix {
  const ids = Object.keys(criteria);
  return {
    question,
    decision,
    chosen,
    criteria: ids.flatMap((each) => (criteria[each] ? [{ id: each, ...criteria[each] }] : [])),
    options: Object.entries(options).map(([option, { title, scores }]) => ({
      id: option,
      title,
      scores: ids.flatMap((each) => scores[each] ?? []),
    })),
  };
}

/** Where a path's deepest written key begins. */
function lineAt(
  document: ReturnType<typeof parseDocument>,
  counter: LineCounter,
  path: readonly PropertyKey[],
): number | null {
  for (let depth = path.length; depth > 0; depth--) {
    const node: unknown = document.getIn(path.slice(0, depth), true);
    const range = typeof node === "object" && node !== null && "range" in node ? node.range : null;
    if (Array.isArray(range) && typeof range[0] === "number") return counter.linePos(range[0]).line;
  }
  return null;
}
