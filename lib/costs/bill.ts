import { ITEMS, type Item, type Part, UNITS, type Unit } from "./items";
import { type Amount, difference, known, sumOf, unknown } from "./money";
import type { Capacity, Setup } from "./plan";
import type { Price } from "./price-list";
import { tieredCost } from "./tiers";
import type { Measured, Usage, Volumes } from "./usage";

export type BillLine = {
  item: Item;
  part: Part;
  /** The price that was used; null: there is none. */
  priceId: string | null;
  provider: string;
  /** In the price's unit; null where it is not known. */
  quantity: number | null;
  unit: Unit | null;
  amount: Amount;
};

export type Bill = { lines: BillLine[]; total: Amount };

/** What somebody bills for, and how much of it. */
type Charge = { provider: string; item: Item; meter: number | string };

/** What a month with this usage costs. A price or a volume that is not known makes its line unknown, and so the total. */
export function billOf(setup: Setup, prices: readonly Price[], usage: Usage): Bill {
  const lines = chargesOf(setup, prices, usage).map((charge) => lineOf(charge, setup.currency, prices));
  const minimums = usage.edge
    ? setup.edge.providers.flatMap((provider) => minimumOf(provider, setup, prices, lines))
    : [];
  const all = [...lines, ...minimums];
  return { lines: all, total: sumOf(all.map(({ amount }) => amount)) };
}

/** What caching itself costs: its lines, without what they save behind it. */
export const spendOf = ({ lines }: Bill): Amount =>
  sumOf(
    lines.filter(({ part }) => part === "edge" || part === "cache" || part === "people").map(({ amount }) => amount),
  );

/** What the edge charges for when a provider lists it; what else is listed is not used. */
const EDGE_ITEMS = [
  "edge-egress",
  "edge-requests",
  "purges",
  "monthly-fee",
  "edge-hours",
  "storage",
  "storage-writes",
  "storage-reads",
] as const;

function chargesOf(setup: Setup, prices: readonly Price[], usage: Usage): Charge[] {
  const { capacity, assumed } = setup;
  const meter = (of: Measured): number | string => summed(usage, of);
  const nodes = (of: Measured, each: Capacity): number | string => nodeMinutes(usage.phases, of, each, capacity.peak);
  const minutes = usage.phases.reduce((sum, each) => sum + each.minutes, 0);
  const edgeMeters: Record<(typeof EDGE_ITEMS)[number], number | string> = {
    "edge-egress": meter("edgeBytes"),
    "edge-requests": meter("edgeRequests"),
    purges: assumed.purges,
    "monthly-fee": 1,
    "edge-hours": nodes("edgeRequests", capacity.edgeServer),
    storage: assumed.storedGB * UNITS["GB-month"],
    "storage-writes": assumed.storageWrites,
    "storage-reads": assumed.storageReads,
  };
  const listed = (provider: string, item: Item): boolean =>
    prices.some((each) => each.provider === provider && each.item === item);
  const edge = usage.edge
    ? setup.edge.providers.flatMap((provider) => {
        const items = EDGE_ITEMS.filter((item) => listed(provider, item));
        // A provider of whom nothing is known is not one that costs nothing.
        return (items.length === 0 ? (["edge-egress"] as const) : items).map((item) => ({
          provider,
          item,
          meter: edgeMeters[item],
        }));
      })
    : [];
  const fetched = usage.edge ? setup.edge.providers.find((provider) => listed(provider, "origin-fetch")) : undefined;
  const hours = (usage.edge ? assumed.peopleHours.edge : 0) + (usage.cache ? assumed.peopleHours.cache : 0);
  return [
    ...edge,
    ...(usage.cache
      ? [{ provider: setup.cache.provider, item: "cache-hours" as const, meter: capacity.cacheNodes * minutes }]
      : []),
    ...(setup.people && hours > 0
      ? [{ provider: setup.people.provider, item: "people-hours" as const, meter: Math.round(hours * 60) }]
      : []),
    fetched === undefined
      ? { provider: setup.origin.provider, item: "internet-egress", meter: meter("originBytes") }
      : { provider: fetched, item: "origin-fetch", meter: meter("originBytes") },
    { provider: setup.origin.provider, item: "server-hours", meter: nodes("originRequests", capacity.originServer) },
    { provider: setup.database.provider, item: "database-hours", meter: nodes("databaseReads", capacity.database) },
  ];
}

function lineOf({ provider, item, meter }: Charge, currency: string, prices: readonly Price[]): BillLine {
  const price = prices.find((each) => each.provider === provider && each.item === item);
  const line = { item, part: ITEMS[item].part, provider, priceId: price?.id ?? null, unit: price?.unit ?? null };
  const quantity = typeof meter === "number" && price ? meter / UNITS[price.unit] : null;
  return { ...line, quantity, amount: amountOf(provider, item, meter, currency, price) };
}

function amountOf(
  provider: string,
  item: Item,
  meter: number | string,
  currency: string,
  price: Price | undefined,
): Amount {
  if (!price) return unknown(`there is no price of ${provider} for ${ITEMS[item].words.toLowerCase()}`);
  if (price.currency !== currency)
    return unknown(
      `${price.title} is priced in ${price.currency} and the plan in ${currency}: no rate of exchange is kept`,
    );
  if (typeof meter === "string") return unknown(meter);
  const amount = tieredCost(price.tiers, meter, UNITS[price.unit]);
  return amount.known ? amount : unknown(`${price.title}: ${price.why ?? amount.why}`);
}

/** What is missing to a provider's monthly minimum. */
function minimumOf(provider: string, setup: Setup, prices: readonly Price[], lines: readonly BillLine[]): BillLine[] {
  const price = prices.find((each) => each.provider === provider && each.item === "monthly-minimum");
  if (!price) return [];
  const [item, part] = ["monthly-minimum", "edge"] as const;
  const used = sumOf(
    lines.filter((each) => each.provider === provider && each.part === part).map(({ amount }) => amount),
  );
  const missing = difference(amountOf(provider, item, 1, setup.currency, price), used);
  const amount = missing.known ? known(Math.max(0, missing.micros)) : missing;
  return [{ item, part, provider, priceId: price.id, quantity: 1, unit: price.unit, amount }];
}

/** The sum over all phases, or why there is none. */
function summed({ phases }: Usage, of: Measured): number | string {
  let sum = 0;
  for (const { [of]: count } of phases) {
    if (count === null) return `${VOLUME_WORDS[of]} are not measured`;
    sum += count;
  }
  return sum;
}

/** Machines are bought for the busiest hour of each phase, and stand for the whole of it. */
function nodeMinutes(
  phases: readonly Volumes[],
  of: Measured,
  { perHour, minimum }: Capacity,
  peak: number,
): number | string {
  let sum = 0;
  for (const { minutes, [of]: count } of phases) {
    if (count === null) return `${VOLUME_WORDS[of]} are not measured`;
    const needed = minutes === 0 ? 0 : Math.ceil(Number(((count * peak * 60) / (minutes * perHour)).toPrecision(12)));
    sum += Math.max(minimum, needed) * minutes;
  }
  return sum;
}

export const VOLUME_WORDS: Record<Measured, string> = {
  edgeRequests: "requests at the edge",
  edgeBytes: "bytes from the edge",
  originRequests: "requests at the origin",
  originBytes: "bytes from the origin",
  databaseReads: "reads of the database",
};
