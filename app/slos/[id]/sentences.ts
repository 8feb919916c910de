import type { ShareChart } from "@/app/_charts/share-option";
import { observed } from "@/app/_parts/coverage";
import { count, countInWords } from "@/lib/format/count";
import { duration, theWindow } from "@/lib/format/duration";
import { latency } from "@/lib/format/latency";
import { objectivePercent, percent } from "@/lib/format/percent";
import { briefly, shortDay } from "@/lib/format/time";
import type { SloView } from "@/lib/views/slo";

export function shareSentence(view: SloView, { steps, bands, range, gaps, excluded }: ShareChart): string {
  const { row, breaches } = view;
  const kept =
    row.attainment === null
      ? `${objectivePercent(row.objective)} was asked; nothing can be said of ${theWindow(row.window)}.`
      : `${objectivePercent(row.objective)} was asked, ${percent(row.attainment)} was kept over ${theWindow(row.window)} (${observed(row.coverage)}).`;
  const changes = steps.slice(1).map((step, i) => {
    const before = steps[i]?.value ?? step.value;
    const verb = step.value > before ? "rose" : step.value < before ? "fell" : "was set again";
    return ` The target ${verb}${step.value === before ? "" : ` from ${objectivePercent(before)} to ${objectivePercent(step.value)}`} on ${shortDay(step.from)}.`;
  });
  const open = bands.reduce((sum, band) => sum + Math.min(band.to, range.to) - Math.max(band.from, range.from), 0);
  const within = breaches.filter(
    ({ openedAt, closedAt }) =>
      Date.parse(openedAt) < range.to && (closedAt === null || Date.parse(closedAt) > range.from),
  ).length;
  const episodes =
    within === 0
      ? " No breach in this range."
      : ` ${capital(countInWords(within))} ${within === 1 ? "breach" : "breaches"}, ${duration(open / 1_000)} in all.`;
  const missing = gaps.length === 0 ? "" : ` Dots: not observed.`;
  const left = (excluded ?? []).length === 0 ? "" : " Grey ground: excluded from the corrected figures.";
  return `${kept}${ofRange(view)}${changes.join("")}${episodes}${missing}${left}${ofPrevious(view)}`;
}

/** What the range itself kept, where it is another time than the SLO's window. */
function ofRange({ range, row }: SloView): string {
  if (range.name === row.window) return "";
  const { attainment, coverage } = range.sums;
  if (attainment === null) return " Of this range nothing can be said.";
  return ` In this range it was ${percent(attainment)} (${observed(coverage)}).`;
}

/** "Grey: the 28 d before, 97.2 % (99.4 % observed)." */
function ofPrevious({ previous }: SloView): string {
  if (previous === null) return "";
  const length = duration((Date.parse(previous.to) - Date.parse(previous.from)) / 1_000);
  const { attainment, coverage } = previous.sums;
  if (attainment === null) return ` Of the ${length} before nothing was observed.`;
  return ` Grey: the ${length} before, ${percent(attainment)} (${observed(coverage)}).`;
}

export function budgetSentence({ row, now, range, budgetSeries }: SloView): string {
  const last = budgetSeries.points.findLast(({ remaining }) => remaining !== null);
  if (!last || last.remaining === null) return "There is no traffic to take a budget from.";
  const how =
    budgetSeries.kind === "standing"
      ? ` Each point is what was left of the ${theWindow(row.window)} that ended then.`
      : "";
  if (!range.isLive) {
    const over = last.remaining < 0;
    const stood = over ? `was overspent by ${percent(-last.remaining, 0)}` : `had ${percent(last.remaining, 0)} left`;
    return `At ${briefly(last.t, now)} UTC the budget ${stood} (${observed(last.coverage)}).${how}`;
  }
  const { remaining } = row.budget;
  if (remaining === null) return "There is no traffic to take a budget from.";
  if (remaining < 0) return `More than everything is spent: ${percent(-remaining, 0)} over.${how}`;
  const left = `${percent(remaining, 0)} is left of what ${theWindow(row.window)} may spend (${observed(row.budget.coverage)}).`;
  return `${left} ${forecast(budgetSeries, now)}${how}`;
}

/** "At the burn of the last 6 h it is gone 30 Nov, 13:12; the cone spans the burns of the last 2 h and the last day." */
function forecast({ projections }: SloView["budgetSeries"], now: string): string {
  if (projections === null) return "At the present rate it holds.";
  const [first] = projections;
  const gone = first?.goneAt == null ? "it holds" : `it is gone ${briefly(first.goneAt, now)} UTC`;
  const [fastest, slowest] = edgesOf(projections);
  const cone =
    fastest && slowest && fastest !== slowest
      ? `; the cone spans the burns of the ${lately(fastest.label)} and the ${lately(slowest.label)}`
      : "";
  return `At the burn of the ${lately(first?.label ?? "")} ${gone}${cone}.`;
}

type Projected = NonNullable<SloView["budgetSeries"]["projections"]>[number];

/** The burn that leaves least and the one that leaves most, where all are drawn to. */
function edgesOf(projections: Projected[]): [Projected | undefined, Projected | undefined] {
  const gone = ({ goneAt }: Projected): number => (goneAt === null ? Number.POSITIVE_INFINITY : Date.parse(goneAt));
  const left = ({ points }: Projected): number => points.at(-1)?.remaining ?? 0;
  const ordered = projections.toSorted((a, b) => (gone(a) === gone(b) ? left(a) - left(b) : gone(a) - gone(b)));
  return [ordered[0], ordered.at(-1)];
}

const lately = (label: string): string => (label === "1 d" ? "last day" : `last ${label.replace(" ", "\u202f")}`);

export function latencySentence({ p95Seconds, row }: SloView): string {
  const same = row.objective === 0.95 ? "The same promise as a percentile" : "The 95th percentile";
  const now =
    p95Seconds === null ? "" : ` ${latency(p95Seconds)} over ${theWindow(row.window)} (${observed(row.coverage)}).`;
  return `${same}, from the buckets in the ledger.${now}`;
}

export function trafficSentence({ range, previous }: SloView): string {
  const { total, coverage } = range.sums;
  const before =
    previous === null || previous.sums.coverage === 0
      ? ""
      : ` Grey: the time before, ${count(previous.sums.total)} (${observed(previous.sums.coverage)}).`;
  return `${count(total)} counted events; one bar is ${duration(range.stepSeconds)} (${observed(coverage)}).${before}`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
