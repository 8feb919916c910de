import "server-only";
import { PrometheusDriver } from "prometheus-query";
import * as z from "zod";
import type { Access } from "@/lib/engine-access";
import { AccessTrouble } from "@/lib/engine-secrets";
import { withLabels } from "@/lib/rules/engine-labels";
import { portable } from "@/lib/rules/portable-query";
import { Unreadable } from "@/lib/rules/promql-tree";
import { DEFAULT_ENGINE } from "@/lib/slo/sli";
import { engineSeconds } from "@/lib/telemetry";
import { entrance, refusal, tlsTrouble } from "./engine-entrance";

/**
 * Why the engine gave no answer that can be used. `rejected`: it answered and refuses this very query, today and tomorrow;
 * whatever may pass (an overload) is `unreachable`, and is asked again. `too-much`: it would answer for less at a time.
 * `partial`: it answered this query and warns that the answer may not be whole. `credentials`: it, or we, do not accept who the
 * other is.
 */
export type EngineFault = "unreachable" | "not-prometheus" | "credentials" | "rejected" | "too-much" | "partial";

export class EngineError extends Error {
  readonly fault: EngineFault;
  constructor(fault: EngineFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "EngineError";
    this.fault = fault;
  }
}

/** `values`: [epoch s, value]; samples that are not finite numbers are left out. */
export type RangeSeries = { labels: Record<string, string>; values: [number, number][] };

export type Engine = {
  /** Host and port, for people; after its name where it is one of several. */
  name: string;
  /** @throws EngineError */
  range(promql: string, fromSeconds: number, toSeconds: number, stepSeconds: number): Promise<RangeSeries[]>;
};

const Answer = z.object({
  status: z.enum(["success", "error"]),
  error: z.string().optional(),
  errorType: z.string().optional(),
  warnings: z.array(z.string()).optional(),
  /** VictoriaMetrics' cluster says so where a store did not answer. */
  isPartial: z.boolean().optional(),
  data: z
    .object({
      resultType: z.literal("matrix"),
      result: z.array(
        z
          .object({
            metric: z.record(z.string(), z.string()).default({}),
            // Told from each other by `isSample`: there may be hundreds of thousands.
            values: z.array(z.unknown()).optional(),
            histograms: z.unknown().optional(),
          })
          .refine(({ values, histograms }) => values !== undefined || histograms !== undefined),
      ),
    })
    .optional(),
});

const NOT_EVERY_STORE = "not every store answered";

const isSample = (value: unknown): value is [number, string] =>
  Array.isArray(value) && value.length === 2 && typeof value[0] === "number" && typeof value[1] === "string";

/**
 * How long an answer may take, and how large it may be; `signal`: where it is given up; `warned`: who hears that an answer may
 * not be whole. Without it such an answer is none.
 */
export type Limits = { timeoutMs: number; maxBytes: number; signal?: AbortSignal; warned?: (warning: string) => void };
const LIMITS: Limits = { timeoutMs: 30_000, maxBytes: 32 * 1024 * 1024 };
/** The engine gives up a little earlier, so that it is heard to say so. */
const EARLIER = 5 / 6;
/** How engines say that it is the query: Prometheus in words, VictoriaMetrics by the status. */
const REFUSALS = new Set(["bad_data", "execution", "400", "422"]);
/**
 * How engines say that an answer, or a question, would be too large for them: Prometheus; VictoriaMetrics, by the flag that
 * holds the limit; Mimir and Cortex.
 */
const TOO_MUCH = new RegExp(
  [
    "too many samples",
    "exceeded maximum resolution",
    "query result too large",
    "limit.*(samples|series)",
    "too many points",
    "-search\\.max",
    "too long query",
    "err-mimir-max-",
    "(query time range|number of (series|chunks)) exceed",
  ].join("|"),
  "i",
);
/** VictoriaMetrics repeats the whole query before it says what is wrong with it. */
const REPEATED =
  /^error when executing query=.* on the time range \(start=\d+, end=\d+, step=\d+\): (?:cannot execute query: )?/s;

/** What an HTTP answer says, or why it says nothing. prometheus-query would lose warnings, ±Inf and status codes. */
function parseAnswer(status: number, body: unknown, name: string, warned: Limits["warned"]): RangeSeries[] {
  const parsed = Answer.safeParse(body);
  // A gateway in between says that the answer is too large or takes too long.
  if (!parsed.success && (status === 413 || status === 504))
    throw new EngineError("too-much", `${name} answered HTTP ${status}`);
  if (!parsed.success) throw notAnAnswer(status, name);
  const { status: outcome, errorType, isPartial, data } = parsed.data;
  const error = parsed.data.error?.replace(REPEATED, "");
  if (outcome === "error" || !data) {
    const message = `${name} refused the query: ${error ?? `HTTP ${status}`}`;
    if (errorType === "timeout" || TOO_MUCH.test(error ?? "")) throw new EngineError("too-much", message);
    throw new EngineError(REFUSALS.has(errorType ?? "") ? "rejected" : "unreachable", message);
  }
  if (status >= 400) throw new EngineError("unreachable", `${name} answered HTTP ${status}`);
  // A partial answer would book too few events for good.
  const warnings = [...(parsed.data.warnings ?? []), ...(isPartial ? [NOT_EVERY_STORE] : [])];
  if (warnings.length > 0) {
    const warning = `${name} answered in part: ${warnings.join("; ")}`;
    if (!warned) throw new EngineError("partial", warning);
    warned(warning);
  }
  return data.result.map(({ metric, values = [] }) => {
    if (!values.every(isSample)) throw notAnAnswer(status, name);
    const finite: [number, number][] = [];
    for (const [at, text] of values) {
      const value = Number(text);
      if (Number.isFinite(value)) finite.push([at, value]);
    }
    return { labels: metric, values: finite };
  });
}

const notAnAnswer = (status: number, name: string): EngineError =>
  new EngineError("not-prometheus", `${name} answered HTTP ${status}, and it is not a Prometheus answer`);

/** On the same machine an engine that packs its answers takes the CPU from whoever unpacks them, for nothing. */
const isHere = (host: string): boolean => host === "localhost" || host === "[::1]" || host.startsWith("127.");

/**
 * Engines keep answers, and what is counted again would be as it was before late samples came. The header is for the
 * query frontends of Thanos, Cortex and Mimir, the word for VictoriaMetrics, which would also move long ranges to whole steps.
 */
const UNCACHED = { "Cache-Control": "no-store" };
function withoutCache(terms: unknown): unknown {
  if (terms instanceof URLSearchParams) terms.set("nocache", "1");
  return terms;
}

/** "eu (mimir.example)": an engine by its name where it has one, and by its host. */
export function engineCalled(url: string, { entry }: Pick<Access, "entry">): string {
  const { host } = new URL(url);
  return entry === undefined ? host : `${entry} (${host})`;
}

/** The one place where queries get an engine's labels. @throws EngineError `rejected` where they cannot */
function asSent(promql: string, name: string, { labels = {} }: Access): string {
  try {
    return portable(withLabels(promql, labels));
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new EngineError("rejected", `${name} is not asked: the query ${error.message}`);
  }
}

/** A Prometheus-compatible engine. Its address comes from the configuration only; redirects and proxies are not followed. */
export function prometheus(url: string, access: Access, limits = LIMITS): Engine {
  const name = engineCalled(url, access);
  return observed(access.entry ?? DEFAULT_ENGINE, {
    name,
    async range(promql, fromSeconds, toSeconds, stepSeconds) {
      const query = asSent(promql, name, access);
      const { status, body } = await asked(url, access, limits, (driver) =>
        driver.rangeQuery(
          query,
          fromSeconds * 1000,
          toSeconds * 1000,
          stepSeconds,
          `${Math.floor(limits.timeoutMs * EARLIER)}ms`,
        ),
      );
      return parseAnswer(status, body, name, limits.warned);
    },
  });
}

const Names = z.object({
  status: z.literal("success"),
  data: z.array(z.string()),
  warnings: z.array(z.string()).default([]),
  isPartial: z.boolean().default(false),
});

/** The names of the labels that a selector's series carry in a time, s. @throws EngineError */
export async function labelNames(
  url: string,
  access: Access,
  { selector, from, to }: { selector: string; from: number; to: number },
  limits: Limits,
): Promise<string[]> {
  const name = engineCalled(url, access);
  const matched = asSent(selector, name, access);
  const { body } = await asked(url, access, limits, (driver) =>
    driver.labelNames([matched], new Date(from * 1000), new Date(to * 1000)),
  );
  const parsed = Names.safeParse(body);
  if (!parsed.success) throw new EngineError("rejected", `${name} does not say which labels there are`);
  const { data, warnings, isPartial } = parsed.data;
  const incomplete = [...warnings, ...(isPartial ? [NOT_EVERY_STORE] : [])];
  if (incomplete.length > 0) limits.warned?.(`${name} answered in part: ${incomplete.join("; ")}`);
  return data;
}

type HttpAnswer = { status: number; body: unknown };

/** @throws EngineError where nothing comes back, or one of us does not accept who the other is */
async function asked(
  url: string,
  access: Access,
  { timeoutMs, maxBytes, signal: givenUp }: Limits,
  question: (driver: PrometheusDriver) => Promise<unknown>,
): Promise<HttpAnswer> {
  const { hostname } = new URL(url);
  const host = engineCalled(url, access);
  const packing = isHere(hostname) ? { "Accept-Encoding": "identity" } : {};
  const { agent, authorized } = entranceTo(host, access);
  let answer: HttpAnswer | undefined;
  const driver = new PrometheusDriver({
    endpoint: url.replace(/\/+$/, ""),
    baseURL: "/api/v1",
    preferPost: true,
    timeout: timeoutMs,
    headers: { ...packing, ...UNCACHED, ...access.headers, ...authorized },
    requestInterceptor: {
      onFulfilled: (config) => ({
        ...config,
        ...(agent ? { httpsAgent: agent } : {}),
        data: withoutCache(config.data),
        proxy: false,
        maxRedirects: 0,
        // `timeout` bounds the silence, this the whole answer.
        signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(givenUp ? [givenUp] : [])]),
        maxContentLength: maxBytes,
        validateStatus: () => true,
      }),
    },
    responseInterceptor: {
      onFulfilled: (response) => {
        answer = { status: response.status, body: response.data };
        return { ...response, data: { status: "success", data: { resultType: "matrix", result: [] } } };
      },
    },
  });
  try {
    await question(driver);
  } catch (error) {
    throw silence(host, access, error);
  }
  if (!answer) throw new EngineError("unreachable", `${host} does not answer`);
  if (answer.status === 401 || answer.status === 403)
    throw new EngineError("credentials", refusal(host, answer.status, access));
  return answer;
}

/** @throws EngineError where a file of ours cannot be used */
function entranceTo(host: string, access: Access): ReturnType<typeof entrance> {
  try {
    return entrance(access);
  } catch (error) {
    if (!(error instanceof AccessTrouble)) throw error;
    throw new EngineError("credentials", `${host} cannot be asked: ${error.message}`);
  }
}

/** Why nothing came back. What was sent along is not kept with it: an error is written to the log. */
function silence(host: string, access: Access, error: unknown): EngineError {
  const { code, reason } = reasonOf(error);
  if (/maxContentLength/.test(reason)) return new EngineError("too-much", `${host} does not answer: ${reason}`);
  const trouble = tlsTrouble(host, code, reason, access);
  if (trouble !== null) return new EngineError("credentials", trouble);
  return new EngineError("unreachable", `${host} does not answer: ${reason}`);
}

/** Tells our own metrics how long each request took and how it ended. */
const observed = (engine: string, { name, range }: Engine): Engine => ({
  name,
  async range(...asked) {
    const end = engineSeconds.startTimer({ engine });
    try {
      const answer = await range(...asked);
      end({ outcome: "answered" });
      return answer;
    } catch (error) {
      end({ outcome: error instanceof EngineError ? error.fault : "failed" });
      throw error;
    }
  },
});

/** prometheus-query throws plain objects, axios throws errors that hold codes. */
function reasonOf(error: unknown): { code: string; reason: string } {
  const parts = z
    .object({ code: z.string().optional(), message: z.string().optional(), error: z.unknown().optional() })
    .safeParse(error);
  if (!parts.success) return { code: "", reason: String(error) };
  const { code = "", message, error: inner } = parts.data;
  return { code, reason: message || (typeof inner === "string" && inner) || code || "no reason given" };
}
