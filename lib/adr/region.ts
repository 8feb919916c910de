import { headingsOf } from "./headings";
import type { Line } from "./lines";

/**
 * `head` is what stands before the first heading under the title, where people put the facts about a record; `top` goes on to the
 * first section of the second level, as some head each fact ("### Status: accepted"); `all` is the whole of it.
 */
export type Region = { head: Line[]; top: Line[]; all: Line[] };

export function regionOf(lines: Line[]): Region {
  const headings = headingsOf(lines);
  const title = headings[0]?.level === 1 || headings.length === 1 ? headings[0] : undefined;
  const before = (isEnd: (level: number) => boolean) => {
    const end = headings.find((heading) => heading !== title && isEnd(heading.level));
    return end ? lines.filter(({ number }) => number < end.number) : lines;
  };
  return { head: before(() => true), top: before((level) => level <= 2), all: lines };
}
