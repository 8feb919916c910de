import "server-only";
import { budgetOf } from "@/lib/slo/error-budget";
import { remembered } from "@/lib/slo/ledger";
import { targetAt } from "@/lib/slo/target-history";
import { minuteAt } from "@/lib/slo/window";
import { breachesOf } from "@/lib/store/breaches";
import type { Database } from "@/lib/store/database";
import { storedLedger } from "@/lib/store/ledger";
import type { AdrIndex } from "./adr-index";
import type { Ranked } from "./ranking";
import { type SloRow, sloRow } from "./slo-row";
import { readFigures } from "./standing";

export type Evidence = {
  slo: SloRow;
  /** The promised sentence, from the front matter. */
  statement: string | null;
  /** What the record says against what the store says, where they differ. */
  drift: string | null;
  breachesThisQuarter: number;
  minutesBreachedThisQuarter: number;
  /** Oldest first; the last is the current one. */
  quarters: { label: string; attainment: number | null; coverage: number; current: boolean }[];
};

const QUARTERS = 4;

/** What the ledger says of a decision's target: this quarter, the three before, and the breaches of this one. UTC quarters. */
export function evidenceFor(db: Database, adrs: AdrIndex, each: Ranked, now: Date): Evidence {
  const { slo } = each;
  readFigures(db, [each]);
  const ledger = remembered(storedLedger(db, slo.sliId));
  const until = ledger.last()?.minute ?? minuteAt(now.getTime());
  const begun = ledger.first()?.minute ?? until;
  const target = targetAt(slo.targets, until);
  const start = startOfQuarter(now, 0);
  const breaches = breachesOf(db, slo.id, start).filter(({ kind }) => kind === "objective-missed");
  return {
    slo: sloRow(adrs, each),
    statement: adrs.promised(target.decisionPath, target.decisionId, slo.id)?.statement ?? null,
    drift: adrs.drift(slo.id, target),
    breachesThisQuarter: breaches.length,
    minutesBreachedThisQuarter: breaches.reduce(
      (sum, { openedMinute, closedMinute }) =>
        sum + (Math.min(closedMinute ?? until, until) - Math.max(openedMinute, start)),
      0,
    ),
    quarters: Array.from({ length: QUARTERS }, (_, i) => {
      const back = QUARTERS - 1 - i;
      const from = startOfQuarter(now, back);
      const to = back === 0 ? until : startOfQuarter(now, back - 1);
      const { attainment, coverage } = budgetOf(ledger, slo.targets, slo.edges, from, Math.max(to, from + 1));
      const known = to > begun;
      return {
        label: labelOf(now, back),
        attainment: known ? attainment : null,
        coverage: known ? coverage : 0,
        current: back === 0,
      };
    }),
  };
}

const quarterOf = (now: Date): number => Math.floor(now.getUTCMonth() / 3);

/** First minute of the quarter that lies `back` quarters ago. */
const startOfQuarter = (now: Date, back: number): number =>
  minuteAt(Date.UTC(now.getUTCFullYear(), (quarterOf(now) - back) * 3, 1));

const labelOf = (now: Date, back: number): string => `Q${((((quarterOf(now) - back) % 4) + 4) % 4) + 1}`;
