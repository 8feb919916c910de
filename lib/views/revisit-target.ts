import "server-only";
import { NEVER, type QuarterFigures } from "@/lib/format/quarters";
import { targetStatement } from "@/lib/format/target";
import { budgetOf } from "@/lib/slo/error-budget";
import { type Ledger, remembered } from "@/lib/slo/ledger";
import { type Quarter, quarterBefore } from "@/lib/slo/quarter";
import { publicKind, type SliKind } from "@/lib/slo/sli";
import { targetAt, targetSpans } from "@/lib/slo/target-history";
import type { Verdict } from "@/lib/slo/verdict";
import { msOf } from "@/lib/slo/window";
import { type Breach, breachesOf } from "@/lib/store/breaches";
import { cursorOf, type Progress } from "@/lib/store/cursors";
import type { Database } from "@/lib/store/database";
import { storedLedger } from "@/lib/store/ledger";
import type { Slo } from "@/lib/store/slos";
import type { AdrIndex } from "./adr-index";
import type { Ranked } from "./ranking";

export type TargetEvidence = {
  slo: { id: string; name: string; service: string; kind: SliKind; window: string };
  verdict: Verdict;
  reason: string | null;
  statement: string | null;
  inForce: string;
  objective: number;
  drift: string | null;
  /** Oldest first; the last is the quarter of the revisit. */
  quarters: QuarterFigures[];
  /** A share for each day of these quarters, null where nothing is known, and the objectives that held. */
  days: { from: string; values: (number | null)[]; steps: { day: number; objective: number }[] };
};

const QUARTERS = 4;
const DAY = 1440;

/** What the ledger says of one target in a quarter and in the three before it. */
export function targetEvidence(
  db: Database,
  adrs: AdrIndex,
  { slo, target, verdict, reason }: Ranked,
  quarter: Quarter,
  cutOff: number,
): TargetEvidence {
  const ledger = remembered(storedLedger(db, slo.sliId));
  const cursor = cursorOf(db, slo.sliId);
  const quarters = Array.from({ length: QUARTERS }, (_, i) => quarterBefore(quarter, QUARTERS - 1 - i));
  const from = quarters[0]?.from ?? quarter.from;
  const breaches = breachesOf(db, slo.id, from, Number.MAX_SAFE_INTEGER).filter(
    ({ kind }) => kind === "objective-missed",
  );
  return {
    slo: { id: slo.id, name: slo.name, service: slo.service, kind: publicKind(slo.sli), window: target.window },
    verdict,
    reason,
    statement: adrs.promised(target.decisionPath, target.decisionId, slo.id)?.statement ?? null,
    inForce: targetStatement(target, slo.sli),
    objective: target.objective,
    drift: adrs.drift(slo.id, target),
    quarters: quarters.map((each) => ({
      ...figuresOf(slo, ledger, breaches, each, Math.min(each.end, cutOff)),
      judgedSince: judgedSince(cursor, each, cutOff),
    })),
    days: daysOf(slo, ledger, from, cutOff),
  };
}

function figuresOf(
  slo: Slo,
  ledger: Ledger,
  breaches: readonly Breach[],
  { label, from, end }: Quarter,
  to: number,
): Omit<QuarterFigures, "judgedSince"> {
  const until = Math.max(to, from + 1);
  const begun = ledger.first()?.minute ?? until;
  const { attainment, remaining, observedSeconds } = budgetOf(ledger, slo.targets, slo.edges, from, until);
  const known = until > begun;
  const seconds = known ? observedSeconds : 0;
  const lengths = breaches
    .map(({ openedMinute, closedMinute }) => Math.min(closedMinute ?? until, until) - Math.max(openedMinute, from))
    .filter((minutes) => minutes > 0);
  const spans = targetSpans(slo.targets, from, until);
  return {
    label,
    running: to < end,
    attainment: known ? attainment : null,
    targets: spans
      .map(({ version }) => targetStatement(version, slo.sli))
      .filter((text, i, all) => i === 0 || text !== all[i - 1]),
    remaining: known ? remaining : null,
    breaches: lengths.length,
    breachMinutes: lengths.reduce((sum, minutes) => sum + minutes, 0),
    longestMinutes: lengths.reduce((most, minutes) => Math.max(most, minutes), 0),
    notObservedMinutes: Math.max(0, Math.round(until - from - seconds / 60)),
    coverage: Math.min(1, seconds / ((until - from) * 60)),
  };
}

/** Breaches are looked for in what the engine told, not in what was generated below it. */
function judgedSince(cursor: Progress | null, { from, end }: Quarter, cutOff: number): string | null {
  const begun = cursor === null ? cutOff : cursor.replayed ? cursor.backfilledTo : cursor.firstLiveMinute;
  if (begun <= from) return null;
  return begun >= Math.min(end, cutOff) ? NEVER : new Date(msOf(begun)).toISOString();
}

function daysOf(slo: Slo, ledger: Ledger, from: number, cutOff: number): TargetEvidence["days"] {
  const begun = ledger.first()?.minute ?? cutOff;
  const count = Math.max(1, Math.ceil((cutOff - from) / DAY));
  const values = Array.from({ length: count }, (_, i) => {
    const [begin, to] = [from + i * DAY, Math.min(from + (i + 1) * DAY, cutOff)];
    if (to <= begun) return null;
    const { attainment, observedSeconds } = budgetOf(ledger, slo.targets, slo.edges, begin, to);
    return attainment === null || observedSeconds === 0 ? null : Number(attainment.toPrecision(4));
  });
  const steps = targetSpans(slo.targets, from, Math.max(cutOff, from + 1)).map((span) => ({
    day: (span.from - from) / DAY,
    objective: targetAt(slo.targets, span.to).objective,
  }));
  return {
    from: new Date(msOf(from)).toISOString(),
    values,
    steps: steps.filter(({ objective }, i) => i === 0 || objective !== steps[i - 1]?.objective),
  };
}
