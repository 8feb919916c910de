export type SparklineShape = {
  line: string;
  /** The line closed along the target, for the fill. */
  area: string;
  targetY: number;
  last: { x: number; y: number };
  /** Slices at the end where nothing was counted. */
  gap: { from: number; to: number } | null;
};

const PAD = 3;

/** Turns slices into paths; a slice without a figure breaks the line. Null where there is no figure at all. */
export function sparklineShape(
  values: (number | null)[],
  objective: number,
  width: number,
  height: number,
): SparklineShape | null {
  const known = values.filter((v) => v !== null);
  if (known.length === 0) return null;
  const low = Math.min(objective, ...known);
  const high = Math.max(objective, ...known);
  const span = high - low || 1;
  const x = (i: number) => round(2 + (i / Math.max(1, values.length - 1)) * (width - 7));
  const y = (v: number) => round(PAD + ((high - v) / span) * (height - 2 * PAD));
  const targetY = y(objective);
  let line = "";
  let area = "";
  let start: number | null = null;
  let last = { x: 0, y: 0 };
  values.forEach((value, i) => {
    if (value === null) {
      if (start !== null) area += `L${last.x},${targetY}Z`;
      start = null;
      return;
    }
    const point = { x: x(i), y: y(value) };
    const text = `${point.x},${point.y}`;
    line += `${start === null ? "M" : "L"}${text}`;
    area += start === null ? `M${point.x},${targetY}L${text}` : `L${text}`;
    start ??= i;
    last = point;
  });
  if (start !== null) area += `L${last.x},${targetY}Z`;
  const end = x(values.length - 1);
  return { line, area, targetY, last, gap: last.x < end ? { from: last.x + 2, to: end + 3 } : null };
}

function round(n: number): number {
  return Math.round(n * 10) / 10;
}
