import { headingsOf } from "./headings";
import type { Line } from "./lines";

/** `head` is what stands before the first section, where people put the facts about a record; `all` is the whole of it. */
export type Region = { head: Line[]; all: Line[] };

export function regionOf(lines: Line[]): Region {
  const headings = headingsOf(lines);
  const title = headings[0]?.level === 1 || headings.length === 1 ? headings[0] : undefined;
  const first = headings.find((heading) => heading !== title);
  return { head: first ? lines.filter(({ number }) => number < first.number) : lines, all: lines };
}
