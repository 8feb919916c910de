import * as z from "zod";
import { parseWindow } from "./window";

/** What a target is made of, as people type it and the API takes it. */
export const TargetTerms = z.strictObject({
  objective: z.number("is no number").gt(0, "is not above 0").lt(1, "is not below 1"),
  /** s for latencies, the query's own unit for gauges, null for ratios. */
  threshold: z.number("is no number").nullable(),
  window: z.string().refine((text) => parseWindow(text) !== null, "is no window, such as 28d or month@Europe/Berlin"),
});
export type TargetTerms = z.infer<typeof TargetTerms>;

export const DecisionChoice = z.strictObject({ path: z.string().min(1).max(500), id: z.string().min(1).max(200) });

const reason = z.string().trim().min(3, "says no reason").max(2000, "is longer than 2000 characters");

/** What an act needs that has nothing else to say. */
export const Reason = z.strictObject({ reason });

/** How a proposal is accepted: `asDrift` as in a draft. */
export const Acceptance = z.strictObject({ asDrift: z.boolean().default(false) });

/** What is tried before it is asked for. */
export const TrialDraft = TargetTerms.extend({
  /** RFC 3339; null or left out: from now on. */
  effectiveFrom: z.iso.datetime({ offset: true, error: "is no instant, such as 2026-12-01T00:00:00Z" }).nullish(),
});
export type TrialDraft = z.infer<typeof TrialDraft>;

/** A change that somebody asks for. */
export const TargetDraft = TrialDraft.extend({
  decision: DecisionChoice.nullable(),
  reason,
  /** Loosens the target without a decision that says so, on purpose. */
  asDrift: z.boolean().default(false),
});
export type TargetDraft = z.infer<typeof TargetDraft>;
