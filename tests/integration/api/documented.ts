import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

type Json = { [name: string]: Json | undefined };
type Answered = { headers?: Record<string, unknown>; content?: Record<string, unknown>; $ref?: string };
type Document = {
  paths: Record<string, Record<string, { responses: Record<string, Answered> }>>;
  components: { responses: Record<string, Answered> };
};
export type Answer = { status: number; headers: Headers; text: string };

/** "GET /api/v1/slos/{id}" of the route "GET /api/v1/slos/[id]", as it lies in the file system. */
export const operationOf = (route: string): string => route.replace(/\[(?:\.\.\.)?(\w+)\]/g, "{$1}");

/**
 * Tells what of an answer an OpenAPI document does not say: a status, a header, a form, or a member that is missing, of
 * another type or not described at all. null: it says all of it.
 */
export function documented(document: unknown): (operation: string, answer: Answer) => string | null {
  const strict = closed(structuredClone(document)) as Document;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(strict, "document");
  return (operation, { status, headers, text }) => {
    const [method = "", path = ""] = operation.split(" ");
    const said = strict.paths[path]?.[method.toLowerCase()]?.responses[status];
    if (said === undefined) return `${status} is not described: ${text.slice(0, 300)}`;
    const place = said.$ref?.slice(1) ?? pointer("paths", path, method.toLowerCase(), "responses", String(status));
    const response = said.$ref ? strict.components.responses[said.$ref.split("/").at(-1) ?? ""] : said;
    const missing = Object.keys(response?.headers ?? {}).filter((name) => !headers.has(name));
    if (missing.length > 0) return `${status} has no ${missing.join(", ")}`;
    if (response?.content === undefined) return text === "" ? null : `${status} has a body`;
    const type = headers.get("content-type")?.split(";")[0] ?? "";
    const found = Object.keys(response.content).find((each) =>
      each.endsWith("/*") ? type.startsWith(each.slice(0, -1)) : type === each,
    );
    if (found === undefined) return `${status} is ${type}, none of ${Object.keys(response.content).join(", ")}`;
    if (!type.endsWith("json")) return null;
    const validate = ajv.getSchema(`document#${place}${pointer("content", found, "schema")}`);
    if (!validate) throw new Error(`${operation} ${status} has no schema at ${place}`);
    if (validate(JSON.parse(text))) return null;
    return `${status} is not as described: ${ajv.errorsText(validate.errors, { dataVar: "" })}`;
  };
}

/** RFC 6901, as a fragment of an address. */
const pointer = (...names: string[]): string =>
  names.map((name) => `/${encodeURIComponent(name.replaceAll("~", "~0").replaceAll("/", "~1"))}`).join("");

/** Readers are to put up with members that they do not know; here one that is not described is a fault. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== "object" || schema === null) return schema;
  const all = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)])) as Json;
  const isObject = (all.type as unknown) === "object" && all.properties !== undefined;
  return isObject && all.additionalProperties === undefined ? { ...all, additionalProperties: false } : all;
}
