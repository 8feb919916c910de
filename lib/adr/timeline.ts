/** In the place of a year: what has no date. */
export const UNDATED = "undated";

type Dated = { path: string; date: string | null };

export type Quarter<T> = { quarter: 1 | 2 | 3 | 4; items: T[] };
export type Year<T> = { year: string; items: number; quarters: Quarter<T>[] };
export type Timeline<T> = { years: Year<T>[]; undated: T[] };

/** Newest first, by the day of the decision; of one day, the later path first. What has no date stands apart and is not guessed. */
export function timelineOf<T extends Dated>(records: readonly T[]): Timeline<T> {
  const dated = records.filter(({ date }) => date !== null).sort(newestFirst);
  const years: Year<T>[] = [];
  for (const record of dated) {
    const [year = "", month] = (record.date ?? "").split("-");
    const quarter = Math.ceil(Number(month) / 3) as Quarter<T>["quarter"];
    const inYear = lastOr(years, ({ year: last }) => last === year, { year, items: 0, quarters: [] });
    const inQuarter = lastOr(inYear.quarters, ({ quarter: last }) => last === quarter, { quarter, items: [] });
    inQuarter.items.push(record);
    inYear.items++;
  }
  return { years, undated: records.filter(({ date }) => date === null) };
}

/** The last of a list where it is the one, else a new one at its end. */
function lastOr<T>(list: T[], isIt: (last: T) => boolean, otherwise: T): T {
  const last = list.at(-1);
  if (last !== undefined && isIt(last)) return last;
  list.push(otherwise);
  return otherwise;
}

function newestFirst(a: Dated, b: Dated): number {
  if (a.date !== b.date) return (a.date ?? "") < (b.date ?? "") ? 1 : -1;
  return a.path < b.path ? 1 : -1;
}

/** Of a time line as much as one page holds, the newest; `left` is what does not fit. */
export function firstOf<T>(timeline: Timeline<T>, most: number): { timeline: Timeline<T>; left: number } {
  let room = most;
  let left = 0;
  const take = (items: T[]): T[] => {
    const taken = items.slice(0, Math.max(0, room));
    room -= taken.length;
    left += items.length - taken.length;
    return taken;
  };
  const years = timeline.years
    .map((year) => ({
      ...year,
      quarters: year.quarters
        .map((quarter) => ({ ...quarter, items: take(quarter.items) }))
        .filter(({ items }) => items.length > 0),
    }))
    .filter(({ quarters }) => quarters.length > 0);
  const undated = take(timeline.undated);
  return { timeline: { years, undated }, left };
}
