"use client";
import { BarChart, CustomChart, LineChart } from "echarts/charts";
import { GridComponent, TooltipComponent } from "echarts/components";
import type { ECharts, EChartsCoreOption } from "echarts/core";
import * as echarts from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useTheme } from "next-themes";
import { useEffect, useRef, useState } from "react";
import type { Sheet } from "./palette";
import { readPalette } from "./read-palette";
import { useSharedCursor } from "./shared-cursor";
import { useZoom, type Zoom } from "./use-zoom";

echarts.use([LineChart, BarChart, CustomChart, GridComponent, TooltipComponent, CanvasRenderer]);

const NARROW = 520;

type Props = {
  option: (sheet: Sheet) => EChartsCoreOption;
  /** Charts of one group share their cursor. */
  group: string;
  label: string;
  onDrawn?: () => void;
  /** Asked for where a part of the range is dragged over, or the wheel turned with Ctrl. */
  zoom?: Zoom | undefined;
};

/** Fills its parent, which fixes the height before this is loaded. */
export default function EChart({ option, group, label, onDrawn, zoom }: Props) {
  const element = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<ECharts | null>(null);
  const [narrow, setNarrow] = useState(false);
  const { resolvedTheme } = useTheme();
  const dragged = useZoom(element, chart, zoom);
  const cursor = useSharedCursor(group, chart);

  useEffect(() => {
    if (element.current === null) return;
    const made = echarts.init(element.current, null, { renderer: "canvas" });
    const watcher = new ResizeObserver(([entry]) => {
      made.resize();
      setNarrow((entry?.contentRect.width ?? 0) < NARROW);
    });
    watcher.observe(element.current);
    setChart(made);
    return () => {
      watcher.disconnect();
      made.dispose();
      setChart(null);
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a canvas keeps its colours until it is told that the theme changed.
  useEffect(() => {
    if (chart === null || chart.isDisposed() || element.current === null) return;
    chart.setOption(option({ palette: readPalette(element.current), narrow }), { notMerge: true });
    onDrawn?.();
  }, [chart, option, narrow, resolvedTheme]);

  return (
    <>
      <div ref={element} role="img" aria-label={label} style={{ height: "100%", width: "100%" }} />
      {cursor !== null && <div className="cursor" style={{ left: cursor }} />}
      {dragged && <div className="dragged" style={{ left: dragged.left, width: dragged.width }} />}
    </>
  );
}
