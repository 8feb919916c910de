/** A source of numbers in [0, 1). The same seed gives the same sequence on every machine. */
export type Random = () => number;

/** Mulberry32: 32 bits of state are enough for a demo, and it starts fast, which a generator per minute needs. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One seed from several numbers, so that neighbouring minutes do not resemble each other. */
export function mixSeed(...parts: number[]): number {
  let hash = 0x811c9dc5;
  for (const part of parts) {
    hash = Math.imul(hash ^ part, 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  }
  return hash >>> 0;
}

export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

export function poisson(mean: number, random: Random): number {
  if (mean <= 0) return 0;
  if (mean >= 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  const limit = Math.exp(-mean);
  let events = 0;
  for (let product = random(); product > limit; product *= random()) events++;
  return events;
}

/** How many of `count` independent trials succeed, approximated where exactness costs more than it shows. */
export function binomial(count: number, probability: number, random: Random): number {
  if (count <= 0 || probability <= 0) return 0;
  if (probability >= 1) return count;
  if (probability > 0.5) return count - binomial(count, 1 - probability, random);
  const mean = count * probability;
  if (mean < 30) return Math.min(count, poisson(mean, random));
  const drawn = Math.round(mean + Math.sqrt(mean * (1 - probability)) * normal(random));
  return Math.min(count, Math.max(0, drawn));
}
