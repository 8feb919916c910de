import { withRange } from "@/lib/rules/promql-tree";

/**
 * Of Helm and its like, and of envsubst. Sloth's window is filled in here, and what alerts say in Alertmanager. None is longer than
 * this: to look for its end in all of a text costs the square of that text, where it is of opening braces alone.
 */
const ACTION = /\{\{(?!-?\s*(?:\.window|\$labels|\$value)\b).{0,500}?\}\}/;
const VARIABLE = /\$\{[a-zA-Z_]\w*\}/;
/** Where text may hold braces of its own, and nothing is counted. */
const NOT_READ = new Set(["alerting", "alertPolicies", "annotations", "description", "labels"]);

/** Of a placeholder that is told. */
const LONGEST = 60;

export const FILL_IN = "fill in the template first, as helm template or envsubst does";

/** A placeholder of a text, with its place (0-based). What label_replace() puts in is written as a variable is. */
export function placeholderIn(text: string): { text: string; at: number } | null {
  // The range of a query is no placeholder; it is filled in at the same length.
  const filled = withRange(text);
  const found = ACTION.exec(filled) ?? (text.includes("label_replace") ? null : VARIABLE.exec(filled));
  if (!found) return null;
  const whole = text.slice(found.index, found.index + found[0].length);
  return { text: whole.length > LONGEST ? `${whole.slice(0, LONGEST)}…` : whole, at: found.index };
}

/** Every field that is still a template: what is counted would be something that nobody wrote. */
export function placeholdersOf(
  value: unknown,
  path: readonly PropertyKey[] = [],
): { path: readonly PropertyKey[]; text: string }[] {
  if (typeof value === "string") {
    const found = placeholderIn(value);
    return found ? [{ path, text: found.text }] : [];
  }
  if (Array.isArray(value)) return value.flatMap((each, i) => placeholdersOf(each, [...path, i]));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => {
    // Without quotation marks, `{{ .Values.name }}` is YAML: a map whose key is a map.
    if (each === null && /^\{ .*\}$/.test(name)) return [{ path, text: `{${name}}` }];
    return NOT_READ.has(name) ? [] : placeholdersOf(each, [...path, name]);
  });
}
