"use client";
import { useRouter, useSearchParams } from "next/navigation";
import { type ReactNode, useCallback, useMemo } from "react";
import { budgetOption } from "@/app/_charts/budget-option";
import { ChartPanel } from "@/app/_charts/chart-panel";
import { latencyOption } from "@/app/_charts/latency-option";
import { shareOption } from "@/app/_charts/share-option";
import { trafficOption } from "@/app/_charts/traffic-option";
import { generatedSentence } from "@/app/_shell/generated";
import { useGenerated } from "@/app/_shell/shell-context";
import { latency } from "@/lib/format/latency";
import type { SloView } from "@/lib/views/slo";
import { chartData } from "./chart-data";
import { BudgetTable, LatencyTable, ShareTable, TrafficTable } from "./chart-tables";
import { withRange } from "./range";
import { budgetSentence, latencySentence, shareSentence, trafficSentence } from "./sentences";

const NOTHING: SloView["annotations"] = [];
const NO_ALERTS: SloView["alerts"] = [];

/** The four pictures of an SLO; they share their range and their cursor. `between`: what stands after the budget. */
export function SloCharts({ view, between }: { view: SloView; between: ReactNode }) {
  const { row, series, budgetSeries, targets, breaches, range, queries, previous, excluded } = view;
  const router = useRouter();
  const present = useSearchParams();
  const generated = useGenerated();
  const annotations = present.get("deploys") === "off" ? NOTHING : view.annotations;
  const alerts = present.get("alerts") === "off" ? NO_ALERTS : view.alerts;
  const data = useMemo(
    () =>
      chartData({
        row,
        series,
        budgetSeries,
        targets,
        breaches,
        range,
        previous,
        excluded,
        annotations,
        alerts,
        generated,
      }),
    [row, series, budgetSeries, targets, breaches, range, previous, excluded, annotations, alerts, generated],
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
  const zoom = useCallback(
    (from: number, to: number): void =>
      router.push(withRange(new URLSearchParams(location.search), { from, to }), { scroll: false }),
    [router],
  );
  const group = `slo ${row.id}`;
  const note = generatedSentence(generated, range, view.now);
  const good = row.kind === "latency" && row.threshold !== null;
  const shared = { group, queries, zoom };
  return (
    <>
      <ChartPanel
        {...shared}
        title={good ? `Requests within ${latency(row.threshold ?? 0)}` : "Good events"}
        sentence={shareSentence(view, data.share) + note}
        option={options.share}
        height={252}
        table={<ShareTable view={view} data={data} />}
      />
      <ChartPanel
        {...shared}
        title="Error budget"
        sentence={budgetSentence(view) + note}
        option={options.budget}
        height={240}
        table={<BudgetTable view={view} data={data} />}
      />
      {between}
      {options.latency && (
        <ChartPanel
          {...shared}
          title="p95"
          sentence={latencySentence(view) + note}
          option={options.latency}
          height={210}
          table={<LatencyTable view={view} data={data} />}
        />
      )}
      <ChartPanel
        {...shared}
        title="Traffic"
        sentence={trafficSentence(view) + note}
        option={options.traffic}
        height={160}
        table={<TrafficTable view={view} data={data} />}
      />
    </>
  );
}
