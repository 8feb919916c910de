import type { Point, Step } from "./points";
import { stepAt } from "./target-steps";

/** A stretch past the target: the measured line, and the target above or below it. */
export type Stretch = { line: [t: number, v: number][]; target: [t: number, v: number][] };

/** Where the measured line is past its target, cut at the crossing. It is not joined over slices without a figure. */
export function pastTarget(points: Point[], steps: Step[], worse: "below" | "above"): Stretch[] {
  const past = (v: number, target: number) => (worse === "below" ? v < target : v > target);
  const stretches: Stretch[] = [];
  let open: Stretch | null = null;
  let before: { t: number; v: number; target: number } | null = null;
  for (const { t, v } of points) {
    const target = stepAt(steps, t)?.value;
    if (v === null || target === undefined) {
      open = null;
      before = null;
      continue;
    }
    const isPast = past(v, target);
    const wasPast = before !== null && past(before.v, before.target);
    if (before !== null && isPast !== wasPast) {
      const at = crossing(before, { t, v, target });
      open ??= begin(stretches);
      open.line.push(at);
      open.target.push(at);
      if (!isPast) open = null;
    }
    if (isPast) {
      open ??= begin(stretches);
      open.line.push([t, v]);
      open.target.push([t, target]);
    }
    before = { t, v, target };
  }
  return stretches;
}

function begin(stretches: Stretch[]): Stretch {
  const stretch: Stretch = { line: [], target: [] };
  stretches.push(stretch);
  return stretch;
}

type At = { t: number; v: number; target: number };

function crossing(a: At, b: At): [number, number] {
  const [da, db] = [a.v - a.target, b.v - b.target];
  const share = da === db ? 0 : da / (da - db);
  return [a.t + share * (b.t - a.t), a.target + share * (b.target - a.target)];
}
