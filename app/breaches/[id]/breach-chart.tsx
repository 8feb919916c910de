"use client";
import { useMemo } from "react";
import { ChartPanel } from "@/app/_charts/chart-panel";
import { unobserved } from "@/app/_charts/gaps";
import { shareOption } from "@/app/_charts/share-option";
import { TableTwin } from "@/app/_charts/table-twin";
import { BREACH_KIND_WORDS } from "@/app/_parts/breach-words";
import { observed } from "@/app/_parts/coverage";
import { generatedSentence } from "@/app/_shell/generated";
import { useGenerated } from "@/app/_shell/shell-context";
import { count } from "@/lib/format/count";
import { duration } from "@/lib/format/duration";
import { percent } from "@/lib/format/percent";
import { briefly, dayAndTime } from "@/lib/format/time";
import type { BreachView } from "@/lib/views/breach";

/** The minutes around the breach against the target that was then in force. */
export function BreachChart({ view }: { view: BreachView }) {
  const { row, series, seriesFrom, seriesTo, target } = view;
  const generated = useGenerated();
  const option = useMemo(() => {
    const range = { from: Date.parse(seriesFrom), to: Date.parse(seriesTo) };
    const stepMs = series.length > 1 ? (series[1]?.t ?? 0) - (series[0]?.t ?? 0) : 60_000;
    return shareOption.bind(null, {
      range,
      points: series.map((p) => ({ t: p.t, v: p.attainment, observed: p.observed })),
      steps: [{ ...range, value: target.objective, label: "" }],
      bands: [
        {
          from: Date.parse(row.openedAt),
          to: row.closedAt === null ? range.to : Date.parse(row.closedAt),
          open: row.closedAt === null,
          label: duration(row.durationSeconds),
        },
      ],
      gaps: unobserved(series, stepMs),
      generated: generated.map((span) => ({ from: Date.parse(span.from), to: Date.parse(span.to) })),
    });
  }, [series, seriesFrom, seriesTo, target.objective, row.openedAt, row.closedAt, row.durationSeconds, generated]);
  const { attainment, coverage } = view.sinceOpening;
  const sentence =
    `${BREACH_KIND_WORDS[row.kind]} from ${briefly(row.openedAt, view.now)} ${row.closedAt === null ? "until now" : `to ${briefly(row.closedAt, view.now)}`}` +
    `${attainment === null ? "" : `, ${percent(attainment)} in that time against ${target.statement} (${observed(coverage)})`}.` +
    generatedSentence(generated, { from: seriesFrom, to: seriesTo }, view.now);
  return (
    <ChartPanel
      title={`${view.slo.name}, ${briefly(seriesFrom, view.now)} to ${briefly(seriesTo, view.now)} UTC`}
      sentence={sentence}
      option={option}
      group={`breach ${row.id}`}
      height={262}
      queries={view.queries}
      table={
        <TableTwin
          caption="Share of good events around the breach"
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
  );
}
