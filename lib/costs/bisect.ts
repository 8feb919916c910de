/**
 * The first whole number in (low, high] for which it holds, where it holds from some number on: `holds(low)` is false and
 * `holds(high)` true.
 */
export function firstThat(holds: (n: number) => boolean, low: number, high: number): number {
  let [below, at] = [low, high];
  while (at - below > 1) {
    const middle = below + Math.floor((at - below) / 2);
    if (holds(middle)) at = middle;
    else below = middle;
  }
  return at;
}
