import { percent } from "@/lib/format/percent";

/** "98.2 % observed": stands quietly beside every figure, so that a gap is never mistaken for calm. */
export function observed(coverage: number | null): string {
  return coverage === null ? "coverage not known" : `${percent(coverage)} observed`;
}
