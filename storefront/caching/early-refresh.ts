import type { Random } from "../random";

/**
 * XFetch (Vattani, Chierichetti, Lowenstein: Optimal probabilistic cache stampede prevention, VLDB 2015): each reader
 * decides alone whether to load an entry anew before it expires; the likelier, the closer the end and the longer a load takes.
 */
export function isRefreshedEarly(
  entry: { freshUntil: number; loadMs: number },
  now: number,
  beta: number,
  random: Random,
): boolean {
  // 1 - random() is never 0, whose logarithm would refresh everything.
  return now - entry.loadMs * beta * Math.log(1 - random()) >= entry.freshUntil;
}
