import { stringify } from "yaml";
import { formatDecisionAddress } from "@/lib/adr/decision-address";
import { queryWithThreshold } from "@/lib/rules/query-threshold";
import type { LatencyUnit } from "@/lib/slo/latency-unit";
import type { BoundOp, Sli, Timing } from "@/lib/slo/sli";
import { parseWindow } from "@/lib/slo/window";
import {
  DECISION_ANNOTATION,
  DELAY_ANNOTATION,
  durationText,
  PERIOD_ANNOTATION,
  RUNBOOK_ANNOTATION,
  TARGET_ANNOTATION,
  UNIT_ANNOTATION,
} from "./annotations";
import { EXCLUSIONS_ANNOTATION, exclusionsText } from "./declared-exclusions";
import type { SloDefinition } from "./openslo";
import { timeWindowOf } from "./time-window";

/** What is counted, in the words of a document: queries as they are written. `unit`: of a histogram's edges; left out: s. */
export type WrittenIndicator =
  | {
      kind: "ratio";
      counts: "good" | "bad";
      part: string;
      total: string;
      counter: boolean;
      unit?: LatencyUnit | undefined;
    }
  | { kind: "raw"; counts: "good" | "bad"; query: string }
  | { kind: "gauge"; query: string; op: BoundOp };

/** An SLO in the words of a document. `threshold` is the bound of a gauge; a latency's stands in its query. */
export type WrittenSlo = Nameable & {
  indicator: WrittenIndicator;
  timing: Timing | undefined;
  /** Left out for the default one. */
  engine?: string | undefined;
};

/** `targetLocked`: its target is changed in its file only. */
type Nameable = Omit<SloDefinition, "sli" | "exclusionsLine" | "targetLocked"> & { targetLocked?: boolean };

/** The document that `readOpenSlo` reads as this SLO. */
export const writeOpenSlo = ({ sli, exclusionsLine: _, ...slo }: SloDefinition & { targetLocked?: boolean }): string =>
  documentText({
    ...slo,
    indicator: writtenIndicator(sli, slo.target.threshold),
    timing: sli.timing,
    engine: sli.engine,
  });

export function documentText(slo: WrittenSlo): string {
  const { id, indicator, target, timing, engine, decision, exclusions } = slo;
  const labels = {
    ...(slo.tier === null ? {} : { tier: slo.tier }),
    ...(slo.team === null ? {} : { team: slo.team }),
    ...slo.held?.labels,
  };
  const annotations = {
    ...(decision ? { [DECISION_ANNOTATION]: formatDecisionAddress(decision) } : {}),
    ...(slo.runbook === null ? {} : { [RUNBOOK_ANNOTATION]: slo.runbook }),
    ...(timing?.delaySeconds === undefined ? {} : { [DELAY_ANNOTATION]: durationText(timing.delaySeconds) }),
    ...(timing?.periodSeconds === undefined ? {} : { [PERIOD_ANNOTATION]: durationText(timing.periodSeconds) }),
    ...(indicator.kind === "ratio" && indicator.unit !== undefined ? { [UNIT_ANNOTATION]: indicator.unit } : {}),
    ...(slo.targetLocked ? { [TARGET_ANNOTATION]: "locked" } : {}),
    ...(exclusions.length > 0 ? { [EXCLUSIONS_ANNOTATION]: exclusionsText(exclusions) } : {}),
    ...slo.held?.annotations,
  };
  const window = parseWindow(target.window);
  if (!window) throw new RangeError(`${target.window} is no window`);
  return stringify(
    {
      apiVersion: "openslo/v1",
      kind: "SLO",
      metadata: {
        name: id,
        displayName: slo.name,
        ...(Object.keys(labels).length > 0 ? { labels } : {}),
        ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
      },
      spec: {
        ...(slo.description === null ? {} : { description: slo.description }),
        service: slo.service,
        indicator: { metadata: { name: id }, spec: indicatorSpec(indicator, engine) },
        timeWindow: [timeWindowOf(window, target.window)],
        budgetingMethod: "Occurrences",
        objectives: [
          {
            ...(indicator.kind === "gauge" ? { op: indicator.op, value: target.threshold } : {}),
            target: target.objective,
          },
        ],
      },
    },
    // A folded line would break queries that people compare by eye.
    { lineWidth: 0 },
  );
}

/** What an SLI counts, as it was written, with the threshold that is now promised. */
export function writtenIndicator(sli: Sli, threshold: number | null): WrittenIndicator {
  if (sli.kind === "gauge") return { kind: "gauge", query: sli.query, op: sli.op };
  const { part, total } = sli.queries;
  const counts = "counts" in sli ? sli.counts : "good";
  if (total === null) return { kind: "raw", counts, query: part };
  const written = { kind: "ratio", counts, total, counter: sli.kind !== "period" } as const;
  if (sli.kind !== "latency" && sli.kind !== "native") return { ...written, part };
  const within = threshold === null ? null : queryWithThreshold(part, threshold, sli.unit);
  return { ...written, part: within ?? part, ...(sli.unit ? { unit: sli.unit } : {}) };
}

function indicatorSpec(indicator: WrittenIndicator, engine: string | undefined): object {
  const ref = engine === undefined ? {} : { metricSourceRef: engine };
  const source = (query: string) => ({ metricSource: { ...ref, type: "Prometheus", spec: { query } } });
  switch (indicator.kind) {
    case "gauge":
      return { thresholdMetric: source(indicator.query) };
    case "raw":
      return {
        ratioMetric: {
          rawType: indicator.counts === "good" ? "success" : "failure",
          raw: source(indicator.query),
        },
      };
    case "ratio":
      return {
        ratioMetric: {
          counter: indicator.counter,
          [indicator.counts]: source(indicator.part),
          total: source(indicator.total),
        },
      };
  }
}
