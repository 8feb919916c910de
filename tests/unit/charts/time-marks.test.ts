import { expect, test } from "vitest";
import { type TimeMark, withTimeMarks } from "@/app/_charts/time-marks";
import { SHEET, seriesOf } from "./sheet";

type Drawn = { children: { type: string; style?: { text?: string; lineDash?: number[] } }[] };
type Drawing = { renderItem: (params: object, api: object) => Drawn };

/** Draws each mark on a field of 600 px, its time in px. */
function drawn(marks: TimeMark[], narrow = false): Drawn["children"][] {
  const option = withTimeMarks({ series: [{ id: "other", data: [] }] }, marks, { ...SHEET, narrow });
  expect(seriesOf(option, "other")).toBeDefined();
  const series = seriesOf(option, "time-marks") as unknown as Drawing & { data: [number, number][] };
  return series.data.map((_, dataIndex) => {
    const coordSys = { x: 0, y: 0, width: 600, height: 200 };
    return series.renderItem({ dataIndex, coordSys }, { coord: ([x]: [number]) => [x, 0] }).children;
  });
}
const words = (children: Drawn["children"]): string[] => children.flatMap(({ style }) => style?.text ?? []);

test("a change is solid and carries the weight, what was told is dashed", () => {
  const [change, told] = drawn([
    { at: 200, label: "edge 1", kind: "change" },
    { at: 300, label: "Acknowledged", kind: "told" },
  ]);
  expect(change?.map(({ type }) => type)).toEqual(["line", "polygon", "text"]);
  expect(change?.[0]?.style?.lineDash).toBeUndefined();
  expect(told?.map(({ type }) => type)).toEqual(["line", "text"]);
  expect(told?.[0]?.style?.lineDash).toEqual([3, 3]);
});

test("labels that would touch, or leave the chart, are left out; the lines stay", () => {
  const marks: TimeMark[] = [
    { at: 20, label: "at the edge", kind: "change" },
    { at: 300, label: "first", kind: "told" },
    { at: 320, label: "second", kind: "told" },
    { at: 590, label: "at the end", kind: "told" },
  ];
  expect(drawn(marks).map(words)).toEqual([[], [], ["second"], []]);
  expect(drawn(marks).every((children) => children.some(({ type }) => type === "line"))).toBe(true);
  expect(drawn(marks, true).flatMap(words)).toEqual([]);
});

test("what lies outside the chart is not drawn", () => {
  expect(drawn([{ at: 900, label: "later", kind: "change" }])).toEqual([[]]);
});
