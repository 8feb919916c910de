import "server-only";
import { targetStatement } from "@/lib/format/target";
import { targetInForce } from "@/lib/slo/target-history";
import type { Slo } from "@/lib/store/slos";
import type { AdrIndex, DecisionLink } from "./adr-index";

/** A target version as its history shows it. */
export type TargetRow = {
  version: number;
  objective: number;
  threshold: number | null;
  window: string;
  statement: string;
  inForceFrom: string;
  state: "past" | "in-force" | "future";
  author: string;
  reason: string;
  decision: DecisionLink | null;
};

/** Newest first. */
export function targetRows(slo: Slo, adrs: AdrIndex, now: Date): TargetRow[] {
  const at = now.getTime();
  const inForce = targetInForce(slo.targets, at);
  return slo.targets
    .map(
      (target): TargetRow => ({
        version: target.version,
        objective: target.objective,
        threshold: target.threshold,
        window: target.window,
        statement: targetStatement(target, slo.sli),
        inForceFrom: new Date(target.inForceFrom).toISOString(),
        state: target === inForce ? "in-force" : target.inForceFrom > at ? "future" : "past",
        author: target.author,
        reason: target.reason,
        decision: adrs.link(target.decisionPath, target.decisionId),
      }),
    )
    .reverse();
}
