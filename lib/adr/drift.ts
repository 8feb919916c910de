import { windowInWords } from "@/lib/format/duration";
import { exactLatency } from "@/lib/format/latency";
import { objectivePercent } from "@/lib/format/percent";
import { parseWindow, windowText } from "@/lib/slo/window";
import type { AdrTarget } from "./target";

type Stored = { objective: number; threshold: number | null; window: string };

/** Where the target in force differs from what the record promises, in words; null where it holds. What the record leaves open cannot differ. */
export function driftBetween(promised: AdrTarget, stored: Stored): string | null {
  const { objective, threshold, window } = promised;
  const sentences: string[] = [];
  if (objective !== null && differs(objective, stored.objective)) {
    sentences.push(says(objectivePercent(objective), objectivePercent(stored.objective)));
  }
  if (threshold !== null && (stored.threshold === null || differs(threshold, stored.threshold))) {
    sentences.push(says(exactly(threshold), exactly(stored.threshold)));
  }
  if (window !== null && !isSameWindow(window, stored.window)) {
    sentences.push(says(`over ${windowInWords(window)}`, `over ${windowInWords(stored.window)}`));
  }
  return sentences.length > 0 ? sentences.join(" ") : null;
}

function says(document: string, store: string): string {
  return `The document says ${document}, the store says ${store}.`;
}

function differs(a: number, b: number): boolean {
  return Math.abs(a - b) > 1e-9;
}

const exactly = (seconds: number | null): string => (seconds === null ? "no threshold" : exactLatency(seconds));

/** "4w" and "28d" are one window. */
function isSameWindow(a: string, b: string): boolean {
  const [windowA, windowB] = [parseWindow(a), parseWindow(b)];
  return windowA && windowB ? windowText(windowA) === windowText(windowB) : a === b;
}
