import * as z from "zod";
import { DomainError } from "@/lib/errors";

// What lists that go back in time have in common: how an address narrows them, and how their pages follow one another.

/** Of a page, where an address says no other. */
export const PAGE = 50;

/** RFC 3339; in ms. */
export const instant = z.iso
  .datetime({ offset: true, error: "is no RFC 3339 instant" })
  .transform((text) => Date.parse(text))
  .nullable();

export const pageSize = (most: number) =>
  z.coerce
    .number("is no whole number")
    .pipe(z.int("is no whole number").min(1, "is below 1").max(most, `is above ${most}`))
    .nullable();

/** Where a page begins: below the row of this time (ms) and id, as "1764000000000.12". */
export const place = z
  .string()
  .regex(/^\d{1,15}\.\d{1,12}$/, "is no place in the list")
  .transform((text) => {
    const [at = 0, id = 0] = text.split(".").map(Number);
    return { at, id };
  })
  .nullable();

type Between = { from: number | null; to: number | null };

/**
 * What an address asks of such a list; a term that is empty or left out is null.
 * @throws DomainError `bad-input` that names the term that is wrong
 */
export function askedTerms<Schema extends z.ZodObject>(
  schema: Schema & z.ZodType<Between>,
  terms: Readonly<Record<string, string | null | undefined>>,
): z.infer<Schema> {
  const given = Object.keys(schema.shape).map((name) => [name, terms[name]?.trim() || null]);
  const asked = schema.safeParse(Object.fromEntries(given));
  if (!asked.success) {
    const issues = asked.error.issues.map(({ path, message }) => ({ field: path.join("."), message }));
    const [first] = issues;
    throw new DomainError("bad-input", `${first?.field}: ${first?.message}`, "Change it, or leave it out.", {
      details: { issues },
    });
  }
  const { from, to } = asked.data as Between;
  if (from !== null && to !== null && from > to)
    throw new DomainError("bad-input", "to: is before from.", "Let the time range end after it begins.", {
      details: { issues: [{ field: "to", message: "is before from" }] },
    });
  return asked.data;
}

/** A page of rows of which one more was read than it holds: whether there is a next page, which begins below its last row. */
export function pageFrom<Row, Item>(
  rows: readonly Row[],
  size: number,
  itemOf: (row: Row) => Item,
  placeOf: (row: Row) => string,
): { items: Item[]; next: string | null } {
  const last = rows.length > size ? rows[size - 1] : undefined;
  return { items: rows.slice(0, size).map(itemOf), next: last === undefined ? null : placeOf(last) };
}
