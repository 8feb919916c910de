import { type Document, isNode, LineCounter, parseDocument } from "yaml";
import type * as z from "zod";

/** `field` is where in the document; empty: the document itself. `line` counts from 1. */
export type Fault = { field: string; message: string; line?: number };
export type Read<T> = { value: T } | { faults: Fault[] };

/** Reads a YAML document by a schema. Never throws. */
export function readYaml<Schema extends z.ZodType>(schema: Schema, yaml: string): Read<z.infer<Schema>> {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { uniqueKeys: true, lineCounter: lines });
  const [mistake] = document.errors;
  if (mistake) return { faults: [{ field: "", message: `is no YAML: ${mistake.message.split("\n")[0]}` }] };
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 50 });
  } catch (error) {
    return { faults: [{ field: "", message: `cannot be read: ${(error as Error).message}` }] };
  }
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data };
  return {
    faults: result.error.issues.map(({ path, message }) => ({
      field: path.join("."),
      message,
      line: lineOf(document, path, lines),
    })),
  };
}

/** Of a field that is not there, the line of what it is missing in. */
function lineOf(document: Document, path: readonly PropertyKey[], lines: LineCounter): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
