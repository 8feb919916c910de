import * as z from "zod";
import { BREACH_KINDS } from "./breach-kind";

const orNull = <Schema extends z.ZodType>(schema: Schema) => schema.nullish().transform((value) => value ?? null);
const name = orNull(z.string().max(200));

/** Which breaches a list shows; null: any. */
export const BreachFilter = z.object({
  service: name,
  slo: name,
  kind: orNull(z.enum(BREACH_KINDS, { error: `is none of ${BREACH_KINDS.join(", ")}` })),
  state: orNull(z.enum(["open", "closed"], { error: "is neither open nor closed" })),
  cause: orNull(z.enum(["known", "unknown"], { error: "is neither known nor unknown" })),
});
export type BreachFilter = z.infer<typeof BreachFilter>;

const FILTER_NAMES = ["service", "slo", "kind", "state", "cause"] as const;

/** The terms of an address that filter; what is empty filters nothing. */
export const filterTerms = (terms: URLSearchParams): Partial<Record<keyof BreachFilter, string>> =>
  Object.fromEntries(FILTER_NAMES.flatMap((term) => (terms.get(term) ? [[term, terms.get(term) ?? ""]] : [])));
