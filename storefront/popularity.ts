import type { Random } from "./random";

/** The weights of ranks 1…size under Zipf's law; they add up to 1. */
export function zipfWeights(size: number, exponent = 1): number[] {
  const raw = Array.from({ length: size }, (_, index) => 1 / (index + 1) ** exponent);
  const sum = raw.reduce((total, weight) => total + weight, 0);
  return raw.map((weight) => weight / sum);
}

/** Draws ranks 1…size, popular ones first. */
export function zipf(size: number, exponent = 1): (random: Random) => number {
  let total = 0;
  const upTo = zipfWeights(size, exponent).map((weight) => {
    total += weight;
    return total;
  });
  return (random) => {
    const drawn = random() * total;
    let low = 0;
    let high = size - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((upTo[middle] ?? 1) > drawn) high = middle;
      else low = middle + 1;
    }
    return low + 1;
  };
}
