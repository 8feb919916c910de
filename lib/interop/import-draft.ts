import * as z from "zod";
import { DraftReason } from "./slo-draft";

/** Of files, documents and SLOs in one import. */
export const MOST_IMPORTED = 200;

/** What somebody sends to be imported. */
export const ImportDraft = z.strictObject({
  files: z
    .array(
      z.strictObject({
        name: z.string("is no text").trim().min(1, "is missing").max(500, "is longer than 500 characters"),
        text: z.string("is no text"),
      }),
      "is no list of {name, text}",
    )
    .min(1, "holds no file")
    .max(MOST_IMPORTED, `holds more than ${MOST_IMPORTED} files`),
  /** The numbers of the documents that are taken, as the report counts them from 1; left out: all, and none if one is refused. */
  documents: z.array(z.number().int().min(1), "is no list of numbers").min(1, "names no document").optional(),
  reason: DraftReason.optional(),
});
export type ImportDraft = z.infer<typeof ImportDraft>;

/** What its address says: whether it is done, or only tried. */
export const ImportTerms = z.object({
  apply: z
    .enum(["true", "false"], "is neither true nor false")
    .default("false")
    .transform((word) => word === "true"),
});
