"use client";
import { useMemo } from "react";
import { ChartPanel } from "@/app/_charts/chart-panel";
import { unobserved } from "@/app/_charts/gaps";
import { shareOption } from "@/app/_charts/share-option";
import { TableTwin } from "@/app/_charts/table-twin";
import { generatedSentence } from "@/app/_shell/generated";
import { useGenerated } from "@/app/_shell/shell-context";
import { count } from "@/lib/format/count";
import { duration } from "@/lib/format/duration";
import { objectivePercent, percent } from "@/lib/format/percent";
import { dayAndTime } from "@/lib/format/time";
import type { DryRun, Preview } from "@/lib/views/dry-run";
import type { SloCheck } from "@/lib/views/slo-check";
import { LintPanel } from "../[id]/lint-panel";

/** What a query of the body counts. */
const wordFor = (field: string, counts: Counts): string => {
  if (field === "indicator.total") return "All";
  return field === "indicator.query" ? "Value" : counts === "good" ? "Good" : "Bad";
};
type Counts = "good" | "bad";

/** What the server and the engine make of it: beside the form, as one types. */
export function Bench({
  check,
  objective,
  counts,
}: {
  check: SloCheck | null;
  objective: number | null;
  counts: Counts;
}) {
  if (check === null)
    return (
      <section className="panel" aria-label="Check">
        <div className="pb">
          <p className="soft">The queries are checked when there are some.</p>
        </div>
      </section>
    );
  const { counting, dryRun } = check;
  return (
    <>
      <section className="panel" aria-labelledby="how">
        <div className="ph">
          <h2 id="how">How it will be counted</h2>
          {dryRun?.engine && <span className="r muted">{dryRun.engine}</span>}
        </div>
        <div className="pb">
          <p className="soft">{counting?.sentence ?? "It cannot be counted yet: the fields say why."}</p>
          {dryRun && <Engine dryRun={dryRun} now={check.now} counts={counts} />}
        </div>
      </section>
      {dryRun?.preview && (
        <PreviewChart preview={dryRun.preview} dryRun={dryRun} now={check.now} objective={objective} counts={counts} />
      )}
      {dryRun?.state === "answered" && <LintPanel view={{ lint: dryRun.lint }} />}
    </>
  );
}

type EngineProps = { dryRun: DryRun; now: string; counts: Counts };

function Engine({ dryRun: { state, message, found, firstSampleAt }, now, counts }: EngineProps) {
  if (state === "silent")
    return (
      <p className="ban">
        <span>
          <b>It was not tried.</b> {message} It can be made all the same, and is unknown until the engine answers.
        </span>
      </p>
    );
  if (state === "refused")
    return (
      <p className="ban">
        <span>
          <b>The engine will not answer this.</b> {message}
        </span>
      </p>
    );
  return (
    <>
      <table className="tb found">
        <caption className="sr">What the engine has now</caption>
        <thead>
          <tr>
            <th scope="col">Query</th>
            <th scope="col" className="num">
              Series
            </th>
            <th scope="col">One of them</th>
            <th scope="col" className="num">
              Value
            </th>
          </tr>
        </thead>
        <tbody>
          {found.map(({ field, promql, series, samples: [first] }) => (
            <tr key={`${field} ${promql}`}>
              <td title={promql}>{wordFor(field, counts)}</td>
              <td className="num strong">{count(series)}</td>
              <td className="mono">{first ? labelled(first.labels) : "none"}</td>
              <td className="num">{first ? figure(first.value) : "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="hint">
        {firstSampleAt === null
          ? "The engine has had none of it for 30 days: the SLO would be unknown."
          : `The engine has had it for ${duration((Date.parse(now) - Date.parse(firstSampleAt)) / 1000)}, as far as 30 days back; that history is counted too.`}
      </p>
    </>
  );
}

const figure = (value: number): string =>
  Number.isInteger(value) || Math.abs(value) >= 1000 ? count(value) : String(Number(value.toPrecision(4)));

const labelled = ({ __name__: name = "", ...labels }: Record<string, string>): string => {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return pairs.length > 0 || name === "" ? `${name}{${pairs.join(", ")}}` : name;
};

type ChartProps = EngineProps & { preview: Preview; objective: number | null };

function PreviewChart({ preview, dryRun, now, objective, counts }: ChartProps) {
  const generated = useGenerated();
  const option = useMemo(() => {
    const range = { from: Date.parse(preview.from), to: Date.parse(preview.to) };
    const chart = {
      range,
      points: preview.points,
      steps: objective === null ? [] : [{ ...range, value: objective, label: "" }],
      bands: [],
      gaps: unobserved(
        preview.points.map(({ t, v }) => ({ t, observed: v === null ? 0 : 1 })),
        preview.stepSeconds * 1000,
      ),
      generated: generated.map(({ from, to }) => ({ from: Date.parse(from), to: Date.parse(to) })),
    };
    return shareOption.bind(null, chart);
  }, [preview, objective, generated]);
  return (
    <ChartPanel
      title="The last 6 hours"
      sentence={previewSentence(preview, objective) + generatedSentence(generated, preview, now)}
      option={option}
      group="new slo"
      height={232}
      queries={dryRun.found.map(({ field, promql }, i) => ({
        label: `${wordFor(field, counts)}, ${i + 1}`,
        promql,
        href: null,
      }))}
      table={
        <TableTwin
          caption="Share of good events by five minutes"
          head={["Until (UTC)", "Good share"]}
          rows={preview.points.map(({ t, v }) => [dayAndTime(t), v === null ? "–" : percent(v, 2)])}
        />
      }
    />
  );
}

/** What the picture says. */
function previewSentence({ attainment, good, total, observed }: Preview, objective: number | null): string {
  if (observed === 0) return "Nothing was observed: there is no series to count.";
  if (attainment === null) return "There was no traffic to judge.";
  const judged =
    objective === null
      ? ""
      : attainment >= objective
        ? `, within the ${objectivePercent(objective)} that are promised`
        : `, past the ${objectivePercent(objective)} that are promised`;
  const events = good === null || total === null ? "" : ` About ${count(good)} of ${count(total)} events were good.`;
  return `${percent(attainment)} was good${judged}.${events} The ledger counts it exactly once it is made.`;
}
