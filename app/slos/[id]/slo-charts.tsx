"use client";
import { useMemo } from "react";
import { budgetOption } from "@/app/_charts/budget-option";
import { ChartPanel } from "@/app/_charts/chart-panel";
import { latencyOption } from "@/app/_charts/latency-option";
import { shareOption } from "@/app/_charts/share-option";
import { TableTwin } from "@/app/_charts/table-twin";
import { trafficOption } from "@/app/_charts/traffic-option";
import { generatedSentence } from "@/app/_shell/generated";
import { useGenerated } from "@/app/_shell/shell-context";
import { count } from "@/lib/format/count";
import { latency } from "@/lib/format/latency";
import { percent } from "@/lib/format/percent";
import { dayAndTime } from "@/lib/format/time";
import type { SloView } from "@/lib/views/slo";
import { chartData } from "./chart-data";
import { budgetSentence, latencySentence, shareSentence, trafficSentence } from "./sentences";

/** The four pictures of an SLO; they share their range and their cursor. */
export function SloCharts({ view }: { view: SloView }) {
  const { row, series, budgetSeries, targets, breaches, range, queries } = view;
  const generated = useGenerated();
  const { from, to, stepSeconds } = range;
  const data = useMemo(
    () => chartData({ row, series, budgetSeries, targets, breaches, from, to, stepSeconds, generated }),
    [row, series, budgetSeries, targets, breaches, from, to, stepSeconds, generated],
  );
  const options = useMemo(
    () => ({
      share: shareOption.bind(null, data.share),
      budget: budgetOption.bind(null, data.budget),
      latency: data.latency && latencyOption.bind(null, data.latency),
      traffic: trafficOption.bind(null, data.traffic),
    }),
    [data],
  );
  const group = `slo ${row.id}`;
  const note = generatedSentence(generated, range, view.now);
  const good = row.kind === "latency" && row.threshold !== null;
  return (
    <>
      <ChartPanel
        title={good ? `Requests within ${latency(row.threshold ?? 0)}` : "Good events"}
        sentence={shareSentence(view, data.share) + note}
        option={options.share}
        group={group}
        height={252}
        queries={queries}
        table={
          <TableTwin
            caption="Share of good events by slice"
            head={["Until (UTC)", "Good share", "Good", "All", "Observed"]}
            rows={series.map((p) => [
              dayAndTime(p.t),
              p.attainment === null ? "–" : percent(p.attainment, 2),
              count(p.good),
              count(p.total),
              percent(p.observed),
            ])}
          />
        }
      />
      <ChartPanel
        title="Error budget"
        sentence={budgetSentence(view) + note}
        option={options.budget}
        group={`${group} budget`}
        height={240}
        queries={[]}
        table={
          <TableTwin
            caption="Error budget left by slice"
            head={["Until (UTC)", "Left", "Window observed"]}
            rows={budgetSeries.map((p) => [
              dayAndTime(p.t),
              p.remaining === null ? "–" : percent(p.remaining),
              percent(p.coverage),
            ])}
          />
        }
      />
      {options.latency && (
        <ChartPanel
          title="p95"
          sentence={latencySentence(view) + note}
          option={options.latency}
          group={group}
          height={210}
          queries={queries}
          table={
            <TableTwin
              caption="95th percentile by slice"
              head={["Until (UTC)", "p95", "Requests", "Observed"]}
              rows={series.map((p) => [
                dayAndTime(p.t),
                p.p95Seconds === null ? "–" : latency(p.p95Seconds),
                count(p.total),
                percent(p.observed),
              ])}
            />
          }
        />
      )}
      <ChartPanel
        title="Traffic"
        sentence={trafficSentence(view) + note}
        option={options.traffic}
        group={group}
        height={160}
        queries={queries}
        table={
          <TableTwin
            caption="Counted events by slice"
            head={["Until (UTC)", "All", "Observed"]}
            rows={series.map((p) => [dayAndTime(p.t), count(p.total), percent(p.observed)])}
          />
        }
      />
    </>
  );
}
