import { z } from "zod";
import type { Purges } from "./invalidation";
import { PATTERNS } from "./patterns/pattern";
import { CELL_STORES } from "./stores/store";

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

/**
 * How a cell differs from the design that was decided: without protection against stampedes, with the popular loaded before the
 * first visitor, with purges that are both soft or both hard, with longer lifetimes at the edge, or with some levels alone.
 */
export const VARIANTS = [
  "as-decided",
  "unprotected",
  "preloaded",
  "soft-purge",
  "hard-purge",
  "long-lived",
  "no-cache",
  "edge-only",
  "shared-only",
  "edge-and-shared",
  "process-and-shared",
] as const;
export type Variant = (typeof VARIANTS)[number];

/** One combination that is measured. */
export const Cell = z.object({
  pattern: z.enum(PATTERNS),
  store: z.enum(CELL_STORES),
  scenario: z.enum(SCENARIOS),
  variant: z.enum(VARIANTS),
});
export type Cell = z.infer<typeof Cell>;

/** What a variant has. The browser is none of the levels: it is not simulated. */
export const traitsOf = (variant: Variant) => ({
  edge: !["no-cache", "shared-only", "process-and-shared"].includes(variant),
  near: !["no-cache", "edge-only", "shared-only", "edge-and-shared"].includes(variant),
  protection: variant !== "unprotected",
  purges: purgesOf(variant),
  isPreloaded: variant === "preloaded",
  isLongLived: variant === "long-lived",
});

const purgesOf = (variant: Variant): Purges =>
  variant === "soft-purge" ? "soft" : variant === "hard-purge" ? "hard" : "soft, then hard";

/** The labels that every series of the proof of concept carries. */
export const LABELS = ["pattern", "store", "scenario", "variant"] as const;
export const labelsOf = ({ pattern, store, scenario, variant }: Cell): Record<(typeof LABELS)[number], string> => ({
  pattern,
  store,
  scenario,
  variant,
});
