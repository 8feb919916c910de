import * as z from "zod";
import type { changePrice } from "@/lib/commands/change-price";
import { ITEM_NAMES, UNIT_NAMES } from "@/lib/costs/items";
import { PriceDraft } from "@/lib/costs/price-draft";
import { SURENESSES } from "@/lib/costs/price-list";
import { MEASURED } from "@/lib/costs/usage";
import type { CostsView } from "@/lib/views/costs";
import { answerOf, type Returned } from "./answer-of";
import type { Operation } from "./operation";
import { at, DecisionLink, day, id, share, words } from "./shapes";

const month = z.string().meta({ description: "2026-11" });

/** Millionths of the plan's currency, or why it is not known. */
export const Amount = z
  .discriminatedUnion("known", [
    z.strictObject({
      known: z.literal(true),
      micros: z.number().meta({ description: "Millionths of the plan's currency." }),
    }),
    z.strictObject({ known: z.literal(false), why: z.string() }),
  ])
  .meta({ id: "Amount", description: "An amount of money, or why it is not known." });

const Situations = { without: Amount, with: Amount, promised: Amount };
const CostMonth = z
  .strictObject({
    id: month,
    from: at,
    to: at,
    isWhole: z.boolean().meta({ description: "It has ended, and was looked at to its end." }),
    coverage: share,
    ...Situations,
    benefit: Amount,
  })
  .meta({ id: "CostMonth", description: "What a month costs with the caches, without them, and as promised." });
const CostCell = z
  .strictObject({
    amount: Amount,
    quantity: z.number().nullable(),
    unit: z.string().nullable(),
    priceId: z.string().nullable(),
  })
  .meta({ id: "CostCell" });
const cell = CostCell.nullable();
const CostItem = z
  .strictObject({
    key: z.string(),
    words,
    part: z.enum(["edge", "cache", "people", "origin", "database"]),
    provider: z.string(),
    without: cell,
    with: cell,
    promised: cell,
  })
  .meta({ id: "CostItem" });
const CostVolume = z
  .strictObject({
    of: z.enum(MEASURED),
    words,
    slo: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
    value: z.number().nullable().meta({ description: "What came; null where it is not known, and `why` says why." }),
    promised: z.number().nullable().meta({ description: "What would have come through had the target just been met." }),
    coverage: share,
    why: z.string().nullable(),
  })
  .meta({ id: "CostVolume" });
const roi = z.number().nullable().meta({ description: "What comes back for what is spent; null where it is unknown." });
const CostMultiple = z
  .strictObject({
    times: z.number(),
    requests: z.number().nullable(),
    without: Amount,
    with: Amount,
    benefit: Amount,
    spend: Amount,
    roi,
  })
  .meta({ id: "CostMultiple", description: "The month with so many times its traffic." });
const Payback = z
  .discriminatedUnion("pays", [
    z.strictObject({ pays: z.literal("from"), requests: z.number(), knownTo: z.number().nullable() }),
    z.strictObject({ pays: z.literal("always"), knownTo: z.number().nullable() }),
    z.strictObject({ pays: z.literal("never"), upTo: z.number(), isAll: z.boolean() }),
    z.strictObject({ pays: z.literal("unknown"), why: z.string() }),
  ])
  .meta({ id: "Payback", description: "From how many requests a month on the caches pay for themselves." });
const CostDetail = z
  .strictObject({
    id: month,
    from: at,
    to: at,
    isWhole: z.boolean(),
    coverage: share,
    totals: z.strictObject({ ...Situations, benefit: Amount, spend: Amount, roi }),
    items: z.array(CostItem),
    byDecision: z
      .array(z.strictObject({ layer: z.enum(["edge", "cache"]), decision: DecisionLink, benefit: Amount }))
      .meta({ description: "Whose saving is whose: they add up to the whole benefit." }),
    volumes: z.array(CostVolume),
    multiples: z.array(CostMultiple),
    payback: Payback,
    projection: z
      .strictObject(Situations)
      .nullable()
      .meta({ description: "The whole month, if the traffic of its observed minutes went on." }),
    pricedLater: z.boolean().meta({ description: "A price that was first stated for a later month bills it." }),
    unknown: z.array(z.string()).meta({ description: "Why totals are unknown, each reason once." }),
  })
  .meta({ id: "CostDetail", description: "One month in full." });
const CostPlan = z
  .strictObject({
    title: z.string(),
    note: z.string().nullable(),
    currency: z.string(),
    timeZone: z.string(),
    source: z.string(),
  })
  .meta({ id: "CostPlan" });

const PriceStatement = z
  .strictObject({
    n: id,
    from: month,
    tiers: z.array(
      z.strictObject({
        upTo: z.number().nullable().meta({ description: "null: without an end." }),
        micros: z.number().nullable().meta({ description: "Millionths of `currency` a unit; null: not known." }),
      }),
    ),
    currency: z.string(),
    why: z.string().nullable(),
    source: z.string(),
    read: day,
    published: z.string().nullable(),
    sureness: z.enum(SURENESSES),
    note: z.string().nullable(),
    origin: z.enum(["file", "person"]),
    author: z.string(),
    reason: z.string(),
    at,
    withdrawn: z.boolean(),
  })
  .meta({ id: "PriceStatement" });
const Price = z
  .strictObject({
    id: z.string(),
    provider: z.string(),
    item: z.enum(ITEM_NAMES),
    words,
    title: z.string(),
    unit: z.enum(UNIT_NAMES),
    now: PriceStatement.nullable().meta({ description: "What bills the running month." }),
    later: PriceStatement.nullable().meta({
      description: "What was stated last, where it bills from a later month on.",
    }),
    file: PriceStatement.nullable().meta({
      description: "The newest of its file, where an edit in the app went on top of it and differs.",
    }),
    history: z.array(PriceStatement).meta({ description: "Every statement, newest first." }),
  })
  .meta({ id: "Price" });
const running = z.string().meta({ description: "The running month: the first from which a price may change." });

type Costs = Pick<CostsView, "now" | "plan" | "running" | "month"> & { items: CostsView["months"] };
type Prices = Pick<CostsView, "running" | "mayEdit"> & { items: CostsView["prices"] };

export const COSTS_OPERATIONS: readonly Operation[] = [
  {
    route: "GET /api/v1/costs",
    name: "getCosts",
    tag: "Costs",
    access: "read",
    summary: "The last months with what each costs with, without and as promised, and one of them in full",
    terms: z.object({ months: z.enum(["3", "6", "12", "24"]), month: z.string().describe("2026-11") }),
    answer: answerOf<Costs>()(
      z.strictObject({
        now: at,
        plan: CostPlan.nullable().meta({ description: "null: nothing is billed, because no plan is there." }),
        running,
        items: z.array(CostMonth).meta({ description: "Those in which anything was counted, oldest first." }),
        month: CostDetail.nullable().meta({ description: "null: nothing is counted in it." }),
      }),
    ),
    example: { terms: { months: "6" } },
  },
  {
    route: "GET /api/v1/costs/prices",
    name: "listPrices",
    tag: "Costs",
    access: "read",
    summary: "Unit prices with every statement",
    answer: answerOf<Prices>()(z.strictObject({ items: z.array(Price), running, mayEdit: z.boolean() })),
    example: {},
  },
  {
    route: "POST /api/v1/costs/prices/[id]",
    name: "statePrice",
    tag: "Costs",
    access: "signed-in",
    summary: "States a price anew, on top of the statement that was seen last",
    body: PriceDraft,
    status: 201,
    answer: answerOf<Returned<typeof changePrice>>()(z.strictObject({ n: id, from: month })),
    example: {
      path: { id: "cloudfront-egress" },
      body: {
        seen: 1,
        reason: "The list has changed",
        terms: { price: 1, currency: "USD", source: "assumption", read: "2026-11-26", sureness: "low" },
      },
    },
    problems: [409, 412],
    tells: { 412: { present: id.meta({ description: "The number of the statement that holds now." }) } },
  },
];
