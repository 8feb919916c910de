import * as z from "zod";

/** A word that nobody else is to know: as it was given, or a file that is read each time it is needed. */
export type Secret = { variable: string } & ({ text: string } | { file: string });

/** A file, and the variable that names it. */
type NamedFile = { variable: string; file: string };

/** How an engine is asked: what is sent along, who we are, and whom we trust. */
export type Access = {
  headers?: Record<string, string>;
  credentials?: { kind: "basic"; user: string; password: Secret } | { kind: "bearer"; token: Secret };
  /** PEM files. Without `ca` the certificates that Node trusts. */
  tls?: { ca?: NamedFile; client?: { certificate: NamedFile; key: NamedFile } };
};

const word = z.string().optional();

/** Whether an address holds a user or a password, which would then be in logs and on pages. */
export const namesSomebody = (url: string): boolean => URL.canParse(url) && /^[a-z]+:[/]*[^/?#]*@/i.test(url);

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
    try {
      new Headers(given);
    } catch {
      return wrong("holds a name or a value that no HTTP header may have");
    }
    return given;
  })
  .default({});

/** The variables that say how the engine is asked. */
export const ACCESS_VARIABLES = {
  PROMETHEUS_URL: z
    .url({ protocol: /^https?$/, error: "is not an http(s) address" })
    .refine((url) => !namesSomebody(url), {
      error: "holds a user or a password, which PROMETHEUS_USER and PROMETHEUS_PASSWORD_FILE are for",
    })
    .optional(),
  PROMETHEUS_HEADERS: HEADERS,
  PROMETHEUS_USER: z
    .string()
    .refine((user) => !user.includes(":"), "holds a colon, which no name of basic authentication may")
    .optional(),
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

const CREDENTIALS = [
  "PROMETHEUS_USER",
  "PROMETHEUS_PASSWORD",
  "PROMETHEUS_PASSWORD_FILE",
  "PROMETHEUS_TOKEN",
  "PROMETHEUS_TOKEN_FILE",
] as const;
const TLS = ["PROMETHEUS_CA_FILE", "PROMETHEUS_CERT_FILE", "PROMETHEUS_KEY_FILE"] as const;

/** Variables that do not go together; `wrong` hears which one is to be mended. */
export function checkAccess(given: Given, wrong: (name: Name, message: string) => void): void {
  const isSet = (name: Name): boolean => given[name] !== undefined;
  const oneOf = (names: readonly Name[]): void => {
    const [first, second] = names.filter(isSet);
    if (first && second) wrong(second, `is set, and so is ${first}: one of them is too many`);
  };
  const needs = (name: Name, names: readonly Name[]): void => {
    const [other = name] = names;
    if (isSet(name) && !names.some(isSet)) wrong(other, `is not set, but ${name} is`);
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
    wrong("PROMETHEUS_HEADERS", `holds an Authorization header, and ${named} is set: one of them is too many`);
  const tls = TLS.find(isSet);
  if (tls && given.PROMETHEUS_URL?.startsWith("http:"))
    wrong(tls, "is set, but PROMETHEUS_URL is an http address: certificates are for https");
}

export function accessIn(given: Given): Access {
  const secret = (variable: Name): Secret | null => {
    const text = given[variable];
    if (typeof text === "string") return { variable, text };
    const file = given[`${variable}_FILE` as Name];
    return typeof file === "string" ? { variable: `${variable}_FILE`, file } : null;
  };
  const named = (variable: (typeof TLS)[number]): NamedFile | null => {
    const file = given[variable];
    return file === undefined ? null : { variable, file };
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
