import * as z from "zod";
import type { contributionView } from "@/lib/views/contribution";
import { answerOf, type Returned } from "./answer-of";
import { at, count, share } from "./shapes";

const ContributionTable = z
  .strictObject({
    labels: z.array(z.string()),
    rows: z.array(
      z.strictObject({
        values: z.array(z.string()).meta({ description: "One for each of `labels`." }),
        bad: z.number(),
        total: z.number(),
        badShare: share.meta({ description: "Of all bad events." }),
        totalShare: share.meta({ description: "Of all events." }),
        lift: z
          .number()
          .nullable()
          .meta({ description: "How many times as many bad events as its traffic would make." }),
        isAlwaysWorse: z.boolean().meta({ description: "It stands out, and did so by as much before the breach." }),
        href: z.string().nullable().meta({ description: "The SLI narrowed to this row, in the engine." }),
      }),
    ),
    folded: count.meta({ description: "Rows that are left out." }),
    isConsequence: z.boolean(),
  })
  .meta({ id: "ContributionTable" });

const ContributionResult = z
  .strictObject({
    askedAt: at,
    tookSeconds: z.number(),
    author: z.string(),
    from: at,
    to: at,
    span: z.string().nullable().meta({ description: "Which minutes of a longer breach; null: all of it." }),
    isPartial: z.boolean(),
    isCompared: z.boolean().meta({ description: "It was compared with an earlier time, which `comparedWith` names." }),
    comparedWith: z.string(),
    unanswered: z.array(z.string()),
    notAsked: z.array(z.strictObject({ label: z.string(), why: z.string() })),
    verdict: z.enum(["value", "pair", "several", "always-worse", "uniform", "too-few"]),
    verdictWords: z.string(),
    sentence: z
      .array(z.strictObject({ text: z.string(), code: z.literal(true).optional() }))
      .nullable()
      .meta({ description: "Who carries how much, in pieces; null where nobody stands out." }),
    tables: z.array(ContributionTable),
  })
  .meta({ id: "ContributionResult" });

export const Contribution = answerOf<Returned<typeof contributionView>>()(
  z
    .strictObject({
      now: at,
      state: z
        .enum(["none", "running", "done", "failed", "cancelled"])
        .meta({ description: "`none`: nobody has asked yet." }),
      cannot: z.string().nullable().meta({ description: "Why it cannot be asked; null where it can." }),
      mayAsk: z.boolean(),
      bad: z.string().meta({ description: "What the bad events are called." }),
      running: z.strictObject({ answered: count, questions: count, author: z.string() }).nullable(),
      error: z.string().nullable().meta({ description: "Why the last one ended without a result." }),
      kept: ContributionResult.nullable(),
    })
    .meta({ id: "Contribution", description: "Who is hit by a breach, by the labels of its SLI." }),
);
