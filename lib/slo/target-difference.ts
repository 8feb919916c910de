import { windowInWords } from "@/lib/format/duration";
import { exactLatency } from "@/lib/format/latency";
import { objectivePercent } from "@/lib/format/percent";
import { publicKind, type Sli } from "./sli";
import type { TargetVersion } from "./target-history";
import { parseWindow, windowText } from "./window";

type Target = Pick<TargetVersion, "objective" | "threshold" | "window" | "decisionPath" | "decisionId">;

/** A field of two targets, in words. */
export type FieldDifference = {
  field: "objective" | "threshold" | "window" | "decision";
  yours: string;
  current: string;
};

export function thresholdInWords(sli: Sli, threshold: number | null): string {
  if (threshold === null) return "none";
  return publicKind(sli) === "latency" ? exactLatency(threshold) : String(threshold);
}

/** The fields in which two targets differ. */
export function targetFields(sli: Sli, yours: Target, current: Target): FieldDifference[] {
  const ours = inWords(sli, yours);
  const theirs = inWords(sli, current);
  return (["objective", "threshold", "window", "decision"] as const)
    .filter((field) => ours[field] !== theirs[field])
    .map((field) => ({ field, yours: ours[field], current: theirs[field] }));
}

function inWords(sli: Sli, { objective, threshold, window, decisionPath, decisionId }: Target) {
  const parsed = parseWindow(window);
  return {
    objective: objectivePercent(objective),
    threshold: thresholdInWords(sli, threshold),
    window: windowInWords(parsed ? windowText(parsed) : window),
    decision: decisionPath === null ? "none" : `${decisionPath}#${decisionId}`,
  };
}

/** Where the target in force differs from what its file says, in words; null where it does not. */
export function fileDrift(sli: Sli, file: Target | null, inForce: Target): string | null {
  const sentences = (file ? targetFields(sli, file, inForce) : []).map(({ field, yours, current }) => {
    const what = field === "objective" ? "" : field === "window" ? "over " : `${field} `;
    return `The file says ${what}${yours}, the store says ${what}${current}.`;
  });
  return sentences.length > 0 ? sentences.join(" ") : null;
}
