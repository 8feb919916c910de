import "server-only";
import { PrometheusDriver } from "prometheus-query";
import * as z from "zod";
import { engineSeconds } from "@/lib/telemetry";

/**
 * Why the engine gave no answer that can be used. `rejected`: it answered and refuses this very query, today and tomorrow;
 * whatever may pass (an overload) is `unreachable`, and is asked again. `too-much`: it would answer for less at a time.
 * `partial`: it answered this query and warns that the answer may not be whole.
 */
export type EngineFault = "unreachable" | "not-prometheus" | "rejected" | "too-much" | "partial";

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
  /** Host and port, for people. */
  name: string;
  /** @throws EngineError */
  range(promql: string, fromSeconds: number, toSeconds: number, stepSeconds: number): Promise<RangeSeries[]>;
};

const Answer = z.object({
  status: z.enum(["success", "error"]),
  error: z.string().optional(),
  errorType: z.string().optional(),
  warnings: z.array(z.string()).optional(),
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
/** How engines say that an answer would be too large for them. */
const TOO_MUCH = /too many samples|exceeded maximum resolution|query result too large|limit.*(samples|series)/i;

/** What an HTTP answer says, or why it says nothing. prometheus-query would lose warnings, ±Inf and status codes. */
function parseAnswer(status: number, body: unknown, name: string, warned: Limits["warned"]): RangeSeries[] {
  const parsed = Answer.safeParse(body);
  // A gateway in between says that the answer is too large or takes too long.
  if (!parsed.success && (status === 413 || status === 504))
    throw new EngineError("too-much", `${name} answered HTTP ${status}`);
  if (!parsed.success) throw notAnAnswer(status, name);
  const { status: outcome, error, errorType, warnings, data } = parsed.data;
  if (outcome === "error" || !data) {
    const message = `${name} refused the query: ${error ?? `HTTP ${status}`}`;
    if (errorType === "timeout" || TOO_MUCH.test(error ?? "")) throw new EngineError("too-much", message);
    throw new EngineError(REFUSALS.has(errorType ?? "") ? "rejected" : "unreachable", message);
  }
  if (status >= 400) throw new EngineError("unreachable", `${name} answered HTTP ${status}`);
  // A partial answer would book too few events for good.
  if (warnings && warnings.length > 0) {
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

/** A Prometheus-compatible engine. Its address comes from the configuration only; redirects and proxies are not followed. */
export function prometheus(url: string, headers: Record<string, string>, limits = LIMITS): Engine {
  const { timeoutMs, maxBytes, signal: givenUp, warned } = limits;
  const name = new URL(url).host;
  const base = url.replace(/\/+$/, "");
  const packing = isHere(new URL(url).hostname) ? { "Accept-Encoding": "identity" } : {};
  return observed({
    name,
    async range(promql, fromSeconds, toSeconds, stepSeconds) {
      let answer: { status: number; body: unknown } | undefined;
      const driver = new PrometheusDriver({
        endpoint: base,
        baseURL: "/api/v1",
        preferPost: true,
        timeout: timeoutMs,
        headers: { ...packing, ...headers },
        requestInterceptor: {
          onFulfilled: (config) => ({
            ...config,
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
        await driver.rangeQuery(
          promql,
          fromSeconds * 1000,
          toSeconds * 1000,
          stepSeconds,
          `${Math.floor(timeoutMs * EARLIER)}ms`,
        );
      } catch (error) {
        const fault = /maxContentLength/.test(reasonOf(error)) ? "too-much" : "unreachable";
        throw new EngineError(fault, `${name} does not answer: ${reasonOf(error)}`, { cause: error });
      }
      if (!answer) throw new EngineError("unreachable", `${name} does not answer`);
      return parseAnswer(answer.status, answer.body, name, warned);
    },
  });
}

/** Tells our own metrics how long each request took and how it ended. */
const observed = ({ name, range }: Engine): Engine => ({
  name,
  async range(...asked) {
    const end = engineSeconds.startTimer();
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
function reasonOf(error: unknown): string {
  const parts = z
    .object({ code: z.string().optional(), message: z.string().optional(), error: z.unknown().optional() })
    .safeParse(error);
  if (!parts.success) return String(error);
  return (
    parts.data.message ||
    (typeof parts.data.error === "string" && parts.data.error) ||
    parts.data.code ||
    "no reason given"
  );
}
