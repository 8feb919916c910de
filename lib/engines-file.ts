import { readFileSync } from "node:fs";
import * as z from "zod";
import { ACCESS_FIELDS, type Access, accessOfEntry, checkFields } from "./engine-access";
import { DomainError } from "./errors";
import { secondsOf } from "./interop/annotations";
import { type Part, readYaml } from "./interop/yaml-documents";
import { whyUnreadable } from "./why-unreadable";

/** An engine as SLOs name it, and how it is asked. */
export type EngineSettings = {
  name: string;
  url: string;
  access: Access;
  /** A minute of it is final so long after its end, s; null: as everywhere. */
  delaySeconds: number | null;
  /** The uid of Grafana's data source for it; null: none is named. */
  grafanaDatasource: string | null;
};

const MAX_BYTES = 256 * 1024;
const MOST_ENGINES = 50;
const MAX_DELAY_SECONDS = 3600;
/** Labels by which a series is told from its siblings, or buckets from each other. */
const NO_PLACE = ["__name__", "le"];

const Entry = z.object({
  name: z
    .string("is missing")
    .regex(
      /^[A-Za-z0-9]([-A-Za-z0-9._]{0,61}[A-Za-z0-9])?$/,
      "is not a name of at most 63 letters, digits, hyphens, dots and underscores",
    ),
  ...ACCESS_FIELDS,
  delay: z
    .string("is no text such as 90s")
    .transform((text, context) => {
      const seconds = secondsOf(text);
      if (seconds !== null && seconds >= 1 && seconds <= MAX_DELAY_SECONDS) return seconds;
      context.addIssue("is not a delay from 1s to 1h, such as 90s");
      return z.NEVER;
    })
    .optional(),
  grafanaDatasource: z
    .string("is no text")
    .regex(/^[\w-]{1,40}$/, "is not the uid of a data source")
    .optional(),
  labels: z
    .record(
      z
        .string()
        .regex(/^[A-Za-z_][A-Za-z0-9_]*$/)
        .refine((name) => !NO_PLACE.includes(name)),
      z.string("is no text").min(1, "is empty").max(200, "is longer than 200 characters"),
      {
        error: ({ code }) =>
          code === "invalid_key" ? `is no label that tells clusters apart, such as cluster` : "is no map of labels",
      },
    )
    .optional(),
});
const FIELDS = Object.keys(Entry.shape);

/** The engines of a file. @throws DomainError `bad-input` that names the file, the entry, the field and the way out */
export function readEnginesFile(path: string): EngineSettings[] {
  const { parts, problems } = readYaml(textOf(path), MAX_BYTES);
  const [problem] = problems;
  if (problem) throw wrong(`${path}:${problem.line}`, problem.message, path);
  const [part, another] = parts;
  const value = part?.value;
  const isWhole = typeof value === "object" && value !== null && "engines" in value && Array.isArray(value.engines);
  if (!part || another || !isWhole || Object.keys(value).length > 1)
    throw wrong(`ENGINES_FILE=${JSON.stringify(path)}`, "is not one map that holds a list of engines alone", path);
  const entries = value.engines as unknown[];
  if (entries.length === 0 || entries.length > MOST_ENGINES)
    throw wrong(`${path}:${part.lineOf(["engines"])}`, `engines: holds not 1 to ${MOST_ENGINES} of them`, path);
  const engines = entries.map((entry, i) => engineIn(entry, i, part, path));
  engines.forEach(({ name }, i) => {
    const first = engines.findIndex((each) => each.name === name);
    if (first < i) throw wrongIn(part, path, i, name, ["name"], `is the name of engines[${first}] already`);
  });
  return engines;
}

function engineIn(entry: unknown, i: number, part: Part, path: string): EngineSettings {
  const loose: Record<string, unknown> =
    typeof entry === "object" && entry !== null && !Array.isArray(entry) ? { ...entry } : {};
  const called = typeof loose.name === "string" ? loose.name : null;
  const refuse = (field: readonly PropertyKey[], message: string): DomainError =>
    wrongIn(part, path, i, called, field, message);
  const unknown = Object.keys(loose).find((field) => !FIELDS.includes(field));
  if (unknown !== undefined) throw refuse([unknown], `is none of ${FIELDS.join(", ")}`);
  const parsed = Entry.safeParse(loose);
  const [issue] = parsed.error?.issues ?? [];
  if (!parsed.success) throw refuse(issue?.path ?? [], issue?.message ?? "cannot be read");
  const { name, delay, labels, grafanaDatasource = null, ...fields } = parsed.data;
  checkFields(fields, (field, message) => {
    throw refuse([field], message);
  });
  const access = { ...accessOfEntry(name, fields), ...(labels && Object.keys(labels).length > 0 ? { labels } : {}) };
  return { name, url: fields.url, access, delaySeconds: delay ?? null, grafanaDatasource };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw wrong(`ENGINES_FILE=${JSON.stringify(path)}`, whyUnreadable(error), path);
  }
}

function wrongIn(
  part: Part,
  path: string,
  i: number,
  name: string | null,
  field: readonly PropertyKey[],
  message: string,
): DomainError {
  const place = `${path}:${part.lineOf(["engines", i, ...field])}`;
  const what = [`engines[${i}]${name === null ? "" : ` (${name})`}`, ...(field.length > 0 ? [field.join(".")] : [])];
  return wrong(place, `${what.join(": ")}: ${message}`, path);
}

const wrong = (place: string, message: string, path: string): DomainError =>
  new DomainError("bad-input", `${place}: ${message}`, `Mend ${path}, or ENGINES_FILE, and start again.`);
