import * as z from "zod";
import { DecisionChoice } from "./target-draft";

const text = z.string().trim().max(2000, "is longer than 2000 characters");
const words = text.min(3, "says too little");
const owner = z.string().trim().min(1, "names nobody").max(100, "is longer than 100 characters");
const dueDay = z.iso.date("is no day, such as 2026-11-30");

const FollowUpWords = z.strictObject({ text: words, owner, dueDay });

const MarkedItem = z.strictObject({
  subject: z.string().min(1).max(600),
  state: z.string().min(1).max(600),
  /** The mark by which it was seen to be handled; null: by none. Left out: whatever it is by now. */
  seen: z.int().nullish(),
  /** The mark that is taken back. */
  mark: z.int().optional(),
});

/** What is done with items of the review, one or several at once. */
export const MarkDraft = z
  .strictObject({
    items: z.array(MarkedItem).min(1, "names no item").max(250, "names more than 250 items"),
    what: z.enum(["acknowledged", "followed-up", "dismissed", "noted", "taken-back"]),
    text: text.nullish(),
    followUp: FollowUpWords.nullish(),
  })
  .superRefine(({ items, what, text, followUp }, context) => {
    const fault = (field: string, message: string) => context.addIssue({ code: "custom", path: [field], message });
    if ((what === "dismissed" || what === "noted") && (text ?? "").length < 3)
      fault("text", what === "dismissed" ? "gives no reason" : "says too little");
    if (what === "followed-up" && !followUp) fault("followUp", "is missing: say text, owner and dueDay");
    if (what !== "followed-up" && followUp) fault("followUp", `does not belong to ${what}`);
    if (what === "taken-back" && items.some(({ mark }) => mark === undefined))
      fault("items", "do not name the mark that is taken back");
    if (new Set(items.map(({ subject }) => subject)).size < items.length) fault("items", "name a subject twice");
  });
export type MarkDraft = z.infer<typeof MarkDraft>;

/** Something that somebody is to do, for one SLO, breach or decision. */
export const FollowUpDraft = FollowUpWords.extend({
  sloId: z.string().min(1).max(200).nullish(),
  breachId: z.int().nullish(),
  decision: DecisionChoice.nullish(),
}).superRefine(({ sloId, breachId, decision }, context) => {
  const named = [sloId, breachId, decision].filter((each) => each !== undefined && each !== null).length;
  if (named !== 1)
    context.addIssue({ code: "custom", path: ["sloId"], message: "is one of sloId, breachId and decision: give one" });
});
export type FollowUpDraft = z.infer<typeof FollowUpDraft>;

export const ClosingDraft = z.strictObject({ note: text.nullish() });

/** `after`: the last review that was seen to be finished, null: none. It has to be said: an empty request finishes nothing. */
export const FinishDraft = z.strictObject({
  note: text.nullish(),
  after: z.int("is the id of the last finished review, or null where there is none").nullable(),
});
export type FinishDraft = z.infer<typeof FinishDraft>;
