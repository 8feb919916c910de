import * as z from "zod";

/** A word that nobody else is to know: as it was given, or a file that is read each time it is needed. */
export type Secret = { variable: string } & ({ text: string } | { file: string });

/** A file, and the variable that names it. */
type NamedFile = { variable: string; file: string };

/** How an engine is asked: what is sent along, who we are, and whom we trust. */
export type Access = {
  /** The name of its entry in ENGINES_FILE; left out where variables say all this. */
  entry?: string;
  /** What every series must carry that it is asked for: it holds others as well. */
  labels?: Readonly<Record<string, string>>;
  headers?: Record<string, string>;
  credentials?: { kind: "basic"; user: string; password: Secret } | { kind: "bearer"; token: Secret };
  /** PEM files. Without `ca` the certificates that Node trusts. */
  tls?: { ca?: NamedFile; client?: { certificate: NamedFile; key: NamedFile } };
};

const word = z.string().optional();

/** Whether an address holds a user or a password, which would then be in logs and on pages. */
export const namesSomebody = (url: string): boolean => URL.canParse(url) && /^[a-z]+:[/]*[^/?#]*@/i.test(url);

const areHeaders = (given: Record<string, string>): boolean => {
  try {
    new Headers(given);
    return true;
  } catch {
    return false;
  }
};
const NO_HEADERS = "holds a name or a value that no HTTP header may have";

/** Headers as a variable holds them. */
export const HEADERS = z
  .string()
  .transform((text, context) => {
    const wrong = (message: string): typeof z.NEVER => {
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    };
    let given: Record<string, string>;
    try {
      given = z.record(z.string(), z.string()).parse(JSON.parse(text));
    } catch {
      return wrong('is not a JSON object of strings, such as {"X-Scope-OrgID": "shop"}');
    }
    return areHeaders(given) ? given : wrong(NO_HEADERS);
  })
  .default({});

const address = (user: string, password: string) =>
  z.url({ protocol: /^https?$/, error: "is not an http(s) address" }).refine((url) => !namesSomebody(url), {
    error: `holds a user or a password, which ${user} and ${password} are for`,
  });
const USER = z
  .string("is no text")
  .refine((user) => !user.includes(":"), "holds a colon, which no name of basic authentication may")
  .optional();

/** The variables that say how the engine is asked. */
export const ACCESS_VARIABLES = {
  PROMETHEUS_URL: address("PROMETHEUS_USER", "PROMETHEUS_PASSWORD_FILE").optional(),
  PROMETHEUS_HEADERS: HEADERS,
  PROMETHEUS_USER: USER,
  PROMETHEUS_PASSWORD: word,
  PROMETHEUS_PASSWORD_FILE: word,
  PROMETHEUS_TOKEN: word,
  PROMETHEUS_TOKEN_FILE: word,
  PROMETHEUS_CA_FILE: word,
  PROMETHEUS_CERT_FILE: word,
  PROMETHEUS_KEY_FILE: word,
};

const SECRETS = new Set(["PROMETHEUS_HEADERS", "PROMETHEUS_PASSWORD", "PROMETHEUS_TOKEN"]);
/** Whether a value is nobody's business. An address may hold a password where it should not. */
export const isAccessSecret = (name: string, value: string): boolean =>
  SECRETS.has(name) || (name === "PROMETHEUS_URL" && value.includes("@"));

type Given = z.infer<z.ZodObject<typeof ACCESS_VARIABLES>>;
type Name = keyof Given;

const file = z.string("is no name of a file").min(1, "is empty").optional();

/** The fields of an entry of ENGINES_FILE that say the same. What is secret stands in files of its own. */
export const ACCESS_FIELDS = {
  url: address("user", "passwordFile"),
  headers: z
    .record(z.string(), z.string("is no text: put it between quotation marks"), "is no map of header names and texts")
    .refine(areHeaders, NO_HEADERS)
    .default({}),
  user: USER,
  passwordFile: file,
  tokenFile: file,
  caFile: file,
  certFile: file,
  keyFile: file,
};
type Fields = z.infer<z.ZodObject<typeof ACCESS_FIELDS>>;
type Field = keyof Fields;

const FIELD_OF: Readonly<Partial<Record<Name, Field>>> = {
  PROMETHEUS_URL: "url",
  PROMETHEUS_HEADERS: "headers",
  PROMETHEUS_USER: "user",
  PROMETHEUS_PASSWORD_FILE: "passwordFile",
  PROMETHEUS_TOKEN_FILE: "tokenFile",
  PROMETHEUS_CA_FILE: "caFile",
  PROMETHEUS_CERT_FILE: "certFile",
  PROMETHEUS_KEY_FILE: "keyFile",
};

/** What is to be mended: a variable, or a field of an entry. */
export const settingOf = ({ entry }: Pick<Access, "entry">, name: Name): string =>
  entry === undefined ? name : `ENGINES_FILE ${entry}.${FIELD_OF[name] ?? name}`;

const asVariables = (fields: Fields): Given => ({
  PROMETHEUS_URL: fields.url,
  PROMETHEUS_HEADERS: fields.headers,
  PROMETHEUS_USER: fields.user,
  PROMETHEUS_PASSWORD_FILE: fields.passwordFile,
  PROMETHEUS_TOKEN_FILE: fields.tokenFile,
  PROMETHEUS_CA_FILE: fields.caFile,
  PROMETHEUS_CERT_FILE: fields.certFile,
  PROMETHEUS_KEY_FILE: fields.keyFile,
});

/** Fields of an entry that do not go together. */
export const checkFields = (fields: Fields, wrong: (field: Field, message: string) => void): void => {
  const called = (name: Name): Field => FIELD_OF[name] ?? "url";
  checkAccess(asVariables(fields), (name, message) => wrong(called(name), message), called);
};

export const accessOfEntry = (entry: string, fields: Fields): Access => ({
  entry,
  ...accessIn(asVariables(fields), (name) => settingOf({ entry }, name)),
});

const CREDENTIALS = [
  "PROMETHEUS_USER",
  "PROMETHEUS_PASSWORD",
  "PROMETHEUS_PASSWORD_FILE",
  "PROMETHEUS_TOKEN",
  "PROMETHEUS_TOKEN_FILE",
] as const;
const TLS = ["PROMETHEUS_CA_FILE", "PROMETHEUS_CERT_FILE", "PROMETHEUS_KEY_FILE"] as const;

/** Variables that do not go together; `wrong` hears which one is to be mended, and `called` says what they are called. */
export function checkAccess(
  given: Given,
  wrong: (name: Name, message: string) => void,
  called: (name: Name) => string = (name) => name,
): void {
  const isSet = (name: Name): boolean => given[name] !== undefined;
  const oneOf = (names: readonly Name[]): void => {
    const [first, second] = names.filter(isSet);
    if (first && second) wrong(second, `is set, and so is ${called(first)}: one of them is too many`);
  };
  const needs = (name: Name, names: readonly Name[]): void => {
    const [other = name] = names;
    if (isSet(name) && !names.some(isSet)) wrong(other, `is not set, but ${called(name)} is`);
  };
  for (const name of [...CREDENTIALS, ...TLS]) needs(name, ["PROMETHEUS_URL"]);
  oneOf(["PROMETHEUS_PASSWORD", "PROMETHEUS_PASSWORD_FILE"]);
  oneOf(["PROMETHEUS_TOKEN", "PROMETHEUS_TOKEN_FILE"]);
  for (const name of ["PROMETHEUS_TOKEN", "PROMETHEUS_TOKEN_FILE"] as const) oneOf(["PROMETHEUS_USER", name]);
  needs("PROMETHEUS_USER", ["PROMETHEUS_PASSWORD_FILE", "PROMETHEUS_PASSWORD"]);
  for (const name of ["PROMETHEUS_PASSWORD", "PROMETHEUS_PASSWORD_FILE"] as const) needs(name, ["PROMETHEUS_USER"]);
  needs("PROMETHEUS_CERT_FILE", ["PROMETHEUS_KEY_FILE"]);
  needs("PROMETHEUS_KEY_FILE", ["PROMETHEUS_CERT_FILE"]);
  const named = CREDENTIALS.find(isSet);
  if (named && Object.keys(given.PROMETHEUS_HEADERS).some((name) => name.toLowerCase() === "authorization"))
    wrong("PROMETHEUS_HEADERS", `holds an Authorization header, and ${called(named)} is set: one of them is too many`);
  const tls = TLS.find(isSet);
  if (tls && given.PROMETHEUS_URL?.startsWith("http:"))
    wrong(tls, `is set, but ${called("PROMETHEUS_URL")} is an http address: certificates are for https`);
}

export function accessIn(given: Given, called: (name: Name) => string = (name) => name): Access {
  const secret = (variable: "PROMETHEUS_PASSWORD" | "PROMETHEUS_TOKEN"): Secret | null => {
    const text = given[variable];
    if (text !== undefined) return { variable: called(variable), text };
    const file = given[`${variable}_FILE`];
    return file === undefined ? null : { variable: called(`${variable}_FILE`), file };
  };
  const named = (variable: (typeof TLS)[number]): NamedFile | null => {
    const file = given[variable];
    return file === undefined ? null : { variable: called(variable), file };
  };
  const [password, token] = [secret("PROMETHEUS_PASSWORD"), secret("PROMETHEUS_TOKEN")];
  const user = given.PROMETHEUS_USER;
  const [ca, certificate, key] = TLS.map(named);
  const client = certificate && key ? { certificate, key } : null;
  return {
    headers: given.PROMETHEUS_HEADERS,
    ...(user !== undefined && password ? { credentials: { kind: "basic", user, password } } : {}),
    ...(token ? { credentials: { kind: "bearer", token } } : {}),
    ...(ca || client ? { tls: { ...(ca ? { ca } : {}), ...(client ? { client } : {}) } } : {}),
  };
}
