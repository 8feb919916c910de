import * as z from "zod";

/**
 * A counted quantity: a signed sum of counter selectors. `hits + misses` is two terms, `served - fetched` has a sign of -1.
 */
export const CounterSum = z
  .array(z.object({ sign: z.union([z.literal(1), z.literal(-1)]), selector: z.string() }))
  .min(1);
export type CounterSum = z.infer<typeof CounterSum>;

/** What is counted. Queries are kept as they were written, beside the terms they were read as. */
export const Sli = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("ratio"),
    /** Which of the two is counted; the other is total minus this. */
    counts: z.enum(["good", "bad"]),
    part: CounterSum,
    total: CounterSum,
    queries: z.object({ part: z.string(), total: z.string() }),
  }),
  z.object({
    kind: z.literal("latency"),
    /** The classic histogram's bucket selector without its `le`. */
    buckets: z.string(),
    total: CounterSum,
    queries: z.object({ part: z.string(), total: z.string() }),
  }),
]);
export type Sli = z.infer<typeof Sli>;
export type SliKind = Sli["kind"] | "gauge";
