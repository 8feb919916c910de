import { type Engine, EngineError, type RangeSeries } from "@/lib/gateways/prometheus";
import { TAG } from "@/lib/rules/counting";

/** What one expression of a joined request is asked for: `key` comes back with its answer, `name` is its metric. */
type Part = { key: string; name: string; promql: string };

/** One series of an expression in one minute; null where it has none. */
export type AnswerOf = (part: Part, minute: number) => number | null;

type Stub = Engine & { requests: number; mostAtOnce: number };

/** An engine without samples: it answers minute by minute as it is told, and not before others had their turn. */
export function stubEngine(
  answer: AnswerOf,
  { maxPoints = Number.POSITIVE_INFINITY, refuses = (_: string): boolean => false } = {},
): Stub {
  let atOnce = 0;
  return {
    name: "stub",
    requests: 0,
    mostAtOnce: 0,
    async range(promql, from, to) {
      this.requests++;
      this.mostAtOnce = Math.max(this.mostAtOnce, ++atOnce);
      await new Promise((resolve) => setTimeout(resolve, 1));
      atOnce--;
      if (refuses(promql)) throw new EngineError("rejected", "stub refused the query: it is not to its taste");
      const parts = partsOf(promql);
      const minutes = Array.from({ length: (to - from) / 60 + 1 }, (_, i) => from / 60 + i);
      if (parts.length * minutes.length > maxPoints)
        throw new EngineError("too-much", "stub refused the query: too many samples");
      return parts.flatMap((part): RangeSeries[] => {
        const values = minutes.flatMap((minute): [number, number][] => {
          const value = answer(part, minute);
          return value === null ? [] : [[minute * 60, value]];
        });
        return values.length > 0 ? [{ labels: { [TAG]: part.key }, values }] : [];
      });
    },
  };
}

const partsOf = (promql: string): Part[] =>
  promql.split(/(?:^| or )label_replace\(/).flatMap((text): Part[] => {
    const [, expression, key] = new RegExp(`^(.*), "${TAG}", "([^"]*)", "", ""\\)$`, "s").exec(text) ?? [];
    if (expression === undefined || key === undefined) return [];
    return [{ key, name: /\b(m\d+)\b/.exec(expression)?.[1] ?? "", promql: expression }];
  });
