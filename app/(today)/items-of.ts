import type { ReviewItem, TodayView } from "@/lib/views/today";

/** Every item that is shown, in the order of the page. */
export const itemsOf = (view: TodayView): ReviewItem[] =>
  [view.breached, view.atRisk, view.unknown, view.noTraffic, view.toSettle].flatMap(({ items }) => items);

/** What `z` takes back: all that whoever looks did last in one go. */
export function lastDoneBy(items: readonly ReviewItem[]): { item: ReviewItem; mark: number }[] {
  const mine = items.flatMap((item) =>
    [...(item.handled ? [item.handled] : []), ...item.notes]
      .filter((each) => each.mine)
      .map(({ id, at }) => ({ item, mark: id, at })),
  );
  const last = mine
    .map(({ at }) => at)
    .sort()
    .at(-1);
  return mine.filter(({ at }) => at === last).map(({ item, mark }) => ({ item, mark }));
}

/** Where `j`, `k` and a verb lead from an item; `from` may have gone meanwhile. */
export function neighbour(items: readonly ReviewItem[], from: string | null, step: 1 | -1): string | null {
  const at = items.findIndex(({ subject }) => subject === from);
  if (at === -1) return (step === 1 ? items[0] : items.at(-1))?.subject ?? null;
  return items[Math.max(0, Math.min(items.length - 1, at + step))]?.subject ?? null;
}

/** The next item that waits after one, else the first that does, else the one itself. */
export function nextWaiting(
  items: readonly ReviewItem[],
  after: string | null,
  besides: ReadonlySet<string>,
): string | null {
  const at = items.findIndex(({ subject }) => subject === after);
  const waits = ({ subject, handled }: ReviewItem): boolean => handled === null && !besides.has(subject);
  const next = items.find((item, i) => i > at && waits(item)) ?? items.find(waits);
  return next?.subject ?? after;
}

/** What lies between two items, both included: as shift selects. */
export function between(items: readonly ReviewItem[], a: string, b: string): string[] {
  const [i, j] = [a, b].map((each) => items.findIndex(({ subject }) => subject === each));
  if (i === undefined || j === undefined || i === -1 || j === -1) return [b];
  return items.slice(Math.min(i, j), Math.max(i, j) + 1).map(({ subject }) => subject);
}
