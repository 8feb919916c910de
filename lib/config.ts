import { delimiter, resolve } from "node:path";
import * as z from "zod";
import { parseThinning, type ThinningPolicy } from "@/lib/slo/thinning";
import { DomainError } from "./errors";

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

const Environment = z.object({
  PROMETHEUS_URL: z.url({ protocol: /^https?$/, error: "is not an http(s) address" }).optional(),
  PROMETHEUS_HEADERS: z
    .string()
    .transform((text, context) => {
      try {
        return z.record(z.string(), z.string()).parse(JSON.parse(text));
      } catch {
        context.addIssue({
          code: "custom",
          message: 'is not a JSON object of strings, such as {"X-Scope-OrgID": "shop"}',
        });
        return z.NEVER;
      }
    })
    .default({}),
  DATA_DIR: z
    .string()
    .default("./data")
    .transform((folder) => resolve(folder)),
  ADR_DIR: folders.default([resolve("docs/adr")]),
  SLO_DIR: folders.default([]),
  ANONYMOUS_READ: switchWord.optional(),
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: "is not an http(s) address" }).optional(),
  TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
  RATE_LIMIT: rateLimit.default(60),
  METRICS_TOKEN: z.string().min(16, "is shorter than 16 characters").optional(),
  GENERATED_HISTORY: z.string().optional(),
  PLUMBLINE_DEMO: switchWord.default(false),
  TICK_SECONDS: seconds.default(60),
  DELAY_SECONDS: seconds.default(60),
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

/** Variables whose value is nobody's business, in an error least of all. */
const SECRET = new Set(["METRICS_TOKEN", "PROMETHEUS_HEADERS"]);

export type Config = {
  prometheusUrl: string | null;
  prometheusHeaders: Record<string, string>;
  dataDir: string;
  adrDirs: string[];
  sloDirs: string[];
  anonymousRead: boolean;
  publicUrl: string | null;
  /** So many proxies stand before it, each of which adds an address to X-Forwarded-For. */
  trustedProxies: number;
  /** Changes a minute and address; null: as many as come. */
  rateLimit: number | null;
  metricsToken: string | null;
  /** Counts that the demo generated for the time before the engine's history. */
  generatedHistory: string | null;
  demo: boolean;
  tickSeconds: number;
  /** A minute is final this long after its end, unless its SLI says otherwise. */
  delaySeconds: number;
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
      `${name}${SECRET.has(name) ? "" : `=${JSON.stringify(given[name])}`}: ${issue?.message}`,
      `Mend ${name} and start again.`,
    );
  }
  const value = parsed.data;
  return {
    prometheusUrl: value.PROMETHEUS_URL ?? null,
    prometheusHeaders: value.PROMETHEUS_HEADERS,
    dataDir: value.DATA_DIR,
    adrDirs: value.ADR_DIR,
    sloDirs: value.SLO_DIR,
    anonymousRead: value.ANONYMOUS_READ ?? value.PLUMBLINE_DEMO,
    publicUrl: value.PUBLIC_URL ?? null,
    trustedProxies: value.TRUST_PROXY,
    rateLimit: value.RATE_LIMIT,
    metricsToken: value.METRICS_TOKEN ?? null,
    generatedHistory: value.GENERATED_HISTORY ?? null,
    demo: value.PLUMBLINE_DEMO,
    tickSeconds: value.TICK_SECONDS,
    delaySeconds: value.DELAY_SECONDS,
    thinning: value.LEDGER_KEEP,
  };
}

let read: Config | undefined;

/** The configuration of this process, read once. */
export function config(): Config {
  read ??= readConfig(process.env);
  return read;
}
