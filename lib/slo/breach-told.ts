import * as z from "zod";
import { CAUSE_KINDS } from "./cause";

const text = z.string().trim().min(3, "says nothing").max(2_000, "is longer than 2000 characters");

const FollowUp = z.strictObject({
  owner: z.string().trim().min(1, "is missing").max(100, "is longer than 100 characters"),
  due: z.iso.date({ error: "is no day, such as 2026-12-01" }),
  /** What is to be done; what happened, where it is left out. */
  text: text.nullish(),
});

/** What somebody says of a breach, as the API takes it. */
export const BreachTold = z.discriminatedUnion(
  "what",
  [
    z.strictObject({ what: z.literal("acknowledged"), text: text.nullish() }),
    z.strictObject({ what: z.literal("note"), text }),
    z.strictObject({
      what: z.literal("cause"),
      cause: z.enum(CAUSE_KINDS, { error: `is none of ${CAUSE_KINDS.join(", ")}` }),
      text,
      followUp: FollowUp.nullish(),
    }),
  ],
  { error: "is none of acknowledged, note, cause" },
);
export type BreachTold = z.infer<typeof BreachTold>;
