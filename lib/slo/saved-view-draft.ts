import * as z from "zod";
import { queryOf, termsIn } from "./list-terms";

/** A view of the list of SLOs that somebody keeps, as the API takes it. */
export const SavedViewDraft = z.strictObject({
  name: z.string().trim().min(1, "says no name").max(60, "is longer than 60 characters"),
  /** The query part of the list's address; kept in the order and form in which an address has it. */
  query: z
    .string()
    .max(4000, "is longer than 4000 characters")
    .transform((text, context) => {
      const { terms, ignored } = termsIn(text.replace(/^\?/, ""));
      for (const { name, value } of ignored) context.addIssue(`${name}=${value} is no term of the list`);
      return queryOf(terms);
    }),
  /** Everybody sees it. */
  shared: z.boolean().default(false),
});
export type SavedViewDraft = z.infer<typeof SavedViewDraft>;
