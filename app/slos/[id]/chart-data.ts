import type { BudgetChart } from "@/app/_charts/budget-option";
import { unobserved } from "@/app/_charts/gaps";
import type { LatencyChart } from "@/app/_charts/latency-option";
import { mergeBands } from "@/app/_charts/merge-bands";
import type { Span } from "@/app/_charts/points";
import type { ShareChart } from "@/app/_charts/share-option";
import { targetSteps } from "@/app/_charts/target-steps";
import type { TrafficChart } from "@/app/_charts/traffic-option";
import { objectivePercent } from "@/lib/format/percent";
import type { ShellView } from "@/lib/views/shell";
import type { SloView } from "@/lib/views/slo";

type Source = Pick<SloView, "row" | "series" | "budgetSeries" | "targets" | "breaches"> & {
  from: string;
  to: string;
  stepSeconds: number;
  generated: ShellView["generated"];
};

export type SloCharts = { share: ShareChart; budget: BudgetChart; latency: LatencyChart | null; traffic: TrafficChart };

/** What the view says, as the pictures want it. */
export function chartData(source: Source): SloCharts {
  const { row, series, budgetSeries, targets, breaches } = source;
  const range: Span = { from: Date.parse(source.from), to: Date.parse(source.to) };
  const gaps = unobserved(series, source.stepSeconds * 1_000);
  const generated = source.generated.map((span) => ({ from: Date.parse(span.from), to: Date.parse(span.to) }));
  const bands = mergeBands(
    breaches.map((breach) => ({
      from: Date.parse(breach.openedAt),
      to: breach.closedAt === null ? range.to : Date.parse(breach.closedAt),
      open: breach.closedAt === null,
    })),
    range,
  );
  const steps = targetSteps(
    targets.map((target) => ({
      inForceFrom: target.inForceFrom,
      value: target.objective,
      label: `v${target.version}: ${objectivePercent(target.objective)}${target.decision ? `, ${target.decision.id.toUpperCase()}` : ""}`,
    })),
    range,
  );
  const promisedP95 = targets.filter((target) => target.objective === 0.95 && target.threshold !== null);
  return {
    share: {
      range,
      points: series.map((p) => ({ t: p.t, v: p.attainment, observed: p.observed })),
      steps,
      bands,
      gaps,
      generated,
    },
    budget: {
      range,
      points: budgetSeries.map((p) => ({ t: p.t, v: p.remaining, observed: p.coverage })),
      exhaustedInSeconds: row.exhaustedInSeconds,
      generated,
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
          }
        : null,
    traffic: { range, points: series.map((p) => ({ t: p.t, total: p.total, observed: p.observed })), gaps, generated },
  };
}
