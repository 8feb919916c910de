import * as z from "zod";
import { ITEM_NAMES, ITEMS, UNIT_NAMES } from "./items";
import { microsOf } from "./money";
import { monthOfDay } from "./month";
import { type Read, readYaml } from "./read-yaml";
import type { Tier } from "./tiers";

export const SURENESSES = ["high", "medium", "low"] as const;
export type Sureness = (typeof SURENESSES)[number];

const KEY = /^[a-z0-9][a-z0-9-]{0,60}$/;
const day = z.iso.date("is no day such as 2026-11-26");
const text = (most: number) =>
  z.string("is missing").trim().min(1, "is empty").max(most, `is longer than ${most} characters`);

/** More than anything here costs a unit, in whichever currency: what is above it was mistyped. */
const DEAREST = 100_000_000;

/** An amount, or the word for that none is published: null. */
const price = z.union([z.string(), z.number()], "is missing").transform((given, context) => {
  if (given === "unknown") return null;
  const micros = microsOf(String(given));
  if (micros !== null && micros <= DEAREST * 1_000_000) return micros;
  if (micros !== null) context.addIssue(`is above ${DEAREST}, the most that a unit may cost`);
  else context.addIssue(`is neither "unknown" nor an amount of up to six places: "${given}"`);
  return z.NEVER;
});

const Tiers = z
  .array(z.strictObject({ upTo: z.number().positive().int("is no whole number").optional(), price }))
  .min(1, "is empty")
  .max(20)
  .transform((tiers, context): Tier[] => {
    tiers.forEach(({ upTo }, i) => {
      const isLast = i === tiers.length - 1;
      if (isLast !== (upTo === undefined))
        context.addIssue({
          code: "custom",
          path: [i, "upTo"],
          message: isLast ? "is one too many: the last tier has no end" : "is missing",
        });
      if (upTo !== undefined && upTo <= (tiers[i - 1]?.upTo ?? 0))
        context.addIssue({ code: "custom", path: [i, "upTo"], message: "is not above that of the tier before" });
    });
    return tiers.map(({ upTo, price }) => ({ upTo: upTo ?? null, micros: price }));
  });

/** Where a price was read: an address; "assumption" for what this list supposes; "not found" for what nobody publishes. */
export const Source = z.string("is missing").refine((given) => {
  if (given === "assumption" || given === "not found") return true;
  return URL.canParse(given) && /^https?:$/.test(new URL(given).protocol) && new URL(given).username === "";
}, 'is neither an http address nor "assumption" or "not found"');

/** What a file and the app say of a price in the same words. */
export const PriceTerms = z
  .strictObject({
    price: price.optional(),
    tiers: Tiers.optional(),
    why: text(300).optional(),
    currency: z.string().regex(/^[A-Z]{3}$/, "is no currency such as USD"),
    source: Source,
    read: day,
    published: day.nullish(),
    sureness: z.enum(SURENESSES, `is none of ${SURENESSES.join(", ")}`),
    note: text(600).nullish(),
  })
  .transform(({ price: single, tiers, why, ...rest }, context) => {
    const wrong = (field: string, message: string) => context.addIssue({ code: "custom", path: [field], message });
    if ((single === undefined) === (tiers === undefined)) wrong("price", "is missing, or one too many beside tiers");
    const all = tiers ?? [{ upTo: null, micros: single ?? null }];
    if (all.some(({ micros }) => micros === null) !== (why !== undefined))
      wrong(
        "why",
        why === undefined ? "is missing: say why the price is unknown" : "is one too many: the price is known",
      );
    return { ...rest, published: rest.published ?? null, note: rest.note ?? null, why: why ?? null, tiers: all };
  });
export type PriceTerms = z.infer<typeof PriceTerms>;

/** What is priced; it never changes under its id. */
const PriceIdentity = z
  .object({
    id: z.string("is missing").regex(KEY, "is no name such as cloudfront-egress"),
    provider: z.string("is missing").regex(KEY, "is no name such as cloudfront"),
    item: z.enum(ITEM_NAMES, `is none of ${ITEM_NAMES.join(", ")}`),
    unit: z.enum(UNIT_NAMES, `is none of ${UNIT_NAMES.join(", ")}`),
    title: text(160),
  })
  .refine(({ item, unit }) => (ITEMS[item].units as readonly string[]).includes(unit), {
    path: ["unit"],
    error: "is none in which this item is priced",
  });
export type PriceIdentity = z.infer<typeof PriceIdentity>;

/** `from`: the month (2026-11) from which on it bills. */
export type Price = PriceIdentity & PriceTerms & { from: string };

const PriceEntry = z.record(z.string(), z.unknown()).transform((given, context): Price => {
  const { id, provider, item, unit, title, from, ...rest } = given;
  const identity = PriceIdentity.safeParse({ id, provider, item, unit, title });
  const terms = PriceTerms.safeParse(rest);
  const month = z
    .string()
    .regex(/^20\d{2}-(0[1-9]|1[0-2])$/, "is no month such as 2026-11")
    .optional()
    .safeParse(from);
  for (const [result, key] of [
    [identity, null],
    [terms, null],
    [month, "from"],
  ] as const)
    for (const issue of result.error?.issues ?? [])
      context.addIssue({ code: "custom", path: key === null ? issue.path : [key], message: issue.message });
  if (!identity.success || !terms.success || !month.success) return z.NEVER;
  return { ...identity.data, ...terms.data, from: month.data ?? monthOfDay(terms.data.read) };
});

const PriceList = z.strictObject({
  version: z.literal(1, "is not 1"),
  prices: z
    .array(PriceEntry)
    .min(1, "is empty")
    .max(500)
    .superRefine((prices, context) => {
      const ids = new Set<string>();
      const priced = new Map<string, string>();
      prices.forEach(({ id, provider, item }, i) => {
        if (ids.has(id)) context.addIssue({ code: "custom", path: [i, "id"], message: `is there twice: ${id}` });
        const other = priced.get(`${provider} ${item}`);
        // Only one of them would bill.
        if (other !== undefined && other !== id)
          context.addIssue({
            code: "custom",
            path: [i, "item"],
            message: `is priced for ${provider} already, by ${other}: ${item}`,
          });
        ids.add(id);
        priced.set(`${provider} ${item}`, other ?? id);
      });
    }),
});

/** The prices of a file, or what is wrong with it. */
export const readPriceList = (yaml: string): Read<Price[]> => {
  const read = readYaml(PriceList, yaml);
  return "value" in read ? { value: read.value.prices } : read;
};
