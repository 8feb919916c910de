import type { Span, Step } from "./points";

export type Version = { inForceFrom: string; value: number; label: string };

/** The versions as steps inside a range, oldest first. Before the first version, that version holds. */
export function targetSteps(versions: Version[], range: Span): Step[] {
  const oldestFirst = [...versions].sort((a, b) => Date.parse(a.inForceFrom) - Date.parse(b.inForceFrom));
  return oldestFirst
    .map((version, i) => {
      const next = oldestFirst[i + 1];
      return {
        from: i === 0 ? range.from : Math.max(range.from, Date.parse(version.inForceFrom)),
        to: next === undefined ? range.to : Math.min(range.to, Date.parse(next.inForceFrom)),
        value: version.value,
        label: version.label,
      };
    })
    .filter((step) => step.to > step.from);
}

/** The step that holds at an instant. */
export function stepAt(steps: Step[], t: number): Step | undefined {
  return steps.find((step) => t <= step.to) ?? steps.at(-1);
}

/** The corners of the stepped line. */
export function corners(steps: Step[]): [t: number, value: number][] {
  return steps.flatMap((step): [number, number][] => [
    [step.from, step.value],
    [step.to, step.value],
  ]);
}
