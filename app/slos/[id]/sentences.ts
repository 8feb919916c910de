import type { ShareChart } from "@/app/_charts/share-option";
import { observed } from "@/app/_parts/coverage";
import { count, countInWords } from "@/lib/format/count";
import { duration, theWindow } from "@/lib/format/duration";
import { latency } from "@/lib/format/latency";
import { objectivePercent, percent } from "@/lib/format/percent";
import { dayAndTime, shortDay } from "@/lib/format/time";
import type { SloView } from "@/lib/views/slo";

export function shareSentence({ row, breaches }: SloView, { steps, bands, range, gaps }: ShareChart): string {
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
  return `${kept}${changes.join("")}${episodes}${missing}`;
}

export function budgetSentence({ row, now }: SloView): string {
  const { remaining } = row.budget;
  if (remaining === null) return "There is no traffic to take a budget from.";
  if (remaining < 0) return `More than everything is spent: ${percent(-remaining, 0)} over.`;
  const left = `${percent(remaining, 0)} is left of what ${theWindow(row.window)} may spend (${observed(row.budget.coverage)}).`;
  if (row.exhaustedInSeconds === null) return `${left} At the present rate it holds.`;
  const at = Date.parse(now) + row.exhaustedInSeconds * 1_000;
  return `${left} At the present rate it is gone ${dayAndTime(at)}.`;
}

export function latencySentence({ p95Seconds, row }: SloView): string {
  const same = row.objective === 0.95 ? "The same promise as a percentile" : "The 95th percentile";
  const now =
    p95Seconds === null ? "" : ` ${latency(p95Seconds)} over ${theWindow(row.window)} (${observed(row.coverage)}).`;
  return `${same}, from the buckets in the ledger.${now}`;
}

export function trafficSentence({ series, range }: SloView): string {
  const total = series.reduce((sum, point) => sum + point.total, 0);
  return `${count(total)} counted events; one bar is ${duration(range.stepSeconds)} (${observed(mean(series.map((point) => point.observed)))}).`;
}

const mean = (shares: number[]): number => shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length);

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
