import * as z from "zod";
import { LATENCY_UNITS } from "@/lib/slo/latency-unit";
import { BoundOp } from "@/lib/slo/sli";
import { DecisionChoice, TargetTerms } from "@/lib/slo/target-draft";

const text = (most: number) =>
  z.string("is missing").trim().min(1, "is missing").max(most, `is longer than ${most} characters`);
const optional = (most: number) =>
  z
    .string("is no text")
    .trim()
    .max(most, `is longer than ${most} characters`)
    .nullish()
    .transform((value) => value || null);
const query = text(10_000);
const counts = z.enum(["good", "bad"], "is neither good nor bad");

const Indicator = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({
      kind: z.literal("ratio"),
      counts,
      part: query,
      total: query,
      counter: z.boolean().default(true),
      /** Of a histogram's edges; left out: s. */
      unit: z.enum(LATENCY_UNITS, "is not one of s, ms and us").optional(),
    }),
    z.strictObject({ kind: z.literal("raw"), counts, query }),
    z.strictObject({ kind: z.literal("gauge"), query, op: BoundOp }),
  ],
  "is not one of ratio, raw and gauge",
);
const seconds = z.number("is no number").int("is no whole number of seconds").nullish();

/** What is counted and how it is called. */
export const Definition = z.strictObject({
  name: text(200),
  service: text(100),
  team: optional(100),
  tier: optional(100),
  description: optional(2000),
  runbook: optional(2000),
  indicator: Indicator,
  /** The name of the one that is asked; left out, the default one. */
  engine: optional(63),
  /** How late samples come, and how long each of a gauge's sums stands for. */
  delaySeconds: seconds,
  periodSeconds: seconds,
});
export type Definition = z.infer<typeof Definition>;

/** An SLO in fields. `threshold` is s for a latency, whatever its edges are in, and takes the place of the one in its query; null elsewhere but for gauges. */
export const Fields = z.strictObject({
  ...Definition.shape,
  ...TargetTerms.shape,
  // Places of our own that stand where an SLO's would.
  id: text(63).refine((id) => !["new", "check", "import", "packs"].includes(id), "is a name that the app itself uses"),
  threshold: TargetTerms.shape.threshold.nullish().transform((value) => value ?? null),
  decision: DecisionChoice.nullish().transform((value) => value ?? null),
});
