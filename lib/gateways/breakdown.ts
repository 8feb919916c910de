import "server-only";
import { engineNamed } from "@/lib/engines";
import { labelNames, prometheus } from "./prometheus";
import { turnsOf } from "./slots";

/** A question looks at hours of every series: it may take longer than what is tried out, and answers more. */
const LIMITS = { timeoutMs: 10_000, maxBytes: 4 * 1024 * 1024 };
const MOST_NAME_BYTES = 256 * 1024;
/** Questions by label that an engine is asked at a time, whoever asks; none of the slots that count. */
const SLOTS = { slots: 2, mostWaiting: 40 };

export type LabelledCount = { labels: Record<string, string>; value: number };

/** An engine for questions by label. */
export type BreakdownEngine = {
  /** Host and port, for people; after its name where it is one of several. */
  name: string;
  /** What an expression gives at an instant, s. @throws EngineError, DomainError `too-many-requests` */
  counts(promql: string, atSeconds: number): Promise<LabelledCount[]>;
  /** The names of the labels that a selector's series carry. @throws EngineError, DomainError `too-many-requests` */
  labelNames(selector: string, fromSeconds: number, toSeconds: number): Promise<string[]>;
};

/**
 * Bounded, and never in the way of what is counted; what is under way ends with `signal`, and `warned` hears where an answer
 * may not be whole. null where none is called so.
 */
export function breakdownEngine(
  name: string,
  signal: AbortSignal,
  warned: (warning: string) => void,
): BreakdownEngine | null {
  const settings = engineNamed(name);
  if (settings === null) return null;
  const { url, access } = settings;
  const inTurn = turnsOf(`breakdown-slots.${name}`, SLOTS);
  const engine = prometheus(url, access, { ...LIMITS, signal, warned });
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
          url,
          access,
          { selector, from, to },
          { timeoutMs: LIMITS.timeoutMs, maxBytes: MOST_NAME_BYTES, signal, warned },
        ),
      ),
  };
}
