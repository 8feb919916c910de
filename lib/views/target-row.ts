import "server-only";
import { targetStatement } from "@/lib/format/target";
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
  author: string;
  reason: string;
  decision: DecisionLink | null;
};

/** Newest first. */
export const targetRows = (slo: Slo, adrs: AdrIndex): TargetRow[] =>
  slo.targets
    .map((target) => ({
      version: target.version,
      objective: target.objective,
      threshold: target.threshold,
      window: target.window,
      statement: targetStatement(target, slo.sli),
      inForceFrom: new Date(target.inForceFrom).toISOString(),
      author: target.author,
      reason: target.reason,
      decision: adrs.link(target.decisionPath, target.decisionId),
    }))
    .reverse();
