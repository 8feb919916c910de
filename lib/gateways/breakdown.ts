import "server-only";
import { config } from "@/lib/config";
import { labelNames, prometheus } from "./prometheus";
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
  const { prometheusUrl, prometheusAccess } = config();
  if (prometheusUrl === null) return null;
  const engine = prometheus(prometheusUrl, prometheusAccess, { ...LIMITS, signal, warned });
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
      ask(() =>
        labelNames(
          prometheusUrl,
          prometheusAccess,
          { selector, from, to },
          { timeoutMs: LIMITS.timeoutMs, maxBytes: MOST_NAME_BYTES, signal, warned },
        ),
      ),
  };
}
