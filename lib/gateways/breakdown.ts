import "server-only";
import * as z from "zod";
import { config } from "@/lib/config";
import { EngineError, prometheus } from "./prometheus";
import { turnsOf } from "./slots";

/** A question looks at hours of every series: it may take longer than what is tried out, and answers more. */
const LIMITS = { timeoutMs: 10_000, maxBytes: 4 * 1024 * 1024 };
const MOST_NAME_BYTES = 256 * 1024;
/** Questions by label that the engine is asked at a time, whoever asks; none of the slots that count. */
const inTurn = turnsOf("breakdown-slots", { slots: 2, mostWaiting: 40 });

export type LabelledCount = { labels: Record<string, string>; value: number };

/** The engine for questions by label. */
export type BreakdownEngine = {
  /** Host and port, for people. */
  name: string;
  /** What an expression gives at an instant, s. @throws EngineError, DomainError `too-many-requests` */
  counts(promql: string, atSeconds: number): Promise<LabelledCount[]>;
  /** The names of the labels that a selector's series carry. @throws EngineError, DomainError `too-many-requests` */
  labelNames(selector: string, fromSeconds: number, toSeconds: number): Promise<string[]>;
};

/**
 * Bounded, and never in the way of what is counted; what is under way ends with `signal`, and `warned` hears where an answer
 * may not be whole. null where none is configured.
 */
export function breakdownEngine(signal: AbortSignal, warned: (warning: string) => void): BreakdownEngine | null {
  const { prometheusUrl, prometheusHeaders } = config();
  if (prometheusUrl === null) return null;
  const engine = prometheus(prometheusUrl, prometheusHeaders, { ...LIMITS, signal, warned });
  const ask = <Answer>(question: () => Promise<Answer>): Promise<Answer> =>
    inTurn(async () => {
      signal.throwIfAborted();
      return question();
    });
  return {
    name: engine.name,
    counts: (promql, at) =>
      ask(async () =>
        (await engine.range(promql, at, at, 60)).flatMap(({ labels, values: [first] }) =>
          first ? [{ labels, value: first[1] }] : [],
        ),
      ),
    labelNames: (selector, from, to) =>
      ask(async () => {
        const terms = { "match[]": selector, start: String(from), end: String(to) };
        const { names, warnings } = await namesOf(prometheusUrl, prometheusHeaders, terms, signal);
        if (warnings.length > 0) warned(`${engine.name} answered in part: ${warnings.join("; ")}`);
        return names;
      }),
  };
}

const Names = z.object({
  status: z.literal("success"),
  data: z.array(z.string()),
  warnings: z.array(z.string()).optional(),
});

async function namesOf(
  url: string,
  headers: Record<string, string>,
  terms: Record<string, string>,
  signal: AbortSignal,
): Promise<{ names: string[]; warnings: string[] }> {
  const name = new URL(url).host;
  let text: string;
  try {
    const response = await fetch(`${url.replace(/\/+$/, "")}/api/v1/labels`, {
      method: "POST",
      headers,
      body: new URLSearchParams(terms),
      redirect: "error",
      signal: AbortSignal.any([signal, AbortSignal.timeout(LIMITS.timeoutMs)]),
    });
    text = await limited(response);
  } catch (error) {
    if (error instanceof EngineError) throw error;
    throw new EngineError("unreachable", `${name} does not answer: ${String(error)}`, { cause: error });
  }
  const parsed = Names.safeParse(jsonIn(text));
  if (!parsed.success) throw new EngineError("rejected", `${name} does not say which labels there are`);
  return { names: parsed.data.data, warnings: parsed.data.warnings ?? [] };
}

/** @throws EngineError `too-much` */
async function limited(response: Response): Promise<string> {
  const bytes: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MOST_NAME_BYTES) throw new EngineError("too-much", "the names of the labels are too many");
    bytes.push(chunk);
  }
  return Buffer.concat(bytes).toString("utf8");
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
