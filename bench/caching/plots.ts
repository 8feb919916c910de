import { init } from "echarts";
import type { ScenarioName, Variant } from "@/storefront/caching/cell";
import { PARAMETERS } from "@/storefront/caching/parameters";
import type { PatternName } from "@/storefront/caching/patterns/pattern";
import { STORES, type StoreName } from "@/storefront/caching/stores/store";
import type { Row, Run, Slice } from "./results";
import { SCENARIO } from "./scenarios";

const WIDTH = 1080;
const HEIGHT = 720;
const [LEFT, TOP, GAP_X, GAP_Y] = [70, 112, 48, 48];
const PANEL_WIDTH = (WIDTH - LEFT - 30 - 2 * GAP_X) / 3;
const PANEL_HEIGHT = (HEIGHT - TOP - 48 - 2 * GAP_Y) / 3;

/** Told apart without colour too: by their dashes. */
const COLOURS: Record<PatternName, string> = {
  "cache-aside": "#1f5fbf",
  "write-through": "#b3540e",
  "write-behind": "#177245",
};
const INK = "#1c2430";
const FAINT = "#5b6675";
const PAPER = "#fbfbf9";

/** The levels alone are told by tables: a column for each store has no place for them. */
const PLOTTED: readonly Variant[] = ["as-decided", "unprotected", "preloaded", "soft-purge", "hard-purge"];

type Measure = { name: string; of: (slice: Slice) => number | null; limit: number | null; axis: object };
const MEASURES: readonly Measure[] = [
  {
    name: "p95 of each second, ms",
    of: ({ p95Ms }) => (p95Ms === null ? null : Math.max(0.1, p95Ms)),
    limit: PARAMETERS.latencyLimitMs,
    axis: { type: "log", min: 0.1, max: 10_000 },
  },
  {
    name: "hits of cacheable reads, %",
    of: ({ hits, cacheable }) => (cacheable > 0 ? (100 * hits) / cacheable : null),
    limit: PARAMETERS.hitRateLimit * 100,
    axis: { type: "value", min: 0, max: 100, interval: 25 },
  },
  {
    name: "requests at the origin, 1/s",
    of: ({ originPerSecond }) => originPerSecond,
    limit: null,
    axis: { type: "value", min: 0 },
  },
];

/** One scenario of a run: a column for each store, a row for each measure, a line for each pattern. On paper of its own, so that it reads alike on light and dark pages. */
export function plotOf(run: Run, scenario: ScenarioName): string {
  const rows = run.rows.filter((row) => row.scenario === scenario && PLOTTED.includes(row.variant));
  const chart = init(null, null, { renderer: "svg", ssr: true, width: WIDTH, height: HEIGHT });
  const panels = MEASURES.flatMap((measure, line) =>
    STORES.map((store, column) => ({ measure, store, line, column, index: line * STORES.length + column })),
  );
  const seconds = Math.max(1, ...rows.map(({ slices }) => slices.length));
  chart.setOption({
    animation: false,
    backgroundColor: PAPER,
    textStyle: { fontFamily: "system-ui, sans-serif", color: INK },
    title: {
      text: `${scenario}: ${SCENARIO[scenario].says}`,
      subtext: caption(run),
      left: 16,
      top: 12,
      textStyle: { fontSize: 15, color: INK, width: WIDTH - 32, overflow: "break" },
      subtextStyle: { fontSize: 12, color: FAINT },
    },
    legend: {
      top: 60,
      left: 16,
      itemWidth: 34,
      itemGap: 24,
      textStyle: { color: INK },
      data: [...new Set(rows.map(lineName))],
    },
    grid: panels.map(({ line, column }) => ({
      left: LEFT + column * (PANEL_WIDTH + GAP_X),
      top: TOP + line * (PANEL_HEIGHT + GAP_Y),
      width: PANEL_WIDTH,
      height: PANEL_HEIGHT,
    })),
    xAxis: panels.map(({ index, line }) => ({
      gridIndex: index,
      type: "value",
      min: 0,
      max: seconds,
      interval: 2,
      axisLabel: { color: FAINT, fontSize: 11, showMaxLabel: seconds % 2 === 0 },
      splitLine: { show: false },
      ...(line === 2 && { name: "s", nameLocation: "end", nameTextStyle: { color: FAINT } }),
    })),
    yAxis: panels.map(({ index, measure, store, line }) => ({
      gridIndex: index,
      ...measure.axis,
      name: line === 0 ? `${store}: ${measure.name}` : measure.name,
      nameTextStyle: { align: "left", color: INK, fontSize: 12 },
      nameGap: 10,
      splitNumber: 4,
      axisLabel: { color: FAINT, fontSize: 11 },
      splitLine: { lineStyle: { color: "#e3e5e8" } },
    })),
    series: [
      ...panels.flatMap(({ index, measure, store }) =>
        rows.filter((row) => row.store === store).map((row) => lineOf(row, measure, index)),
      ),
      ...panels.flatMap(({ index, store }) => emptyNote(rows, store, index)),
    ],
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

const lineName = ({ pattern, variant }: Row): string => (variant === "as-decided" ? pattern : `${pattern}, ${variant}`);

function lineOf(row: Row, measure: Measure, panel: number): object {
  const limit = measure.limit;
  const marks = [
    ...(limit === null ? [] : [{ yAxis: limit, lineStyle: { color: "#a3262e", type: "solid", width: 1 } }]),
    ...(row.killedAtSeconds === null
      ? []
      : [{ xAxis: row.killedAtSeconds, lineStyle: { color: INK, type: "dotted", width: 1 } }]),
  ];
  return {
    name: lineName(row),
    type: "line",
    xAxisIndex: panel,
    yAxisIndex: panel,
    symbol: "none",
    data: row.slices.map((slice, second) => [second + 0.5, measure.of(slice)]),
    itemStyle: { color: COLOURS[row.pattern] },
    lineStyle: {
      color: COLOURS[row.pattern],
      width: 1.8,
      type: row.variant === "as-decided" ? dash(row.pattern) : [2, 3],
    },
    markLine: { silent: true, symbol: "none", label: { show: false }, data: marks },
  };
}

const dash = (pattern: PatternName): "solid" | number[] =>
  pattern === "cache-aside" ? "solid" : pattern === "write-through" ? [8, 3] : [12, 3, 3, 3];

/** A panel without lines would lose its axes. */
const emptyNote = (rows: readonly Row[], store: StoreName, panel: number): object[] =>
  rows.some((row) => row.store === store)
    ? []
    : [{ name: "not measured", type: "line", xAxisIndex: panel, yAxisIndex: panel, data: [] }];

function caption({ run, at, machine }: Run): string {
  const { cpu, cores, memoryGiB, node, postgres, redis, memcached, varnish } = machine;
  const programs = `Node ${node}, PostgreSQL ${postgres}, Redis ${redis}, Memcached ${memcached}, Varnish ${varnish}`;
  return `${run}, ${at.slice(0, 16).replace("T", " ")} UTC; ${cpu}, ${cores} cores, ${memoryGiB} GiB; ${programs}`;
}
