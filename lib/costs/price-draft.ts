import * as z from "zod";
import { PriceTerms } from "./price-list";

/** A price as somebody states it in the app, on top of what was stated before. */
export const PriceDraft = z
  .strictObject({
    /** The first month that it bills; left out: the running one. */
    from: z
      .string()
      .regex(/^20\d{2}-(0[1-9]|1[0-2])$/, "is no month such as 2026-12")
      .nullish(),
    reason: z.string("is missing").trim().min(3, "says no reason").max(2000, "is longer than 2000 characters"),
    /** The version that was seen when it was written. */
    seen: z.number("is missing").int("is no whole number"),
    terms: PriceTerms,
  })
  .transform(({ from, ...rest }) => ({ ...rest, from: from ?? null }));
export type PriceDraft = z.infer<typeof PriceDraft>;

/** Told by text, so that two statements that say the same are one. */
export const termsText = ({ currency, tiers, why, source, read, published, sureness, note }: PriceTerms): string =>
  JSON.stringify([currency, tiers, why, source, read, published, sureness, note]);
