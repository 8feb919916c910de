"use client";
import { useMemo } from "react";
import { ChartPanel } from "@/app/_charts/chart-panel";
import { unobserved } from "@/app/_charts/gaps";
import { mergeBands } from "@/app/_charts/merge-bands";
import { TableTwin } from "@/app/_charts/table-twin";
import { targetSteps } from "@/app/_charts/target-steps";
import { type TriedChart as Chart, triedOption } from "@/app/_charts/tried-option";
import { generatedSentence } from "@/app/_shell/generated";
import { useGenerated } from "@/app/_shell/shell-context";
import { latency } from "@/lib/format/latency";
import { objectivePercent, percent } from "@/lib/format/percent";
import { dayAndTime } from "@/lib/format/time";
import type { TargetEditorView } from "@/lib/views/target-editor";
import type { TriedPoint, WhatIfView } from "@/lib/views/what-if";
import { givenWords } from "./words";

type Tried = NonNullable<WhatIfView["tried"]>;
type Props = {
  slo: TargetEditorView["slo"];
  target: TargetEditorView["target"];
  inForce: TargetEditorView["inForce"];
  view: WhatIfView;
  tried: Tried;
};

/** The period as a picture, with both targets' lines. */
export function TriedChart({ slo, target, inForce, view, tried }: Props) {
  const generated = useGenerated();
  const { proposal } = view;
  // One share of requests within two thresholds is one percentile against two lines.
  const isQuantile = slo.kind === "latency" && proposal.objective === inForce.objective && proposal.threshold !== null;
  const chart = useMemo((): Chart => {
    const range = { from: Date.parse(tried.from), to: Date.parse(tried.to) };
    const stepMs = (tried.points[1]?.t ?? 0) - (tried.points[0]?.t ?? 0);
    const line = (value: (point: TriedPoint) => number | null) =>
      tried.points.map((point) => ({ t: point.t, v: value(point), observed: point.observed }));
    const versions = target.versions.filter(({ state }) => state === "in-force" || state === "past");
    const common = {
      range,
      inForce: targetSteps(
        versions.map((version) => ({
          inForceFrom: version.inForceFrom,
          value: (isQuantile ? version.threshold : version.objective) ?? 0,
          label: "",
        })),
        range,
      ),
      bands: mergeBands(
        tried.breaches.flatMap(({ openedAt, proposed }) => {
          if (!proposed) return [];
          const from = Date.parse(openedAt);
          return [{ from, to: from + proposed.minutes * 60_000, open: proposed.open }];
        }),
        range,
      ),
      gaps: unobserved(tried.points, stepMs),
      generated: generated.map((span) => ({ from: Date.parse(span.from), to: Date.parse(span.to) })),
    };
    if (isQuantile)
      return {
        ...common,
        points: line((point) => point.quantileSeconds),
        before: [],
        proposed: proposal.threshold ?? 0,
        past: "above",
        ceiling: Number.POSITIVE_INFINITY,
        words: { value: latency, axis: latency, target: (value) => `≤\u00a0${latency(value)}` },
      };
    return {
      ...common,
      points: line((point) => point.proposed),
      before: proposal.threshold === inForce.threshold ? [] : line((point) => point.inForce),
      proposed: proposal.objective,
      past: "below",
      ceiling: 1,
      words: { value: percent, axis: objectivePercent, target: (value) => `≥\u00a0${objectivePercent(value)}` },
    };
  }, [tried, target, inForce, proposal, isQuantile, generated]);
  const option = useMemo(() => triedOption.bind(null, chart), [chart]);
  const quantile = `p${Number((proposal.objective * 100).toFixed(4))}`;
  const given = givenWords(tried, slo, inForce, proposal);
  const lines = `${isQuantile ? quantile : "Good share"}, the target in force dashed, the proposed one solid.`;
  const beside = chart.before.length > 0 ? " Grey: the share by the threshold in force." : "";
  const note = generatedSentence(generated, { from: tried.from, to: tried.to }, view.now);
  const figure = (value: number | null, words: (value: number) => string): string =>
    value === null ? "–" : words(value);
  return (
    <ChartPanel
      title={`${isQuantile ? quantile : "Good share"} against both lines`}
      sentence={`${given ? `${given} ` : ""}${lines}${beside}${note}`}
      option={option}
      group={`try ${slo.id}`}
      height={232}
      queries={[]}
      table={
        <TableTwin
          caption="The period by slices"
          head={["Until (UTC)", ...(isQuantile ? [quantile] : []), "Good, in force", "Good, proposed", "Observed"]}
          rows={tried.points.map((point) => [
            dayAndTime(point.t),
            ...(isQuantile ? [figure(point.quantileSeconds, latency)] : []),
            figure(point.inForce, (value) => percent(value, 2)),
            figure(point.proposed, (value) => percent(value, 2)),
            percent(point.observed),
          ])}
        />
      }
    />
  );
}
