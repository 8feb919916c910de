import "server-only";
import type { Reader } from "@/lib/auth/actor";
import { delayOf } from "@/lib/engines";
import { DomainError } from "@/lib/errors";
import { remembered } from "@/lib/slo/ledger";
import { targetAt } from "@/lib/slo/target-history";
import { msOf } from "@/lib/slo/window";
import { database } from "@/lib/store/database";
import { storedLedger } from "@/lib/store/ledger";
import { sloById } from "@/lib/store/slos";
import { annotationsOf } from "./annotations";
import { type BudgetSeries, budgetSeries } from "./budget-chart";
import { type PreviousRange, type ShownRange, type ShownTerms, shownRange } from "./shown-range";

/** One slice: shares 0..1, null where there is nothing to divide; `coverage`: its observed share; times ISO 8601 UTC. */
export type SeriesItem = {
  from: string;
  to: string;
  good: number;
  total: number;
  attainment: number | null;
  coverage: number;
  p95Seconds: number | null;
  objective: number;
  budgetRemaining: number | null;
  budgetCoverage: number | null;
  previousTotal?: number | null;
  previousAttainment?: number | null;
  previousCoverage?: number | null;
  /** Titles of the annotations that begin in it. */
  happened: string[];
};

/** Oldest first. `from` and `to` of the range are those that were used. */
export type SeriesView = Pick<ShownRange, "from" | "to" | "stepSeconds" | "sums"> & {
  previous: Pick<PreviousRange, "from" | "to" | "sums"> | null;
  /** What `budgetRemaining` is of, as in `BudgetSeries`. */
  budget: BudgetSeries["kind"];
  items: SeriesItem[];
};

/** @throws DomainError `not-found`, `bad-input` for a range that cannot be shown */
export function seriesView(_reader: Reader, now: Date, id: string, terms: ShownTerms): SeriesView {
  const db = database();
  const slo = sloById(db, id);
  if (!slo) throw new DomainError("not-found", `There is no SLO "${id}".`, "GET /api/v1/slos lists them.");
  const ledger = remembered(storedLedger(db, slo.sliId));
  const { range, series, previous, minutes } = shownRange(ledger, slo, terms, now, delayOf({ engine: slo.sli.engine }));
  if (range.problem !== null)
    throw new DomainError(
      "bad-input",
      range.problem,
      "Give from and to as RFC 3339 times or days, or a range such as 28d.",
    );
  const { kind, points } = budgetSeries(ledger, slo, minutes, false);
  const budget = new Map(points.map((point) => [point.t, point]));
  const before = new Map(previous?.series.map((point) => [point.slice, point]));
  const annotations = annotationsOf(db, slo, msOf(minutes.from), msOf(minutes.to));
  return {
    from: range.from,
    to: range.to,
    stepSeconds: range.stepSeconds,
    sums: range.sums,
    budget: kind,
    previous: previous && { from: previous.from, to: previous.to, sums: previous.sums },
    items: series.map((point): SeriesItem => {
      const begin = point.t - point.seconds * 1_000;
      const compared = before.get(point.slice);
      const left = budget.get(msOf(Math.min(minutes.to, minutes.from + (point.slice + 1) * minutes.step)));
      return {
        from: new Date(begin).toISOString(),
        to: new Date(point.t).toISOString(),
        good: point.good,
        total: point.total,
        attainment: point.attainment,
        coverage: point.observed,
        p95Seconds: point.p95Seconds,
        objective: targetAt(slo.targets, point.t / 60_000).objective,
        budgetRemaining: left?.remaining ?? null,
        budgetCoverage: left?.coverage ?? null,
        ...(previous === null
          ? {}
          : {
              previousTotal: compared?.total ?? null,
              previousAttainment: compared?.attainment ?? null,
              previousCoverage: compared?.observed ?? null,
            }),
        happened: annotations
          .filter(({ from }) => Date.parse(from) > begin && Date.parse(from) <= point.t)
          .map(({ title }) => title),
      };
    }),
  };
}
