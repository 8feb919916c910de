import type { BudgetChart } from "@/app/_charts/budget-option";
import { unobserved } from "@/app/_charts/gaps";
import type { LatencyChart } from "@/app/_charts/latency-option";
import { mergeBands } from "@/app/_charts/merge-bands";
import type { Beside, Span } from "@/app/_charts/points";
import type { ShareChart } from "@/app/_charts/share-option";
import { targetSteps } from "@/app/_charts/target-steps";
import type { TrafficChart } from "@/app/_charts/traffic-option";
import { duration } from "@/lib/format/duration";
import { latency } from "@/lib/format/latency";
import { objectivePercent, percent } from "@/lib/format/percent";
import type { ShellView } from "@/lib/views/shell";
import type { PreviousRange, SloView } from "@/lib/views/slo";
import { alertLabel, annotationLabel } from "./annotation-words";

type Source = Pick<
  SloView,
  | "row"
  | "series"
  | "budgetSeries"
  | "targets"
  | "breaches"
  | "previous"
  | "annotations"
  | "alerts"
  | "excluded"
  | "range"
> & { generated: ShellView["generated"] };

export type SloCharts = {
  share: ShareChart;
  budget: BudgetChart;
  latency: LatencyChart | null;
  traffic: TrafficChart;
  /** By the end of a slice: what happened in it, and the slice of the time before. */
  happened: ReadonlyMap<number, readonly string[]>;
  before: ReadonlyMap<number, PreviousRange["series"][number]>;
};

const at = (time: string): number => Date.parse(time);

/** What the view says, as the pictures want it. */
export function chartData(source: Source): SloCharts {
  const { row, series, budgetSeries, targets, breaches, previous } = source;
  const range: Span = { from: at(source.range.from), to: at(source.range.to) };
  const gaps = unobserved(series, source.range.stepSeconds * 1_000, range.to);
  const generated = source.generated.map((span) => ({ from: at(span.from), to: at(span.to) }));
  const bands = mergeBands(
    breaches.map((breach) => ({
      from: at(breach.openedAt),
      to: breach.closedAt === null ? range.to : at(breach.closedAt),
      open: breach.closedAt === null,
    })),
    range,
  );
  const steps = targetSteps(
    targets.map((target) => ({
      inForceFrom: target.inForceFrom,
      value: target.objective,
      label: `v${target.version}: ${objectivePercent(target.objective)}${target.decision ? `, ${adr(target.decision)}${target.decision.id.toUpperCase()}` : ""}`,
    })),
    range,
  );
  const promisedP95 = targets.filter((target) => target.objective === 0.95 && target.threshold !== null);
  const bySlice = new Map(previous?.series.map((point) => [point.slice, point]));
  const before = new Map(
    series.flatMap((point) => {
      const compared = bySlice.get(point.slice);
      return compared ? [[point.t, compared] as const] : [];
    }),
  );
  const happened = happenedIn(source);
  const marks = [
    ...source.annotations.map((each) => ({
      from: at(each.from),
      to: each.to === null ? null : at(each.to),
      label: annotationLabel(each),
    })),
    // One that fires has no end yet.
    ...source.alerts.map((each) => ({
      from: at(each.from),
      to: each.to === null ? range.to : at(each.to),
      label: alertLabel(each),
    })),
  ].sort((a, b) => a.from - b.from);
  const word = previous ? duration((at(previous.to) - at(previous.from)) / 1_000) : "";
  const beside = (figure: (point: PreviousRange["series"][number]) => [number | null, string]): Beside => ({
    marks,
    ...(previous ? { previous: previous.series.map((point) => ({ t: point.t, v: figure(point)[0] })) } : {}),
    said: new Map(
      series.map(({ t }) => {
        const compared = before.get(t);
        const [value, words] = compared ? figure(compared) : [null, ""];
        return [t, [...(value === null ? [] : [`${word} before: ${words}`]), ...(happened.get(t) ?? [])]];
      }),
    ),
  });
  return {
    happened,
    before,
    share: {
      range,
      points: series.map((p) => ({ t: p.t, v: p.attainment, observed: p.observed })),
      steps,
      bands,
      gaps,
      generated,
      excluded: source.excluded.map((span) => ({ from: at(span.from), to: at(span.to), label: span.reason })),
      ...beside((p) => [p.attainment, percent(p.attainment ?? 0)]),
    },
    budget: {
      range,
      points: budgetSeries.points.map((p) => ({ t: p.t, v: p.remaining, observed: p.coverage })),
      even: budgetSeries.even,
      projections: (budgetSeries.projections ?? []).map(({ label, goneAt, points }) => ({
        label,
        goneAt: goneAt === null ? null : at(goneAt),
        line: points.map(({ t, remaining }) => [t, remaining]),
      })),
      generated,
      marks,
      said: happened,
    },
    latency:
      row.kind === "latency"
        ? {
            range,
            points: series.map((p) => ({ t: p.t, v: p.p95Seconds, observed: p.observed })),
            // Only a promise to 95 % of the requests is one about their p95.
            steps:
              promisedP95.length === targets.length
                ? targetSteps(
                    promisedP95.map((t) => ({ inForceFrom: t.inForceFrom, value: t.threshold ?? 0, label: "" })),
                    range,
                  )
                : [],
            gaps,
            generated,
            ...beside((p) => [p.p95Seconds, latency(p.p95Seconds ?? 0)]),
          }
        : null,
    traffic: {
      range,
      points: series.map((p) => ({ t: p.t, total: p.total, observed: p.observed })),
      gaps,
      generated,
      ...beside((p) => [p.observed > 0 ? p.total : null, `${p.total}`]),
    },
  };
}

const adr = ({ adrNumber }: { adrNumber: string | null }): string => (adrNumber === null ? "" : `ADR ${adrNumber} · `);

/** What happened, by the end of the slice in which it began; what began after the last slice belongs to it. */
function happenedIn({
  series,
  annotations,
  alerts,
}: Pick<Source, "series" | "annotations" | "alerts">): Map<number, string[]> {
  const happened = new Map<number, string[]>();
  for (const { from, label } of [
    ...annotations.map((each) => ({ from: at(each.from), label: annotationLabel(each) })),
    ...alerts.map((each) => ({ from: at(each.from), label: alertLabel(each) })),
  ]) {
    const slice = series.find(({ t }) => from <= t) ?? series.at(-1);
    if (slice) happened.set(slice.t, [...(happened.get(slice.t) ?? []), label]);
  }
  return happened;
}
