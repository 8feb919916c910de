import { delimiter, resolve } from "node:path";
import * as z from "zod";
import { parseThinning, type ThinningPolicy } from "@/lib/slo/thinning";
import {
  ACCESS_VARIABLES,
  type Access,
  accessIn,
  checkAccess,
  HEADERS,
  isAccessSecret,
  namesSomebody,
} from "./engine-access";
import { type EngineSettings, readEnginesFile } from "./engines-file";
import { DomainError } from "./errors";
import { ROLES, type Role } from "./rights";
import { DEFAULT_ENGINE } from "./slo/sli";

const switchWord = z
  .enum(["on", "off", "true", "false", "1", "0"])
  .transform((word) => word === "on" || word === "true" || word === "1");
const folders = z.string().transform((list) =>
  list
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => resolve(folder)),
);
const rateLimit = z.union([z.literal("off").transform(() => null), z.coerce.number().int().min(1).max(100_000)], {
  error: "is neither off nor a number of changes a minute",
});
const seconds = z.coerce.number().int().min(1).max(3600);

const httpAddress = z.url({ protocol: /^https?$/, error: "is not an http(s) address" });
const httpAddresses = z.string().transform((text, context) => {
  const urls = [...new Set(text.split(",").map((each) => each.trim().replace(/\/+$/, "")))].filter(Boolean);
  const wrong = urls.find((each) => !httpAddress.safeParse(each).success);
  if (urls.some((each) => namesSomebody(each))) {
    context.addIssue("holds a user or a password, which ALERTMANAGER_HEADERS is for");
    return z.NEVER;
  }
  if (wrong === undefined && urls.length > 0) return urls;
  // What holds an @ may hold a password before it.
  const shown = wrong?.includes("@") ? "something" : JSON.stringify(wrong ?? "");
  context.addIssue(`holds ${shown}, which is not an http(s) address; several are separated by commas`);
  return z.NEVER;
});

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
/** Over http anybody on the way could sign in as anybody. */
const isSafeIssuer = ({ protocol, hostname }: URL): boolean =>
  protocol === "https:" || (protocol === "http:" && LOOPBACK.test(hostname));

const Variables = z.object({
  ...ACCESS_VARIABLES,
  ENGINES_FILE: z
    .string()
    .transform((file) => resolve(file))
    .optional(),
  DATA_DIR: z
    .string()
    .default("./data")
    .transform((folder) => resolve(folder)),
  ADR_DIR: folders.default([resolve("docs/adr")]),
  SLO_DIR: folders.default([]),
  COSTS_DIR: z
    .string()
    .transform((folder) => resolve(folder))
    .optional(),
  ANONYMOUS_READ: switchWord.optional(),
  PUBLIC_URL: httpAddress.optional(),
  TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
  RATE_LIMIT: rateLimit.default(60),
  AUTH_SECRET: z.string().min(32, "is shorter than 32 characters").optional(),
  OIDC_ISSUER: z
    .string()
    .refine((issuer) => URL.canParse(issuer) && isSafeIssuer(new URL(issuer)), "is not an https address")
    .optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_SCOPES: z
    .string()
    .default("openid profile email")
    .transform((list) => list.split(/[\s,]+/).filter(Boolean)),
  OIDC_NAME: z.string().max(60, "is longer than 60 characters").default("your identity provider"),
  OIDC_DEFAULT_ROLE: z.enum(ROLES, { error: `is none of ${ROLES.join(", ")}` }).default("viewer"),
  OIDC_ROLE_CLAIM: z.string().optional(),
  OIDC_ROLE_MAP: z
    .string()
    .transform((text, context) => {
      try {
        return z.record(z.string(), z.enum(ROLES)).parse(JSON.parse(text));
      } catch {
        context.addIssue('is not a JSON object of roles, such as {"sre": "editor", "platform": "admin"}');
        return z.NEVER;
      }
    })
    .optional(),
  ALERTMANAGER_URL: httpAddresses.optional(),
  ALERTMANAGER_HEADERS: HEADERS,
  ALERT_WEBHOOK_URL: httpAddress
    .refine((url) => !namesSomebody(url), {
      error:
        "holds a user or a password, which no request carries; a receiver knows us by ALERT_WEBHOOK_SECRET or its path",
    })
    .optional(),
  ALERT_WEBHOOK_SECRET: z.string().min(16, "is shorter than 16 characters").optional(),
  GRAFANA_URL: httpAddress.optional(),
  GRAFANA_DATASOURCE: z
    .string()
    .regex(/^[\w-]{1,40}$/, "is not the uid of a data source")
    .default("prometheus"),
  METRICS_TOKEN: z.string().min(16, "is shorter than 16 characters").optional(),
  GENERATED_HISTORY: z.string().optional(),
  PLUMBLINE_DEMO: switchWord.default(false),
  TICK_SECONDS: seconds.default(60),
  DELAY_SECONDS: seconds.default(60),
  LOOSENING: z.enum(["drift", "refuse"], { error: "is neither drift nor refuse" }).default("drift"),
  LEDGER_KEEP: z
    .string()
    .default("1m:8d,5m:100d,1h")
    .transform((text, context) => {
      const policy = parseThinning(text);
      if (policy) return policy;
      context.addIssue(
        "is not like 1m:8d,5m:100d,1h: rows a minute apart for 4 days or more, then coarser, for 730 days or more",
      );
      return z.NEVER;
    }),
});

const Environment = Variables.superRefine((given, context) => {
  const wrong = (name: keyof typeof given, message: string): void =>
    context.addIssue({ code: "custom", path: [name], message });
  checkAccess(given, wrong);
  if (given.ALERTMANAGER_URL === undefined && Object.keys(given.ALERTMANAGER_HEADERS).length > 0)
    wrong("ALERTMANAGER_URL", "is not set, but ALERTMANAGER_HEADERS is");
  if (given.ALERT_WEBHOOK_URL === undefined && given.ALERT_WEBHOOK_SECRET !== undefined)
    wrong("ALERT_WEBHOOK_URL", "is not set, but ALERT_WEBHOOK_SECRET is");
  if (given.OIDC_ISSUER === undefined) {
    for (const name of ["OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_ROLE_CLAIM", "OIDC_ROLE_MAP"] as const)
      if (given[name] !== undefined) wrong("OIDC_ISSUER", `is not set, but ${name} is`);
    return;
  }
  for (const name of ["OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "PUBLIC_URL"] as const)
    if (given[name] === undefined) wrong(name, "is not set, and signing in with OIDC_ISSUER needs it");
  if (given.OIDC_ROLE_MAP !== undefined && given.OIDC_ROLE_CLAIM === undefined)
    wrong("OIDC_ROLE_CLAIM", "is not set, but OIDC_ROLE_MAP is");
});

/** Variables whose value is nobody's business, in an error least of all. */
const SECRET = new Set([
  "METRICS_TOKEN",
  "ALERTMANAGER_HEADERS",
  "ALERT_WEBHOOK_URL",
  "ALERT_WEBHOOK_SECRET",
  "AUTH_SECRET",
  "OIDC_CLIENT_SECRET",
]);

const isHidden = (name: string, value: string | undefined): boolean =>
  value === undefined ||
  SECRET.has(name) ||
  isAccessSecret(name, value) ||
  (name === "ALERTMANAGER_URL" && value.includes("@"));

/** Where people sign in elsewhere. */
export type OidcConfig = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  scopes: string[];
  /** What the button says. */
  name: string;
  /** Of whoever comes first time, unless the claim says otherwise. */
  defaultRole: Role;
  /** The claim that says the role at each sign-in; null: roles are given in Plumbline. */
  roleClaim: string | null;
  /** The claim's words and what they mean; null: the words are the roles. */
  roleMap: Record<string, Role> | null;
};

export type Config = {
  /** The default engine, by PROMETHEUS_URL or an entry of ENGINES_FILE; null: nothing is counted. */
  prometheusUrl: string | null;
  prometheusAccess: Access;
  /** What its entry of ENGINES_FILE says beside, where it has one. */
  prometheusEntry: Pick<EngineSettings, "delaySeconds" | "grafanaDatasource">;
  /** The other entries of ENGINES_FILE; null where there is no such file, so that nothing can name an engine. */
  namedEngines: readonly EngineSettings[] | null;
  dataDir: string;
  adrDirs: string[];
  sloDirs: string[];
  /** The folder of prices.yaml and cost-plan.yaml; null: nothing is billed. */
  costsDir: string | null;
  anonymousRead: boolean;
  publicUrl: string | null;
  /** So many proxies stand before it, each of which adds an address to X-Forwarded-For. */
  trustedProxies: number;
  /** Changes a minute and address; null: as many as come. */
  rateLimit: number | null;
  /** The Alertmanagers that are told of breaches, each of all of them, and asked for silences; null: none. */
  alertmanager: { urls: string[]; headers: Record<string, string> } | null;
  /** Told of what happens to breaches and revisits; null: nobody is. `secret` null: it is not signed. */
  alertWebhook: { url: string; secret: string | null } | null;
  /** Where a query is opened in Explore, and by which data source; null: nowhere. */
  grafana: { url: string; datasource: string } | null;
  metricsToken: string | null;
  /** Signs session cookies; null: the one that is kept in DATA_DIR. */
  authSecret: string | null;
  oidc: OidcConfig | null;
  /** Counts that the demo generated for the time before the engine's history. */
  generatedHistory: string | null;
  demo: boolean;
  tickSeconds: number;
  /** A minute is final this long after its end, unless its SLI says otherwise. */
  delaySeconds: number;
  /** Whether a target may be loosened without a decision that says so: saved as drift, on purpose, or never. */
  loosening: "drift" | "refuse";
  /** How long the ledger's rows are kept. */
  thinning: ThinningPolicy;
};

/** @throws DomainError `bad-input` that names the first variable that cannot be used. */
export function readConfig(env: Record<string, string | undefined>): Config {
  // A variable set to nothing is a variable not set.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = String(issue?.path[0]);
    throw new DomainError(
      "bad-input",
      `${name}${isHidden(name, given[name]) ? "" : `=${JSON.stringify(given[name])}`}: ${issue?.message}`,
      `Mend ${name} and start again.`,
    );
  }
  const value = parsed.data;
  return {
    ...enginesIn(value),
    dataDir: value.DATA_DIR,
    adrDirs: value.ADR_DIR,
    sloDirs: value.SLO_DIR,
    costsDir: value.COSTS_DIR ?? null,
    anonymousRead: value.ANONYMOUS_READ ?? value.PLUMBLINE_DEMO,
    publicUrl: value.PUBLIC_URL ?? null,
    trustedProxies: value.TRUST_PROXY,
    rateLimit: value.RATE_LIMIT,
    alertmanager: value.ALERTMANAGER_URL ? { urls: value.ALERTMANAGER_URL, headers: value.ALERTMANAGER_HEADERS } : null,
    alertWebhook: value.ALERT_WEBHOOK_URL
      ? { url: value.ALERT_WEBHOOK_URL, secret: value.ALERT_WEBHOOK_SECRET ?? null }
      : null,
    grafana: value.GRAFANA_URL ? { url: value.GRAFANA_URL, datasource: value.GRAFANA_DATASOURCE } : null,
    metricsToken: value.METRICS_TOKEN ?? null,
    authSecret: value.AUTH_SECRET ?? null,
    oidc: oidcIn(value),
    generatedHistory: value.GENERATED_HISTORY ?? null,
    demo: value.PLUMBLINE_DEMO,
    tickSeconds: value.TICK_SECONDS,
    delaySeconds: value.DELAY_SECONDS,
    loosening: value.LOOSENING,
    thinning: value.LEDGER_KEEP,
  };
}

type Engines = Pick<Config, "prometheusUrl" | "prometheusAccess" | "prometheusEntry" | "namedEngines">;

/** @throws DomainError `bad-input` that names the file, the entry and the field */
function enginesIn(value: z.infer<typeof Environment>): Engines {
  const { PROMETHEUS_URL: url, ENGINES_FILE: file } = value;
  const prometheusEntry = { delaySeconds: null, grafanaDatasource: null };
  const byVariables = { prometheusUrl: url ?? null, prometheusAccess: accessIn(value), prometheusEntry };
  if (file === undefined) return { ...byVariables, namedEngines: null };
  const entries = readEnginesFile(file);
  const own = entries.find(({ name }) => name === DEFAULT_ENGINE);
  const wrong = (message: string, wayOut: string): DomainError =>
    new DomainError("bad-input", `ENGINES_FILE=${JSON.stringify(file)}: ${message}`, wayOut);
  if (own && url !== undefined)
    throw wrong(
      `holds an engine ${DEFAULT_ENGINE}, and PROMETHEUS_URL is set: one of them is too many`,
      "Take one out.",
    );
  if (!own && url === undefined)
    throw wrong(
      `holds no engine ${DEFAULT_ENGINE}, which is asked where an SLO names none, and PROMETHEUS_URL is not set`,
      `Set PROMETHEUS_URL, or call one of the engines ${DEFAULT_ENGINE}.`,
    );
  const namedEngines = entries.filter((entry) => entry !== own);
  if (!own) return { ...byVariables, namedEngines };
  const { url: prometheusUrl, access: prometheusAccess, delaySeconds, grafanaDatasource } = own;
  return { prometheusUrl, prometheusAccess, prometheusEntry: { delaySeconds, grafanaDatasource }, namedEngines };
}

function oidcIn(value: z.infer<typeof Environment>): OidcConfig | null {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = value;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return null;
  return {
    issuer,
    clientId,
    clientSecret,
    scopes: value.OIDC_SCOPES,
    name: value.OIDC_NAME,
    defaultRole: value.OIDC_DEFAULT_ROLE,
    roleClaim: value.OIDC_ROLE_CLAIM ?? null,
    roleMap: value.OIDC_ROLE_MAP ?? null,
  };
}

let read: Config | undefined;

/** The configuration of this process, read once. */
export function config(): Config {
  read ??= readConfig(process.env);
  return read;
}
