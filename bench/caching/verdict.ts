import { addressed, figureNamed } from "./address";
import type { Figure, Run } from "./results";

const WORDS = ["holds", "does not hold"] as const;
const COMPARISON = /^(\S+)\s*(<=|>=|<|>|=)\s*(\S+)$/;
type Compare = (a: number, b: number) => boolean;
const COMPARE: Record<string, Compare> = {
  "<=": (a, b) => a <= b,
  ">=": (a, b) => a >= b,
  "<": (a, b) => a < b,
  ">": (a, b) => a > b,
  "=": (a, b) => a === b,
};

/**
 * What a claim comes to in a run: `cache-aside/redis/steady:p95Ms <= 200 and …`, or one figure against another. Said in the words
 * behind a `?`, for true and for false (`? faster : not faster`); else it holds or does not. Shares are 0 to 1.
 */
export function verdictOf(run: Run, claim: string): string {
  const [condition = "", words = ""] = claim.split("?");
  const [yes, no, ...more] = words === "" ? WORDS : words.split(":").map((word) => word.trim());
  if (!yes || !no || more.length > 0) throw new Error("the words of a verdict are: ? if true : if false");
  const parts = condition.split(/\sand\s/).map((part) => isTrue(run, part.trim()));
  return parts.every(Boolean) ? yes : no;
}

function isTrue(run: Run, part: string): boolean {
  const [, left = "", operator = "", right = ""] = COMPARISON.exec(part) ?? [];
  const compare = COMPARE[operator];
  if (!compare) throw new Error(`“${part}” is no comparison of two figures`);
  return compare(operandOf(run, left), operandOf(run, right));
}

/** A number, or a figure with its address: `cache-aside/redis/steady:p95Ms`. */
function operandOf(run: Run, text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  const [address = "", figure = ""] = text.split(":");
  const value: Figure = addressed(run, address, figureNamed(figure));
  // Without a stale read none was old.
  if (value === null && figure === "oldestStaleMs") return 0;
  if (value === null) throw new Error(`${text} does not apply, so that nothing follows from it`);
  return value === "never" ? Number.POSITIVE_INFINITY : value;
}
