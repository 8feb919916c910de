"use client";
import { useMemo } from "react";
import { ChartPanel } from "@/app/_charts/chart-panel";
import { unobserved } from "@/app/_charts/gaps";
import type { Sheet } from "@/app/_charts/palette";
import { shareOption } from "@/app/_charts/share-option";
import { TableTwin } from "@/app/_charts/table-twin";
import { type TimeMark, withTimeMarks } from "@/app/_charts/time-marks";
import { BREACH_KIND_WORDS } from "@/app/_parts/breach-words";
import { observed } from "@/app/_parts/coverage";
import { generatedSentence } from "@/app/_shell/generated";
import { useGenerated } from "@/app/_shell/shell-context";
import { count } from "@/lib/format/count";
import { percent } from "@/lib/format/percent";
import { briefly, dayAndTime } from "@/lib/format/time";
import type { BreachView } from "@/lib/views/breach";

/** The minutes around the breach against the target that was then in force. */
export function BreachChart({ view }: { view: BreachView }) {
  const { row, series, seriesFrom, seriesTo, target, timeline } = view;
  const generated = useGenerated();
  const option = useMemo(() => {
    const range = { from: Date.parse(seriesFrom), to: Date.parse(seriesTo) };
    const stepMs = series.length > 1 ? (series[1]?.t ?? 0) - (series[0]?.t ?? 0) : 60_000;
    const chart = {
      range,
      points: series.map((p) => ({ t: p.t, v: p.attainment, observed: p.observed })),
      steps: [{ ...range, value: target.objective, label: "" }],
      bands: [
        {
          from: Date.parse(row.openedAt),
          to: row.closedAt === null ? range.to : Date.parse(row.closedAt),
          open: row.closedAt === null,
          label: "",
        },
      ],
      gaps: unobserved(series, stepMs),
      generated: generated.map((span) => ({ from: Date.parse(span.from), to: Date.parse(span.to) })),
    };
    return (sheet: Sheet) => withTimeMarks(shareOption(chart, sheet), marksOf(timeline), sheet);
  }, [series, seriesFrom, seriesTo, target.objective, row.openedAt, row.closedAt, timeline, generated]);
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

const TOLD = { acknowledged: "Acknowledged", "other-breach": "Fast burn" };

/** Deploys and events, and when somebody was told. */
function marksOf(timeline: BreachView["timeline"]): TimeMark[] {
  return timeline.flatMap(({ at, kind, what, code }): TimeMark[] => {
    if (kind === "deploy" || kind === "event") return [{ at: Date.parse(at), label: code ?? what, kind: "change" }];
    if (kind === "acknowledged" || (kind === "other-breach" && what === "Fast burn opened"))
      return [{ at: Date.parse(at), label: TOLD[kind], kind: "told" }];
    return [];
  });
}
