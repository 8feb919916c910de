import * as z from "zod";
import packageJson from "@/package.json" with { type: "json" };
import { ALERT_OPERATIONS } from "./alerts";
import { ANNOTATION_OPERATIONS } from "./annotations";
import { BREACH_OPERATIONS } from "./breaches";
import { COSTS_OPERATIONS } from "./costs";
import { DECISION_OPERATIONS } from "./decisions";
import { GATE_OPERATIONS } from "./gate";
import { NEW_SLO_OPERATIONS } from "./new-slos";
import { type Answered, type Operation, TAGS } from "./operation";
import { PACKS_OPERATIONS } from "./packs";
import { REVIEW_OPERATIONS } from "./reviews";
import { REVISIT_OPERATIONS } from "./revisits";
import { RULES_OPERATIONS } from "./rules";
import { SETTINGS_OPERATIONS } from "./settings";
import { Problem } from "./shapes";
import { SLO_OPERATIONS } from "./slos";
import { TARGET_OPERATIONS } from "./targets";

export const OPERATIONS: readonly Operation[] = [
  ...SLO_OPERATIONS,
  ...GATE_OPERATIONS,
  ...NEW_SLO_OPERATIONS,
  ...PACKS_OPERATIONS,
  ...RULES_OPERATIONS,
  ...TARGET_OPERATIONS,
  ...ANNOTATION_OPERATIONS,
  ...BREACH_OPERATIONS,
  ...ALERT_OPERATIONS,
  ...REVIEW_OPERATIONS,
  ...DECISION_OPERATIONS,
  ...REVISIT_OPERATIONS,
  ...COSTS_OPERATIONS,
  ...SETTINGS_OPERATIONS,
];

type Json = Record<string, unknown>;
/** `name`: what it is called among the components where it has no name of its own. */
type SchemaOf = (schema: z.ZodType, io: "input" | "output", name?: string) => Json;

const PROBLEMS: Record<number, string> = {
  400: "Bad input: `issues` names the fields",
  401: "Not signed in, or the token does not hold any more",
  403: "Not allowed to whoever asks",
  404: "Not found",
  409: "It conflicts with what is there",
  412: "If-Match is stale: somebody was first",
  413: "The body is too large",
  415: "The body is not application/json",
  428: "If-Match is missing",
  429: "Too many requests: Retry-After says when to come again",
  500: "The server could not answer; its log says why",
  503: "What it needs does not answer",
};

const DESCRIPTION = `Ratios are 0 to 1 and null where unknown, with the reason beside them. Times are ISO 8601 UTC. Errors are problem
documents (RFC 9457) with a \`wayOut\`. Lists are paged: \`next\` is the \`after\` of the next page, null on the last one. Changes of
targets, definitions and people name the state that they are made on with \`If-Match\`. Programs send a token as
\`Authorization: Bearer plb_…\`; browsers send a session cookie, and with changes an \`Origin\` of our own.`;

/** The API as an OpenAPI 3.1 document, made of the schemas that the handlers parse with. */
export function openApiDocument(now: Date): Json {
  const schemas: Json = {};
  const schemaOf: SchemaOf = (schema, io, name) => hoisted(schema, io, schemas, name);
  const paths: Record<string, Json> = {};
  for (const operation of OPERATIONS) {
    const [method = "", path = ""] = operation.route.split(" ");
    const key = path.replace(/\[(?:\.\.\.)?(\w+)\]/g, "{$1}");
    paths[key] = { ...paths[key], [method.toLowerCase()]: described(operation, schemaOf, now) };
  }
  schemaOf(z.object({ problem: Problem }), "output");
  return {
    openapi: "3.1.0",
    info: { title: "Plumbline", version: packageJson.version, description: DESCRIPTION.replaceAll("\n", " ") },
    servers: [{ url: "/" }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas,
      responses: Object.fromEntries(
        plainProblems().map((status) => [
          `Problem${status}`,
          problemResponse(status, { $ref: "#/components/schemas/Problem" }),
        ]),
      ),
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", description: "A token of Settings, API tokens." },
        session: {
          type: "apiKey",
          in: "cookie",
          name: "plumbline.session_token",
          description: "By https it is called __Host-plumbline.session_token.",
        },
      },
    },
  };
}

const SECURITY: Record<Operation["access"], Json[]> = {
  public: [],
  // Where ANONYMOUS_READ is on, nobody has to say who they are.
  read: [{}, { bearer: [] }, { session: [] }],
  "signed-in": [{ bearer: [] }, { session: [] }],
  "in-person": [{ session: [] }],
};

function described(operation: Operation, schemaOf: SchemaOf, now: Date): Json {
  const { name, tag, summary, description, access, body, example } = operation;
  return {
    operationId: name,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    security: SECURITY[access],
    parameters: parametersOf(operation, schemaOf),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: {
              "application/json": {
                schema: schemaOf(body, "input", `${componentOf(operation)}Body`),
                example: exampleOn(example.body, now),
              },
            },
          },
        }),
    responses: responsesOf(operation, schemaOf),
  };
}

/** "ListSlos" of listSlos. */
const componentOf = ({ name }: Operation): string => name.slice(0, 1).toUpperCase() + name.slice(1);

function parametersOf(
  { route, terms, needed = [], ifMatch, revalidates, example }: Operation,
  schemaOf: SchemaOf,
): Json[] {
  const inPath = [...route.matchAll(/\[(?:\.\.\.)?(\w+)\]/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
    example: example.path?.[name],
  }));
  const properties = (terms ? schemaOf(terms, "input").properties : {}) as Record<string, Json>;
  const inQuery = Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: "query",
    required: needed.includes(name),
    ...(description === undefined ? {} : { description }),
    schema: withoutNull(schema),
    ...(example.terms?.[name] === undefined ? {} : { example: asTyped(example.terms[name], schema) }),
  }));
  const header = (name: string, required: boolean, text: string): Json => ({
    name,
    in: "header",
    required,
    description: text,
    schema: { type: "string" },
  });
  return [
    ...inPath,
    ...inQuery,
    ...(ifMatch ? [header("If-Match", true, "The ETag of the state that the change is made on.")] : []),
    ...(revalidates ? [header("If-None-Match", false, "The ETag of what is kept; 304 where it still holds.")] : []),
  ];
}

/** A term that is a number is one in its example, although an address has only text. */
const asTyped = (text: string | undefined, { type }: Json): unknown =>
  type === "number" || type === "integer" ? Number(text) : text;

/** A term of an address is there or left out. */
function withoutNull(schema: Json): Json {
  const { anyOf, type, ...rest } = schema as { anyOf?: Json[]; type?: string | string[] };
  const some = anyOf?.filter((each) => each.type !== "null");
  if (some?.length === 1) return { ...rest, ...some[0] };
  if (some) return { ...rest, anyOf: some };
  if (Array.isArray(type)) return { ...rest, type: type.find((each) => each !== "null") };
  return schema;
}

function responsesOf(operation: Operation, schemaOf: SchemaOf): Json {
  const { status = 200, alsoStatus, answer, alsoAnswers, tagged, revalidates, summary } = operation;
  const headers = tagged || revalidates ? { headers: { ETag: { schema: { type: "string" } } } } : {};
  const asContent = (form: Answered): Json =>
    typeof form === "string"
      ? { [form]: { schema: { type: "string" } } }
      : { "application/json": { schema: schemaOf(form, "output", `${componentOf(operation)}Answer`) } };
  const answered: Json = {
    description: summary,
    ...headers,
    content: { ...asContent(answer), ...(alsoAnswers === undefined ? {} : asContent(alsoAnswers)) },
  };
  return {
    [status]: answered,
    ...(alsoStatus === undefined ? {} : { [alsoStatus]: answered }),
    ...(revalidates ? { 304: { description: "What is kept still holds" } } : {}),
    ...Object.fromEntries(problemsOf(operation).map((each) => [each, problemOf(operation, each, schemaOf)])),
  };
}

function problemOf(operation: Operation, status: number, schemaOf: SchemaOf): Json {
  const members = operation.tells?.[status];
  if (members === undefined) return { $ref: `#/components/responses/Problem${status}` };
  return problemResponse(
    status,
    schemaOf(Problem.extend(members), "output", `${componentOf(operation)}Problem${status}`),
  );
}

/** Statuses that come with nothing but a problem document of the usual members, of some operation. */
const plainProblems = (): number[] => [
  ...new Set(OPERATIONS.flatMap((operation) => problemsOf(operation).filter((each) => !operation.tells?.[each]))),
];

const problemResponse = (status: number, schema: Json): Json => ({
  description: PROBLEMS[status],
  ...(status === 429 ? { headers: { "Retry-After": { schema: { type: "integer" } } } } : {}),
  content: { "application/problem+json": { schema } },
});

/** The statuses of its problems, in order. */
export function problemsOf({ route, access, terms, body, ifMatch, problems = [] }: Operation): number[] {
  const unsafe = !route.startsWith("GET ");
  return [
    ...new Set([
      ...(access === "public" ? [] : [401]),
      ...(terms || body ? [400] : []),
      // Another process may hold the database.
      ...(unsafe ? [503] : []),
      ...(unsafe || access === "signed-in" || access === "in-person" ? [403] : []),
      ...(route.includes("[") ? [404] : []),
      ...(body ? [413, 415, 429] : []),
      ...(ifMatch ? [412, 428] : []),
      ...problems,
      500,
    ]),
  ].sort((a, b) => a - b);
}

/** An example that names days, as it can be sent on one. */
export function exampleOn(body: unknown, now: Date): unknown {
  const day = (days: number): string => new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
  return JSON.parse(JSON.stringify(body).replaceAll("{today}", day(0)).replaceAll("{tomorrow}", day(1)));
}

/** A schema as JSON Schema, what is named put among the components. */
function hoisted(schema: z.ZodType, io: "input" | "output", schemas: Json, name?: string): Json {
  const {
    $schema: _,
    $defs = {},
    ...own
  } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    override: ({ jsonSchema }) => {
      // Answers may gain members: whoever reads them must not break on one.
      if (io === "output" && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  }) as Json & { $defs?: Json };
  const renamed = (value: unknown): Json =>
    JSON.parse(JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/'));
  for (const [name, definition] of Object.entries($defs)) schemas[name] = withoutId(renamed(definition));
  const { id = name, ...rest } = own as Json & { id?: string };
  if (id === undefined) return renamed(own);
  schemas[id] = renamed(rest);
  return { $ref: `#/components/schemas/${id}` };
}

const withoutId = ({ id: _, ...schema }: Json): Json => schema;
