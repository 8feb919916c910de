import type { TargetEvidence } from "@/lib/views/revisit";

type Frame = { width: number; height: number; left: number; right: number; top: number; bottom: number };

/** Where everything stands on a sheet, px. */
export type Sheet = {
  ticks: { y: number; share: number }[];
  quarters: { x: number; middle: number; label: string }[];
  /** Days of which nothing is known. */
  gaps: { x: number; size: number }[];
  line: string;
  /** The line closed above, for what lies between it and the target. */
  areas: string;
  /** Everything past the target. */
  below: string;
  target: string;
  end: { x: number; y: number; objective: number };
  last: { x: number; y: number; share: number; past: boolean; labelY: number } | null;
  /** The lowest share, where it lies below the axis; null where all are on the sheet. */
  cut: number | null;
};

/** Of what the target allows to be bad, as much as fits below it. */
const DEPTH = 2;
const APART = 12;

const rounded = (value: number): number => Math.round(value * 10) / 10;

export function sheetOf({ days: { values, steps }, quarters }: TargetEvidence, frame: Frame): Sheet {
  const { width, height, left, right, top, bottom } = frame;
  const floor = height - bottom;
  const lengths = quarters.map(({ label }) => daysIn(label));
  const total = Math.max(
    values.length,
    lengths.reduce((sum, n) => sum + n, 0),
  );
  const lowest = Math.min(...steps.map(({ objective }) => objective));
  const low = Math.max(0, Number((1 - DEPTH * (1 - lowest)).toPrecision(6)));
  const x = (day: number): number => rounded(left + (day / total) * (width - left - right));
  const y = (share: number): number => rounded(top + ((1 - Math.max(low, share)) / (1 - low)) * (floor - top));
  const runs = runsOf(values);
  const points = (run: Run): string[] => run.values.map((share, i) => `${x(run.day + i + 0.5)},${y(share)}`);
  const known = runs.filter(({ values: some }) => some.length > 0);
  const edge = x(total);
  const staircase = steps.map(
    ({ day, objective }, i) => `${i === 0 ? "M" : "H"}${x(day)}${i === 0 ? "," : "V"}${y(objective)}`,
  );
  const ending = steps.at(-1)?.objective ?? lowest;
  const target = `${staircase.join("")}H${edge}`;
  const lastRun = known.at(-1);
  const share = lastRun?.values.at(-1);
  const isNow = lastRun !== undefined && lastRun.day + lastRun.values.length === values.length;
  const smallest = Math.min(1, ...known.flatMap(({ values: some }) => some));
  let begun = 0;
  return {
    ticks: [low, (low + 1) / 2, 1].map((tick) => ({ y: y(tick), share: Number(tick.toPrecision(6)) })),
    quarters: quarters.map(({ label }, i) => {
      const [day, size] = [begun, lengths[i] ?? 0];
      begun += size;
      return { x: x(day), middle: rounded((x(day) + x(day + size)) / 2), label };
    }),
    gaps: gapsOf(values).map(({ day, size }) => ({ x: x(day), size: rounded(x(day + size) - x(day)) })),
    line: known.map((run) => `M${lengthened(points(run)).join("L")}`).join(""),
    areas: known.map((run) => `M${lengthened(points(run)).join("L")}V${top}H${x(run.day + 0.5)}Z`).join(""),
    below: `${target}V${floor + 1}H${left}Z`,
    target,
    end: { x: edge, y: y(ending), objective: ending },
    last:
      isNow && share !== undefined
        ? {
            x: x(values.length - 0.5),
            y: y(share),
            share,
            past: share < ending,
            labelY: 4 + apart(y(share), y(ending)),
          }
        : null,
    cut: smallest < low ? smallest : null,
  };
}

/** A single day is a dot: a line needs two ends. */
const lengthened = (points: string[]): string[] => (points.length === 1 ? [...points, ...points] : points);

/** Two labels do not lie on each other. */
const apart = (own: number, other: number): number =>
  Math.abs(own - other) >= APART ? own : own < other ? other - APART : other + APART;

type Run = { day: number; values: number[] };

function runsOf(values: readonly (number | null)[]): Run[] {
  const runs: Run[] = [];
  values.forEach((value, day) => {
    if (value === null) return;
    const last = runs.at(-1);
    if (last && last.day + last.values.length === day) last.values.push(value);
    else runs.push({ day, values: [value] });
  });
  return runs;
}

function gapsOf(values: readonly (number | null)[]): { day: number; size: number }[] {
  const gaps: { day: number; size: number }[] = [];
  values.forEach((value, day) => {
    if (value !== null) return;
    const last = gaps.at(-1);
    if (last && last.day + last.size === day) last.size++;
    else gaps.push({ day, size: 1 });
  });
  return gaps;
}

/** Of a quarter that is called "2026 Q4". */
function daysIn(label: string): number {
  const [year = 0, quarter = 1] = label.split(" Q").map(Number);
  return Math.round((Date.UTC(year, quarter * 3, 1) - Date.UTC(year, quarter * 3 - 3, 1)) / 86_400_000);
}
