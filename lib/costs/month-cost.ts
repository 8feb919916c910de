import { type Comparison, compare } from "./comparison";
import { type Counted, coverageOf, type MeasuredVolume, measure, volumesOf } from "./measured";
import type { Month } from "./month";
import { type Payback, paybackOf } from "./payback";
import type { Plan } from "./plan";
import { type PriceInForce, type PriceVersion, pricesIn } from "./price-history";
import type { Volumes } from "./usage";

/** What a plan and the prices say of one month, as far as it was measured. */
export type MonthCost = {
  month: Month;
  plan: Plan;
  /** The minutes (month.from, to] were looked at. */
  to: number;
  isWhole: boolean;
  measured: MeasuredVolume[];
  /** The least observed share of any volume. */
  coverage: number;
  volumes: Volumes;
  prices: PriceInForce[];
  comparison: Comparison;
};

/** The plan that bills a month: the newest of those that hold from it or an earlier one; before the first, the first. */
export function planIn<Version extends { from: string }>(versions: readonly Version[], month: string): Version | null {
  return versions.findLast(({ from }) => from <= month) ?? versions[0] ?? null;
}

/** `upTo`: the last minute that is counted; what lies after it is not billed. */
export function monthCost(
  plan: Plan,
  versions: readonly PriceVersion[],
  counted: ReadonlyMap<string, Counted>,
  month: Month,
  upTo: number,
): MonthCost {
  const to = Math.max(month.from, Math.min(month.end, upTo));
  const minutes = to - month.from;
  const measured = measure(plan, counted, month.from, to);
  const volumes = volumesOf(measured, minutes, "value");
  const prices = pricesIn(versions, month.id);
  const promised = volumesOf(measured, minutes, "promised");
  return {
    month,
    plan,
    to,
    isWhole: to === month.end,
    measured,
    coverage: coverageOf(measured),
    volumes,
    prices,
    comparison: compare(plan.setup, prices, [volumes], [promised]),
  };
}

/** Less than this of a month is no ground to say how it will end. */
const ENOUGH_MINUTES = 1440;
const ENOUGH_COVERAGE = 0.5;

/** The whole month with its volumes: as they are, and as the targets promise them. */
type Projected = { value: Volumes; promised: Volumes };

/**
 * The whole month if the traffic of its observed minutes went on as it was on average: a guess. null where too little was
 * observed, or the month has ended.
 */
function projected({ month, to, isWhole, coverage, measured }: MonthCost): Projected | null {
  const elapsed = to - month.from;
  if (isWhole || elapsed < ENOUGH_MINUTES || coverage < ENOUGH_COVERAGE) return null;
  const minutes = month.end - month.from;
  const grown = measured.map((each) => {
    const times = minutes / (elapsed * each.coverage);
    const by = (count: number | null): number | null => (count === null ? null : Math.round(count * times));
    return { ...each, value: by(each.value), promised: by(each.promised) };
  });
  return { value: volumesOf(grown, minutes, "value"), promised: volumesOf(grown, minutes, "promised") };
}

/** What that would cost. */
export function projectionOf(cost: MonthCost): Comparison | null {
  const volumes = projected(cost);
  return volumes && compare(cost.plan.setup, cost.prices, [volumes.value], [volumes.promised]);
}

/** From how many requests a month on the caches pay: of a month that is running, by what is projected of it. */
export function paybackIn(cost: MonthCost): Payback {
  const volumes = cost.isWhole ? cost.volumes : projected(cost)?.value;
  if (!volumes) return { pays: "unknown", why: "too little of the month was observed" };
  return paybackOf(cost.plan.setup, cost.prices, [volumes]);
}
