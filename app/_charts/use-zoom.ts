import type { ECharts } from "echarts/core";
import { type RefObject, useEffect, useRef, useState } from "react";

/** Called with the part of the picture that somebody wants to see, ms. */
export type Zoom = (from: number, to: number) => void;

/** Shorter moves of the pointer are clicks. */
const SHORTEST_PX = 8;
const WHEEL_PAUSE_MS = 180;
const MINUTE = 60_000;

/**
 * Zooms to what is dragged over, and by the wheel with Ctrl held. Both can also be had without a drag: by the two fields of
 * the range. Fingers scroll the page.
 */
export function useZoom(
  element: RefObject<HTMLDivElement | null>,
  chart: ECharts | null,
  zoom: Zoom | undefined,
): { left: number; width: number } | null {
  const [dragged, setDragged] = useState<{ left: number; width: number } | null>(null);
  const latest = useRef(zoom);
  latest.current = zoom;
  const isOn = zoom !== undefined;
  useEffect(() => {
    const place = element.current;
    if (place === null || chart === null || !isOn) return;
    const timeAt = (x: number): number => Number(chart.convertFromPixel({ xAxisIndex: 0 }, x));
    const xOf = (event: MouseEvent): number => event.clientX - place.getBoundingClientRect().left;
    let from: number | null = null;
    const down = (event: PointerEvent): void => {
      if (event.pointerType !== "mouse" || event.button !== 0) return;
      if (chart.containPixel({ gridIndex: 0 }, [xOf(event), event.offsetY])) from = xOf(event);
    };
    const move = (event: PointerEvent): void => {
      if (from === null) return;
      const x = xOf(event);
      setDragged({ left: Math.min(from, x), width: Math.abs(x - from) });
    };
    const up = (event: PointerEvent): void => {
      const begun = from;
      from = null;
      setDragged(null);
      if (begun === null || Math.abs(xOf(event) - begun) < SHORTEST_PX) return;
      asked(timeAt(Math.min(begun, xOf(event))), timeAt(Math.max(begun, xOf(event))));
    };
    const asked = (begin: number, end: number): void => {
      if (Number.isFinite(begin) && end - begin >= MINUTE) latest.current?.(begin, end);
    };
    let turned: { begin: number; end: number; timer: number } | null = null;
    const wheel = (event: WheelEvent): void => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const axis = (chart.getOption().xAxis as { min: number; max: number }[])[0];
      if (!axis) return;
      const { begin, end } = turned ?? { begin: axis.min, end: axis.max };
      if (turned) clearTimeout(turned.timer);
      const centre = timeAt(xOf(event));
      const factor = event.deltaY < 0 ? 0.7 : 1 / 0.7;
      const next = { begin: centre - (centre - begin) * factor, end: centre + (end - centre) * factor };
      const timer = window.setTimeout(() => {
        turned = null;
        asked(next.begin, next.end);
      }, WHEEL_PAUSE_MS);
      turned = { ...next, timer };
    };
    place.addEventListener("pointerdown", down);
    addEventListener("pointermove", move);
    addEventListener("pointerup", up);
    place.addEventListener("wheel", wheel, { passive: false });
    return () => {
      place.removeEventListener("pointerdown", down);
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", up);
      place.removeEventListener("wheel", wheel);
      if (turned) clearTimeout(turned.timer);
    };
  }, [element, chart, isOn]);
  return dragged;
}
