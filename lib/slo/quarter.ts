import { minuteAt } from "./window";

/** A UTC quarter of a year. Minutes are (from, end]; days are ISO 8601, the last one included. */
export type Quarter = { id: string; label: string; from: number; end: number; firstDay: string; lastDay: string };

const quarterAt = (year: number, index: number): Quarter => {
  const [first, next] = [Date.UTC(year, index * 3, 1), Date.UTC(year, index * 3 + 3, 1)];
  const begun = new Date(first);
  const [ownYear, own] = [begun.getUTCFullYear(), begun.getUTCMonth() / 3 + 1];
  return {
    id: `${ownYear}-Q${own}`,
    label: `${ownYear} Q${own}`,
    from: minuteAt(first),
    end: minuteAt(next),
    firstDay: isoDay(first),
    lastDay: isoDay(next - 1),
  };
};

const isoDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

export const quarterOf = (now: Date): Quarter => quarterAt(now.getUTCFullYear(), Math.floor(now.getUTCMonth() / 3));

/** "2026-Q4"; null for what is no quarter. */
export function parseQuarter(id: string): Quarter | null {
  const [, year, own] = /^(20\d{2})-Q([1-4])$/.exec(id) ?? [];
  return year && own ? quarterAt(Number(year), Number(own) - 1) : null;
}

/** The one that lies so many quarters before (after, where negative). */
export function quarterBefore({ from }: Quarter, back = 1): Quarter {
  const begun = new Date(from * 60_000);
  return quarterAt(begun.getUTCFullYear(), begun.getUTCMonth() / 3 - back);
}
