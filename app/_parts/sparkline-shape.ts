export type SparklineShape = {
  line: string;
  /** As much of the line as lies past the target, and the same closed along it, for the fill; empty where nothing does. */
  past: string;
  area: string;
  targetY: number;
  last: Point;
  /** Slices at the end where nothing was counted. */
  gap: { from: number; to: number } | null;
};

type Point = { x: number; y: number };

const PAD = 3;

/**
 * Turns slices into paths; a slice without a figure breaks the line. Null where there is no figure at all. What lies past the
 * target is cut out here: a clip path in each of many drawings costs the browser more than all of their lines.
 */
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
  const runs: Point[][] = [];
  values.forEach((value, i) => {
    if (value === null) return;
    const point = { x: x(i), y: y(value) };
    const run = runs.at(-1);
    if (run && i > 0 && values[i - 1] !== null) run.push(point);
    else runs.push([point]);
  });
  const past = runs.flatMap((run) => partsPast(run, targetY));
  const last = runs.at(-1)?.at(-1) as Point;
  const end = x(values.length - 1);
  return {
    line: runs.map(pathOf).join(""),
    past: past.map(pathOf).join(""),
    area: past.map((part) => areaOf(part, targetY)).join(""),
    targetY,
    last,
    gap: last.x < end ? { from: last.x + 2, to: end + 3 } : null,
  };
}

const pathOf = (points: readonly Point[]): string => `M${points.map(({ x, y }) => `${x},${y}`).join("L")}`;

const areaOf = (part: readonly Point[], targetY: number): string =>
  `M${part[0]?.x},${targetY}L${part.map(({ x, y }) => `${x},${y}`).join("L")}L${part.at(-1)?.x},${targetY}Z`;

/** The parts of a line below the target, which is further down the picture, from where it crosses it to where it comes back. */
function partsPast(run: readonly Point[], targetY: number): Point[][] {
  const parts: Point[][] = [];
  run.forEach((point, i) => {
    const before = run[i - 1];
    const wasPast = before !== undefined && before.y > targetY;
    const isPast = point.y > targetY;
    if (isPast && !wasPast) parts.push([]);
    if (before && wasPast !== isPast) {
      const way = (targetY - before.y) / (point.y - before.y);
      parts.at(-1)?.push({ x: round(before.x + way * (point.x - before.x)), y: targetY });
    }
    if (isPast) parts.at(-1)?.push(point);
  });
  return parts;
}

function round(n: number): number {
  return Math.round(n * 10) / 10;
}
