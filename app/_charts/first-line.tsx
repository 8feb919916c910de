import type { EChartsCoreOption } from "echarts/core";
import type { Palette, Sheet } from "./palette";

/** The line alone takes its colours from the style sheet. */
const SHEET: Sheet = {
  narrow: false,
  palette: {
    ink: "",
    ink2: "",
    ink3: "",
    line: "",
    line2: "",
    chalk: "",
    breach: "",
    risk: "",
    surface: "",
    sans: "",
    hatch: "",
    dots: "",
  } satisfies Palette,
};
const [WIDTH, HEIGHT] = [1000, 100];

type Drawn = { id: string; type: string; data: [t: number, v: number | null][] };

/**
 * The main line and its target by the axes of the whole picture, drawn by the server: what is seen until the picture is
 * loaded. It stretches over the place of the picture's grid, so nothing moves when that comes.
 */
export function FirstLine({ option }: { option: (sheet: Sheet) => EChartsCoreOption }) {
  const { xAxis, yAxis, series } = option(SHEET) as {
    xAxis: { min: number; max: number };
    yAxis: { min: number; max: number; interval: number };
    series: Drawn[];
  };
  const x = (t: number) => (((t - xAxis.min) / (xAxis.max - xAxis.min)) * WIDTH).toFixed(1);
  const y = (v: number) => {
    const share = (v - yAxis.min) / (yAxis.max - yAxis.min);
    return ((1 - Math.min(1, Math.max(0, share))) * HEIGHT).toFixed(2);
  };
  const path = (id: string) => pathOf(series.find((each) => each.id === id)?.data ?? [], x, y);
  const bars = series.find(({ id }) => id === "traffic")?.data ?? [];
  const grid = Array.from(
    { length: Math.floor((yAxis.max - yAxis.min) / yAxis.interval + 1e-6) + 1 },
    (_, i) => yAxis.min + i * yAxis.interval,
  );
  return (
    <svg className="first-line" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      {grid.map((value) => (
        <path key={value} className="g" d={`M0,${y(value)}H${WIDTH}`} />
      ))}
      {bars.length > 0 && <path className="b" d={bars.map(([t, v]) => `M${x(t)},${HEIGHT}V${y(v ?? 0)}`).join("")} />}
      <path className="m" d={path("measured")} />
      <path className="t" d={path("target")} />
    </svg>
  );
}

function pathOf(data: Drawn["data"], x: (t: number) => string, y: (v: number) => string): string {
  let begun = false;
  return data
    .map(([t, v]) => {
      if (v === null) {
        begun = false;
        return "";
      }
      const to = `${begun ? "L" : "M"}${x(t)},${y(v)}`;
      begun = true;
      return to;
    })
    .join("");
}
