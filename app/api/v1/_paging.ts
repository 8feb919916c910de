import * as z from "zod";
import { parsed } from "@/app/api/_receive";

/** Where a page of a list begins and how long it is, as every list takes it. */
export const PageTerms = z.object({
  limit: z.coerce
    .number("is no size of a page")
    .int("is no size of a page")
    .min(1, "is below 1")
    .max(200, "is above 200")
    .optional()
    .describe("The size of a page, 50 where it is left out."),
  after: z.string().optional().describe("`next` of the page before."),
});

/** `before` is what lists that go back in time called it first. @throws DomainError `bad-input` */
export function pageIn(terms: URLSearchParams): { after: string | null; limit: number | undefined } {
  const { after, limit } = parsed(PageTerms, {
    after: terms.get("after") ?? terms.get("before") ?? undefined,
    limit: terms.get("limit") ?? undefined,
  });
  return { after: after ?? null, limit };
}

/** The terms of a list whose view calls `after` still `before`. */
export function termsBefore(terms: URLSearchParams): Record<string, string> {
  const { after, ...rest } = Object.fromEntries(terms);
  return after === undefined ? rest : { ...rest, before: after };
}
