import { countInWords } from "./count";
import { percent } from "./percent";

const FRACTIONS: readonly (readonly [share: number, words: string])[] = [
  [1 / 4, "a quarter"],
  [1 / 3, "a third"],
  [1 / 2, "half"],
  [2 / 3, "two thirds"],
  [3 / 4, "three quarters"],
];
/** So far off a fraction still is one to say. */
const NEAR = 0.025;

/** "half", "two thirds", else "96 %": of what people say in a sentence. */
export function shareInWords(share: number): string {
  const found = FRACTIONS.find(([of]) => Math.abs(share - of) <= NEAR);
  return found ? found[1] : percent(share, share < 0.1 ? 1 : 0);
}

/** "one in five", "one in 120", "four in five", "all", "none": how many of all a share is, rounded as people say it. */
export function oneIn(share: number): string {
  if (share <= 0) return "none";
  if (share >= 0.995) return "all";
  if (share > 2 / 3) {
    const of = Math.round(1 / (1 - share));
    return `${countInWords(of - 1)} in ${countInWords(of)}`;
  }
  if (share > 0.42) return share > 0.58 ? "two in three" : "one in two";
  return `one in ${countInWords(Math.round(1 / share))}`;
}
