import { type Field, isRecord, textOf } from "./front-matter";
import type { AdrProblem } from "./problem";

export type Entry = {
  id: string;
  line: number;
  values: Record<string, unknown>;
  text: (key: string) => string | null;
  lineOf: (key: string) => number;
};

/** An id becomes an anchor and stands after the "#" of an address. */
const ID = /^[\p{L}\p{N}][\p{L}\p{N}_.-]{0,63}$/u;

/** Decisions, targets and triggers: a map keyed by id, or a list whose items say their `id`. */
export function entriesOf(field: Field | undefined, noun: string, problems: AdrProblem[]): Entry[] {
  if (!field || field.value === null) return [];
  const raw = rawEntries(field);
  if (raw === null) {
    problems.push({ message: `The ${noun}s are neither a map keyed by id nor a list.`, line: field.line });
    return [];
  }
  const seen = new Set<string>();
  return raw.flatMap(({ id, step, values }) => {
    const line = field.lineOf(step);
    const complain = (message: string) => {
      problems.push({ message, line });
      return [];
    };
    if (id === null || !ID.test(id)) return complain(`A ${noun} has no usable id (letters, digits, “-”, “_” and “.”).`);
    if (!isRecord(values)) return complain(`The ${noun} “${id}” is not a map of “key: value”.`);
    // Headings are matched without regard to case, so ids that differ in case alone would share a section.
    if (seen.has(id.toLowerCase())) return complain(`The ${noun} “${id}” is defined twice; the first one counts.`);
    seen.add(id.toLowerCase());
    return [{ id, line, values, text: (key) => textOf(values[key]), lineOf: (key) => field.lineOf(step, key) }];
  });
}

function rawEntries(field: Field): { id: string | null; step: string | number; values: unknown }[] | null {
  if (Array.isArray(field.value)) {
    return field.value.map((values: unknown, step) => ({
      id: isRecord(values) ? textOf(values.id) : null,
      step,
      values,
    }));
  }
  if (!isRecord(field.value)) return null;
  return Object.entries(field.value).map(([id, values]) => ({ id, step: id, values }));
}
