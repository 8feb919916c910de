import type { ECharts } from "echarts/core";
import { useEffect, useState } from "react";

type Listener = (t: number | null) => void;

/** Charts of one group, each told of the instant that the pointer is at in another one. */
const groups = new Map<string, Set<Listener>>();

/**
 * Where the cursor of the other charts of the group stands in this one, px; null while there is none. ECharts' own
 * connection goes by the place of a series in its chart, and these charts have different ones.
 */
export function useSharedCursor(group: string, chart: ECharts | null): number | null {
  const [left, setLeft] = useState<number | null>(null);
  useEffect(() => {
    if (chart === null) return;
    const members = groups.get(group) ?? new Set<Listener>();
    groups.set(group, members);
    const own: Listener = (t) => {
      const x = t === null || chart.isDisposed() ? null : Number(chart.convertToPixel({ xAxisIndex: 0 }, t));
      setLeft(x !== null && Number.isFinite(x) ? Math.round(x) : null);
    };
    const tell = (t: number | null): void => {
      for (const member of members) if (member !== own) member(t);
    };
    const moved = (event: unknown): void => {
      const [axis] = (event as { axesInfo?: { value: number }[] }).axesInfo ?? [];
      tell(axis ? axis.value : null);
    };
    const out = (): void => tell(null);
    chart.on("updateAxisPointer", moved);
    chart.getZr().on("globalout", out);
    members.add(own);
    return () => {
      members.delete(own);
      if (members.size === 0) groups.delete(group);
      if (chart.isDisposed()) return;
      chart.off("updateAxisPointer", moved);
      chart.getZr().off("globalout", out);
    };
  }, [group, chart]);
  return left;
}
