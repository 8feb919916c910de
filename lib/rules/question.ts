import type { Tally } from "@/lib/slo/ledger";
import { isCounted, type Sli } from "@/lib/slo/sli";
import { type TargetVersion, targetAt } from "@/lib/slo/target-history";
import { type CountedSelector, keyOf, selectorsOf } from "./counting";
import { type Answers, type Left, SETTLED, talliesOf } from "./tally";
import { selectorsIn, valueQueriesOf } from "./value-query";
import { type Values, valueTalliesOf, type WorstValue } from "./value-tally";

/** What has to be asked to count an SLI's minutes. */
export type Needed = { selectors: CountedSelector[]; values: string[] };

type Asking = { sli: Sli; targets: readonly TargetVersion[] };

export const neededFor = ({ sli, targets }: Asking): Needed => ({
  selectors: isCounted(sli) ? selectorsOf(sli) : [],
  values: valueQueriesOf(
    sli,
    targets.flatMap(({ threshold }) => threshold ?? []),
  ),
});

/** The names under which answers and refusals are kept. */
export const keysOf = ({ selectors, values }: Needed): string[] => [...selectors.map(keyOf), ...values];

/** A selector whose samples tell how far back an SLI can be counted; null where there is none to tell by. */
export function historyProbe(sli: Sli): string | null {
  if (isCounted(sli)) return sli.total[0]?.selector ?? null;
  return valueQueriesOf(sli, []).flatMap(selectorsIn)[0] ?? null;
}

/** What an SLI's minutes [from, to] held; see `talliesOf` and `valueTalliesOf`. `worst` is kept of gauges only. */
export function talliesFrom(
  { sli, targets, edges }: Asking & { edges: readonly number[] | null },
  { answers, values }: { answers: Answers; values: Values },
  from: number,
  to: number,
  before: Left,
): { tallies: Tally[]; left: Left; worst: WorstValue[] } {
  if (isCounted(sli)) return { ...talliesOf(sli, edges, answers, from, to, before), worst: [] };
  return { ...valueTalliesOf(sli, (minute) => targetAt(targets, minute).threshold, values, from, to), left: SETTLED };
}
