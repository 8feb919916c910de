import { parseDocument } from "yaml";
import type * as z from "zod";

/** `field` is where in the document; empty: the document itself. */
export type Fault = { field: string; message: string };
export type Read<T> = { value: T } | { faults: Fault[] };

/** Reads a YAML document by a schema. Never throws. */
export function readYaml<Schema extends z.ZodType>(schema: Schema, yaml: string): Read<z.infer<Schema>> {
  const document = parseDocument(yaml, { uniqueKeys: true });
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
  return { faults: result.error.issues.map(({ path, message }) => ({ field: path.join("."), message })) };
}
