import { z } from "zod";
import { PATTERNS } from "./patterns/pattern";
import { STORES } from "./stores/store";

export const SCENARIOS = [
  "steady",
  "spike-10x",
  "cold-start",
  "store-killed",
  "hot-key",
  "invalidation-storm",
  "write-heavy",
] as const;
export type ScenarioName = (typeof SCENARIOS)[number];

/** One combination that is measured. */
export const Cell = z.object({
  pattern: z.enum(PATTERNS),
  store: z.enum(STORES),
  scenario: z.enum(SCENARIOS),
  protection: z.boolean(),
});
export type Cell = z.infer<typeof Cell>;

/** The labels that every series of the proof of concept carries. */
export const LABELS = ["pattern", "store", "scenario", "protection"] as const;
export const labelsOf = ({ pattern, store, scenario, protection }: Cell): Record<(typeof LABELS)[number], string> => ({
  pattern,
  store,
  scenario,
  protection: protection ? "on" : "off",
});
