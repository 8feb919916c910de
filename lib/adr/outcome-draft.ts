import * as z from "zod";
import { isoDate } from "./duration";
import { isSettled, OUTCOMES } from "./outcome";

const day = z
  .string()
  .trim()
  .refine((text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && isoDate(text) !== null, "is no day, such as 2027-02-26");
const words = (what: string, most: number) =>
  z.string().trim().min(3, `says no ${what}`).max(most, `is longer than ${most} characters`);
const name = z.string().trim().min(1, "is empty").max(80, "is longer than 80 characters");

/** Which decision is meant. */
export const DecisionChoice = z.strictObject({ path: z.string().min(1).max(400), id: z.string().min(1).max(64) });

/** What a revisit decides of a decision, as the API takes it. */
export const OutcomeDraft = z
  .strictObject({
    decision: DecisionChoice,
    outcome: z.enum(OUTCOMES, { error: `is none of ${OUTCOMES.join(", ")}` }),
    reason: words("reason", 4000),
    names: z
      .array(name, { error: "is no list of names" })
      .min(1, "names nobody who decided")
      .max(30, "names more than 30 people")
      .transform((names) => [...new Set(names)]),
    nextDue: day.nullish().transform((given) => given ?? null),
    action: z
      .strictObject({ text: words("action", 500), owner: name, dueDay: day })
      .nullish()
      .transform((given) => given ?? null),
    /** What the record that follows is called. */
    title: words("title", 120)
      .nullish()
      .transform((given) => given?.replace(/\s+/g, " ") ?? null),
  })
  .superRefine(({ outcome, nextDue, title }, context) => {
    const wrong = (field: string, message: string): void =>
      context.addIssue({ code: "custom", path: [field], message });
    if (!isSettled(outcome) && nextDue === null) wrong("nextDue", "is missing: it is looked at again");
    if (isSettled(outcome) && nextDue !== null) wrong("nextDue", "is set, but it is not looked at again");
    if (outcome === "supersede" && title === null) wrong("title", "is missing: the decision that follows has a title");
    if (outcome !== "supersede" && title !== null) wrong("title", "is set, but nothing follows");
  });
export type OutcomeDraft = z.infer<typeof OutcomeDraft>;

export const NoteDraft = z.strictObject({
  decision: DecisionChoice.nullish().transform((given) => given ?? null),
  text: words("note", 4000),
});
export type NoteDraft = z.infer<typeof NoteDraft>;

export const AgendaDraft = z.strictObject({ decision: DecisionChoice, reason: words("reason", 1000) });
export type AgendaDraft = z.infer<typeof AgendaDraft>;

/** What becomes of an action of an earlier quarter. */
export const ActionDraft = z.strictObject({
  what: z.enum(["closed", "kept"], { error: "is neither closed nor kept" }),
  note: words("note", 1000),
});
export type ActionDraft = z.infer<typeof ActionDraft>;
