import "server-only";
import { parseDecisionAddress } from "@/lib/adr/decision-address";
import { type Bill, type BillLine, VOLUME_WORDS } from "@/lib/costs/bill";
import { ITEMS, type Part } from "@/lib/costs/items";
import type { Amount } from "@/lib/costs/money";
import { type MonthCost, paybackIn, projectionOf } from "@/lib/costs/month-cost";
import { type Multiple, multiplesOf, type Payback } from "@/lib/costs/payback";
import type { Measured } from "@/lib/costs/usage";
import { msOf } from "@/lib/slo/window";
import type { Database } from "@/lib/store/database";
import { sloById } from "@/lib/store/slos";
import type { AdrIndex, DecisionLink } from "./adr-index";

/** What one item costs in a situation; null: it is not billed there. */
export type ItemCell = { amount: Amount; quantity: number | null; unit: string | null; priceId: string | null } | null;

export type ItemRow = {
  key: string;
  words: string;
  part: Part;
  provider: string;
  without: ItemCell;
  with: ItemCell;
  promised: ItemCell;
};

export type VolumeRow = {
  of: Measured;
  words: string;
  slo: { id: string; name: string } | null;
  /** What came; and what would have come through had the target just been met. null: not known, and `why` says why. */
  value: number | null;
  promised: number | null;
  coverage: number;
  why: string | null;
};

/** One month in full. */
export type CostDetail = {
  id: string;
  from: string;
  to: string;
  isWhole: boolean;
  coverage: number;
  totals: { without: Amount; with: Amount; promised: Amount; benefit: Amount; spend: Amount; roi: number | null };
  items: ItemRow[];
  /** Whose saving is whose: they add up to the whole benefit. */
  byDecision: { layer: "edge" | "cache"; decision: DecisionLink; benefit: Amount }[];
  volumes: VolumeRow[];
  multiples: Multiple[];
  /** Of a whole month; of one that is running, as it is projected. */
  payback: Payback;
  /** The whole month, if the traffic of its observed minutes went on; null where it has ended or too little is known. */
  projection: { without: Amount; with: Amount; promised: Amount } | null;
  /** A price that was first stated for a later month bills it. */
  pricedLater: boolean;
  /** Why totals are unknown, each reason once. */
  unknown: string[];
};

const TIMES = [0.1, 1, 10, 100];

export function costDetail(db: Database, adrs: AdrIndex, cost: MonthCost): CostDetail {
  const { month, plan, comparison, volumes, prices, measured } = cost;
  const { bills, benefit, spend, roi, byDecision } = comparison;
  const projected = projectionOf(cost);
  return {
    id: month.id,
    from: new Date(msOf(month.from)).toISOString(),
    to: new Date(msOf(cost.to)).toISOString(),
    isWhole: cost.isWhole,
    coverage: cost.coverage,
    totals: {
      without: bills.without.total,
      with: bills.with.total,
      promised: bills.promised.total,
      ...{ benefit, spend, roi },
    },
    items: itemRows(bills.without, bills.with, bills.promised),
    byDecision: byDecision.flatMap(({ layer, decision, benefit: owed }) => {
      const { path, id } = parseDecisionAddress(decision) ?? { path: decision, id: "" };
      const link = adrs.link(path, id);
      return link ? [{ layer, decision: link, benefit: owed }] : [];
    }),
    volumes: measured.map(({ of, by, value, promised, coverage, why }) => {
      const slo = sloById(db, by.slo);
      return {
        of,
        words: VOLUME_WORDS[of],
        slo: slo && { id: slo.id, name: slo.name },
        value,
        promised,
        coverage,
        why,
      };
    }),
    multiples: multiplesOf(plan.setup, prices, [volumes], TIMES),
    payback: paybackIn(cost),
    projection: projected && {
      without: projected.bills.without.total,
      with: projected.bills.with.total,
      promised: projected.bills.promised.total,
    },
    pricedLater: prices.some(({ isEarlier }) => isEarlier),
    unknown: [
      ...new Set(
        [bills.without, bills.with, bills.promised].flatMap(({ lines }) =>
          lines.flatMap(({ amount }) => (amount.known ? [] : [amount.why])),
        ),
      ),
    ],
  };
}

const keyOf = ({ item, provider }: BillLine): string => `${item} ${provider}`;

/** The lines of all three bills, each item once; what is billed in none of them does not appear. */
function itemRows(without: Bill, withCaches: Bill, promised: Bill): ItemRow[] {
  const rows = new Map<string, ItemRow>();
  for (const [situation, { lines }] of [
    ["with", withCaches],
    ["promised", promised],
    ["without", without],
  ] as const)
    for (const line of lines) {
      const { item, part, provider, amount, quantity, unit, priceId } = line;
      const key = keyOf(line);
      const row = rows.get(key) ?? {
        ...{ key, words: ITEMS[item].words, part, provider },
        ...{ without: null, with: null, promised: null },
      };
      rows.set(key, { ...row, [situation]: { amount, quantity, unit, priceId } });
    }
  return [...rows.values()];
}
