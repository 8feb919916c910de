import { TableTwin } from "@/app/_charts/table-twin";
import { stepAt } from "@/app/_charts/target-steps";
import { count } from "@/lib/format/count";
import { duration } from "@/lib/format/duration";
import { eventWords } from "@/lib/format/events";
import { latency } from "@/lib/format/latency";
import { objectivePercent, percent } from "@/lib/format/percent";
import { dayAndTime } from "@/lib/format/time";
import type { SloView } from "@/lib/views/slo";
import type { SloCharts } from "./chart-data";

type Props = { view: SloView; data: SloCharts };
type Slice = SloView["series"][number];
type Column = { head: string; cell: (slice: Slice) => string };

const UNTIL: Column = { head: "Until (UTC)", cell: ({ t }) => dayAndTime(t) };
const OBSERVED: Column = { head: "Observed", cell: ({ observed }) => percent(observed) };
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** What stands in every chart's table at its end: the time before, and what happened. */
function besides({ view, data }: Props, before: (slice: Slice) => string): Column[] {
  return [
    ...(view.previous ? [{ head: "Slice before", cell: before }] : []),
    ...(data.happened.size > 0
      ? [{ head: "Happened", cell: ({ t }: Slice) => data.happened.get(t)?.join("; ") ?? "" }]
      : []),
  ];
}

function Twin({ caption, columns, series }: { caption: string; columns: Column[]; series: Slice[] }) {
  return (
    <TableTwin
      caption={caption}
      head={columns.map(({ head }) => head)}
      rows={series.map((slice) => columns.map(({ cell }) => cell(slice)))}
    />
  );
}

const share = (value: number | null | undefined, digits = 2): string => (value == null ? "–" : percent(value, digits));

export function ShareTable(props: Props) {
  const { view, data } = props;
  const { bad, all } = eventWords(view.row.kind);
  return (
    <Twin
      caption="Share of good events by slice"
      series={view.series}
      columns={[
        UNTIL,
        { head: "Good share", cell: ({ attainment }) => share(attainment) },
        { head: "Target", cell: ({ t }) => objectivePercent(stepAt(data.share.steps, t)?.value ?? view.row.objective) },
        { head: capital(all), cell: ({ total }) => count(total) },
        { head: capital(bad), cell: ({ good, total }) => count(total - good) },
        OBSERVED,
        { head: "In breach", cell: (slice) => inBreach(data, slice) },
        ...besides(props, ({ t }) => share(data.before.get(t)?.attainment)),
      ]}
    />
  );
}

function inBreach({ share: { bands } }: SloCharts, { t, seconds }: Slice): string {
  const ms = bands.reduce(
    (sum, band) => sum + Math.max(0, Math.min(band.to, t) - Math.max(band.from, t - seconds * 1_000)),
    0,
  );
  return ms === 0 ? "–" : duration(ms / 1_000);
}

export function LatencyTable(props: Props) {
  const { view, data } = props;
  const p95 = (seconds: number | null | undefined): string => (seconds == null ? "–" : latency(seconds));
  return (
    <Twin
      caption="95th percentile by slice"
      series={view.series}
      columns={[
        UNTIL,
        { head: "p95", cell: ({ p95Seconds }) => p95(p95Seconds) },
        { head: "Requests", cell: ({ total }) => count(total) },
        OBSERVED,
        ...besides(props, ({ t }) => p95(data.before.get(t)?.p95Seconds)),
      ]}
    />
  );
}

export function TrafficTable(props: Props) {
  const { view, data } = props;
  return (
    <Twin
      caption="Counted events by slice"
      series={view.series}
      columns={[
        UNTIL,
        { head: "All", cell: ({ total }) => count(total) },
        OBSERVED,
        ...besides(props, ({ t }) => {
          const before = data.before.get(t);
          return before && before.observed > 0 ? count(before.total) : "–";
        }),
      ]}
    />
  );
}

export function BudgetTable({ view, data }: Props) {
  const { points, even } = view.budgetSeries;
  const evenAt = (t: number): string => {
    const span = even.find(({ from, to }) => t > from && t <= to);
    return span ? percent(1 - (t - span.from) / (span.to - span.from), 0) : "–";
  };
  const happened = data.happened.size > 0;
  return (
    <TableTwin
      caption="Error budget left by slice"
      head={[
        "Until (UTC)",
        "Left",
        ...(even.length > 0 ? ["Even spending"] : []),
        "Window observed",
        ...(happened ? ["Happened"] : []),
      ]}
      rows={points.map((p) => [
        dayAndTime(p.t),
        p.remaining === null ? "–" : percent(p.remaining),
        ...(even.length > 0 ? [evenAt(p.t)] : []),
        percent(p.coverage),
        ...(happened ? [data.happened.get(p.t)?.join("; ") ?? ""] : []),
      ])}
    />
  );
}
