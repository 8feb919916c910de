export type Change = { name: string; before: string; after: string };
export type Fact = { name: string; value: string };

/** An entry's detail as it is shown: `before` and `after` side by side, field by field, and all else beside it. */
export function changesIn(detail: unknown): { changes: Change[]; facts: Fact[] } {
  if (detail === null || detail === undefined) return { changes: [], facts: [] };
  if (!isFields(detail)) return { changes: [], facts: [{ name: "detail", value: inWords(detail) }] };
  const { before, after, ...rest } = detail;
  const facts = Object.entries(rest).map(([name, value]) => ({ name: spaced(name), value: inWords(value) }));
  if (!isFields(before) && !isFields(after)) {
    const both = before === undefined && after === undefined;
    return { changes: both ? [] : [{ name: "value", before: inWords(before), after: inWords(after) }], facts };
  }
  const [old, now] = [isFields(before) ? before : {}, isFields(after) ? after : {}];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return {
    changes: names.map((name) => ({ name: spaced(name), before: inWords(old[name]), after: inWords(now[name]) })),
    facts,
  };
}

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** "inForceFrom" → "in force from" */
const spaced = (name: string): string =>
  name.replace(/([a-z\d])([A-Z])/g, (_, end, next) => `${end} ${next.toLowerCase()}`);

function inWords(value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value) && value.every((each) => typeof each === "string")) return value.join(", ") || "none";
  return JSON.stringify(value);
}
