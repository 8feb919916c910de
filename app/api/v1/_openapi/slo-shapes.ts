import * as z from "zod";
import { BREACH_KINDS } from "@/lib/slo/breach-kind";
import type { Finding as LintFinding } from "@/lib/slo/lint";
import { answerOf } from "./answer-of";
import { at, DecisionLink, DecisionRef, id, share, sliKind, Terms, verdict, words } from "./shapes";

const kind = z.enum(BREACH_KINDS);

/** What `sloItem` answers. */
export const SloItem = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    service: z.string(),
    tier: z.string().nullable(),
    kind: sliKind,
    approximate: z.boolean().meta({ description: "Its figures are no exact counts." }),
    ...Terms,
    nextTarget: z
      .strictObject({ version: id, statement: words, window: z.string(), inForceFrom: at, holds: z.boolean() })
      .nullable(),
    verdict,
    reason: z
      .string()
      .nullable()
      .meta({ description: "Why the verdict is what it is; null where the figures say it." }),
    stale: z.boolean(),
    finalTo: at.nullable().meta({ description: "End of the last counted minute." }),
    attainment: share.nullable(),
    attainmentReason: z.enum(["no-traffic", "unknown"]).nullable(),
    coverage: share.meta({ description: "Observed share of the window." }),
    lastHour: z.strictObject({
      attainment: share.nullable(),
      total: z.number(),
      coverage: share,
      p95Seconds: z.number().nullable(),
    }),
    budgetRemaining: z.number().nullable().meta({ description: "1 untouched, 0 spent, less overspent." }),
    budget: z.strictObject({
      remaining: z.number().nullable(),
      allowed: z.number(),
      spent: z.number(),
      coverage: share,
    }),
    burn6h: z.number().nullable(),
    burn6hCoverage: share,
    exhaustedInSeconds: z.number().nullable(),
    decision: DecisionRef.nullable(),
    openBreach: z.strictObject({ id, kind, openedAt: at }).nullable(),
  })
  .meta({
    id: "SloItem",
    description: "An SLO in a list. Ratios are 0 to 1, null where unknown, with the reason beside them.",
  });

export const TargetRow = z.strictObject({
  version: id,
  ...Terms,
  statement: words,
  inForceFrom: at,
  state: z.enum(["past", "in-force", "future"]),
  author: z.string(),
  reason: z.string(),
  decision: DecisionLink.nullable(),
});

export const Burn = z.strictObject({
  longLabel: z.string(),
  shortLabel: z.string(),
  long: z.number().nullable(),
  longCoverage: share,
  short: z.number().nullable(),
  shortCoverage: share,
  factor: z.number(),
  kind,
  firing: z.boolean(),
});

export const BudgetMethod = z.strictObject({
  from: at,
  to: at,
  total: z.number(),
  spent: z.number(),
  allowed: z.number(),
  coverage: share,
  judgedBy: z.array(
    z.strictObject({
      version: id,
      objective: z.number(),
      statement: words,
      from: at,
      to: at,
      total: z.number(),
      spent: z.number(),
      allowed: z.number(),
      coverage: share,
    }),
  ),
  weightedObjective: z.number().nullable(),
  assumedUntil: at.nullable(),
  rate: z.strictObject({ bad: z.number(), events: z.number(), allowed: z.number(), coverage: share }).nullable(),
  rollsOff: z.strictObject({ until: at, bad: z.number(), allowed: z.number() }).nullable(),
  atEnd: z.strictObject({ at, attainment: z.number().nullable(), remaining: z.number().nullable() }).nullable(),
  goneAt: at.nullable(),
});

export const Corrected = z.strictObject({
  attainment: share.nullable(),
  remaining: z.number().nullable(),
  spent: z.number(),
  allowed: z.number(),
  coverage: share,
  excludedMinutes: z.number(),
  exclusions: z.array(
    z.strictObject({ from: at, to: at, recurs: z.boolean(), reason: z.string(), author: z.string() }),
  ),
});

export const Finding = answerOf<LintFinding>()(
  z
    .strictObject({
      code: z.enum([
        "no-such-edge",
        "no-buckets",
        "other-unit",
        "silent-part",
        "good-above-total",
        "unreachable-burn",
        "never-burns",
        "window-longer-than-data",
        "too-little-traffic",
        "several-series",
        "never-seen",
        "approximate",
        "history-starts-here",
      ]),
      severity: z.enum(["error", "warning", "info"]),
      message: z.string(),
      wayOut: z.string().nullable().meta({ description: "null where there is nothing to do." }),
      offers: z
        .array(z.number())
        .meta({ description: "Thresholds, factors or objectives that can be taken instead, the nearest first." }),
    })
    .meta({ id: "Finding", description: "What is doubtful about an SLO." }),
);

export const Backfill = z.strictObject({
  state: z.enum(["waiting", "running", "done", "cancelled"]),
  countedFrom: at.nullable(),
  historyBegins: at.nullable(),
  share,
  secondsLeft: z.number().nullable(),
  cancelled: z.strictObject({ at, by: z.string() }).nullable(),
});

export const Counted = z.strictObject({
  approximate: z.boolean(),
  delaySeconds: z.number(),
  periodSeconds: z.number().nullable(),
  countedFrom: at.nullable(),
  redefined: z.strictObject({ version: id, at }).nullable(),
  recounts: z.array(
    z.strictObject({
      at,
      from: at,
      to: at,
      goodAdded: z.number(),
      totalAdded: z.number(),
      secondsAdded: z.number(),
    }),
  ),
});
