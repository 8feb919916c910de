import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, test } from "vitest";
import * as z from "zod";
import { exampleOn, OPERATIONS, openApiDocument } from "@/app/api/v1/_openapi/document";
import { MANIFEST } from "../../integration/security/manifest";

const NOW = new Date("2026-11-26T05:00:00Z");

/** What has a form of its own each time: the page of a review as it was kept, what an audited act changed, this document. */
const FREE = ["GetOpenApiAnswer", "GetReviewAnswer.view", "ListAuditEntriesAnswer.items.items.detail"];

/** Where a JSON Schema says nothing of a value, or of an object's members. */
function vagueIn(place: string, schema: unknown): string[] {
  const {
    type,
    properties,
    items,
    additionalProperties,
    anyOf,
    oneOf,
    $ref,
    const: one,
    ...rest
  } = schema as JsonSchema;
  const parts = [...(anyOf ?? []), ...(oneOf ?? [])];
  if (parts.length > 0) return parts.flatMap((each) => vagueIn(place, each));
  if ($ref !== undefined || one !== undefined || "enum" in rest) return [];
  if (type === "array") return vagueIn(`${place}.items`, items ?? {});
  if (additionalProperties !== undefined && additionalProperties !== false)
    return Object.keys(additionalProperties as object).length > 0 ? vagueIn(place, additionalProperties) : [place];
  if (type === "object" && properties !== undefined)
    return Object.entries(properties).flatMap(([name, each]) => vagueIn(`${place}.${name}`, each));
  return type === undefined || type === "object" ? [place] : [];
}
type JsonSchema = {
  type?: string;
  properties?: Record<string, unknown>;
  items?: unknown;
  additionalProperties?: unknown;
  anyOf?: unknown[];
  oneOf?: unknown[];
  $ref?: string;
  const?: unknown;
};

/** Routes below /api/v1 that are not described, and why. */
const INTERNAL: Record<string, string> = {
  "PUT /api/v1/account/name": "one's own account, in the browser",
  "PUT /api/v1/account/password": "one's own account, in the browser",
  "POST /api/v1/account/second-factor/prepare": "one's own account, in the browser",
  "POST /api/v1/account/second-factor/confirm": "one's own account, in the browser",
  "POST /api/v1/account/second-factor/drop": "one's own account, in the browser",
  "DELETE /api/v1/account/sessions": "one's own account, in the browser",
};

test("the document is valid OpenAPI 3.1, which a spoilt one is not", async () => {
  const document = openApiDocument(NOW);
  const { valid, errors } = await new Validator().validate(structuredClone(document));
  expect([valid, errors]).toEqual([true, undefined]);
  expect((await new Validator().validate({ ...document, paths: { slos: {} } })).valid).toBe(false);
});

test("every route and method below /api/v1 is described, or is internal for a reason", () => {
  const routes = MANIFEST.map(([route]) => route).filter((route) => route.includes(" /api/v1/"));
  const described = OPERATIONS.map(({ route }) => route);
  expect(new Set(described).size).toBe(described.length);
  expect([...described, ...Object.keys(INTERNAL)].sort()).toEqual(routes.sort());
});

test("every reference leads to a component, and every operation has a name of its own", () => {
  const text = JSON.stringify(openApiDocument(NOW));
  const { components, paths } = JSON.parse(text);
  const references = [...text.matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g)];
  expect(references.length).toBeGreaterThan(100);
  expect(references.filter(([, kind, name]) => components[kind ?? ""]?.[name ?? ""] === undefined)).toEqual([]);
  const names = Object.values(paths as Record<string, Record<string, { operationId: string }>>).flatMap((path) =>
    Object.values(path).map(({ operationId }) => operationId),
  );
  expect(new Set(names).size).toBe(names.length);
});

test("bodies are described by what the handlers parse with: every example parses", () => {
  for (const { route, body, example, terms } of OPERATIONS) {
    if (body) expect([route, body.safeParse(exampleOn(example.body, NOW)).error]).toEqual([route, undefined]);
    if (terms) expect([route, terms.partial().safeParse(example.terms ?? {}).error]).toEqual([route, undefined]);
    for (const [, name = ""] of route.matchAll(/\[(?:\.\.\.)?(\w+)\]/g))
      expect(example.path?.[name]).toBeTypeOf("string");
  }
});

test("an answer may gain members, a body may not", () => {
  const { components } = openApiDocument(NOW) as { components: { schemas: Record<string, object> } };
  expect(components.schemas.SloItem).not.toHaveProperty("additionalProperties");
  expect(components.schemas.ChangeTargetBody).toHaveProperty("additionalProperties", false);
  expect(z.toJSONSchema(z.strictObject({}))).toHaveProperty("additionalProperties", false);
});

test("every member of an answer is described, down to its leaves", () => {
  const { components } = openApiDocument(NOW) as { components: { schemas: Record<string, unknown> } };
  const vague = Object.entries(components.schemas).flatMap(([name, schema]) => vagueIn(name, schema));
  expect(vague.sort()).toEqual(FREE);
  expect(vagueIn("planted", z.toJSONSchema(z.object({ a: z.array(z.looseObject({})), b: z.unknown() })))).toEqual([
    "planted.a.items",
    "planted.b",
  ]);
});
