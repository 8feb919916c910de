import * as z from "zod";
import { BREACH_KINDS } from "@/lib/slo/breach-kind";
import type { whatIfView } from "@/lib/views/what-if";
import { answerOf, type Returned } from "./answer-of";
import { at, count, share, sliKind, Terms, verdict } from "./shapes";
import { Finding } from "./slo-shapes";

const kind = z.enum(BREACH_KINDS);

const TriedKind = z.strictObject({ breaches: count, minutes: z.number() }).meta({ id: "TriedKind" });
const TriedTarget = z
  .strictObject({
    good: z.number(),
    bad: z.number(),
    attainment: share.nullable(),
    budgetLeft: z.number().nullable().meta({ description: "Of its own window, as it ends now." }),
    window: z.string(),
    breaches: count,
    minutesInBreach: z.number(),
    byKind: z.strictObject({
      "objective-missed": TriedKind,
      "fast-burn": TriedKind,
      "slow-burn": TriedKind,
      "budget-exhausted": TriedKind,
    }),
    verdict,
  })
  .meta({ id: "TriedTarget" });
const TriedSide = z.strictObject({ minutes: z.number(), episodes: count, open: z.boolean() }).meta({ id: "TriedSide" });
const TriedBreach = z
  .strictObject({
    kind,
    openedAt: at,
    inForce: TriedSide.nullable(),
    proposed: TriedSide.nullable(),
    change: z.enum(["lost", "gained", "shorter", "longer", "same"]),
  })
  .meta({ id: "TriedBreach" });
const TriedPoint = z
  .strictObject({
    t: z.number().meta({ description: "Epoch milliseconds." }),
    inForce: share.nullable(),
    proposed: share.nullable(),
    quantileSeconds: z
      .number()
      .nullable()
      .meta({ description: "The latency that the proposed objective's share of requests stayed within." }),
    observed: share,
  })
  .meta({ id: "TriedPoint" });

export const WhatIf = answerOf<Returned<typeof whatIfView>>()(
  z
    .strictObject({
      now: at,
      kind: sliKind,
      proposal: z.strictObject(Terms),
      milliseconds: z.number().meta({ description: "What the server took for it." }),
      tried: z
        .strictObject({
          from: at,
          to: at,
          daysAsked: z.number().meta({ description: "Whole days; the ledger may reach less far." }),
          total: z.number(),
          coverage: share,
          resolution: z
            .array(z.strictObject({ from: at, everyMinutes: z.number() }))
            .meta({ description: "From when on its minutes are kept how far apart, oldest first." }),
          inForce: TriedTarget,
          proposed: TriedTarget,
          breaches: z.array(TriedBreach).meta({ description: "Oldest first." }),
          points: z.array(TriedPoint),
          note: z.string().nullable().meta({ description: "What the judgement is of, where that is not plain." }),
        })
        .nullable()
        .meta({ description: "null where nothing is counted yet." }),
      untried: z.string().nullable().meta({ description: "Why it cannot be tried; null where it was." }),
      loosens: z
        .array(z.enum(["threshold", "objective"]))
        .meta({ description: "In what it promises less than the target whose place it would take." }),
      objections: z
        .array(z.strictObject({ path: z.string(), id: z.string(), objection: z.string().nullable() }))
        .meta({ description: "Of every decision, why it does not promise the proposed target; null where it does." }),
      lint: z.array(Finding).meta({ description: "Of the proposed target, gravest first." }),
    })
    .meta({ id: "WhatIf", description: "A proposed target beside the one in force, on what was counted." }),
);
