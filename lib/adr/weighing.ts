import { HIGHEST_SCORE, LOWEST_SCORE, type Matrix } from "./matrix";

export type Weighed = {
  option: string;
  title: string;
  /** Mean of its scores by weight, on the scale of the scores. */
  total: number;
};

/** Where the choice would fall to another option if one criterion alone weighed otherwise. */
export type Flip = {
  criterion: string;
  title: string;
  weight: number;
  /** Of all weights, 0..1. */
  share: number;
  /** The largest smaller, and the smallest larger, weight from which on `to` would be ahead; null: there is none. */
  below: FlipPoint | null;
  above: FlipPoint | null;
};

/** `share`: what that weight would be of all weights, the others staying as they are. */
type FlipPoint = { weight: number; share: number; to: string };

/** How much worse the leader would have to score on one criterion for another option to draw level. */
export type Margin = { criterion: string; title: string; by: number; to: string };

export type Weighing = {
  /** Best first; of equal totals the one that stands first. */
  ranked: Weighed[];
  /** The criteria in their order. */
  flips: Flip[];
  /** The smallest first, of the criteria on which such a fall is possible on the scale. */
  margins: Margin[];
  /** In how many of all weightings in which each criterion weighs half, as much, or twice as much the same option is ahead. */
  steadiness: { led: number; of: number };
  /** Who is ahead, and by how much, when every score that is not surely known is a point worse for the leader and better for the others. */
  doubted: { first: Weighed; second: Weighed } | null;
};

/** Totals, and how much would have to change for them to say something else. */
export function weighed(matrix: Matrix): Weighing {
  const ranked = rankedBy(
    matrix,
    matrix.criteria.map(({ weight }) => weight),
  );
  const [leader] = ranked;
  return {
    ranked,
    flips: leader ? matrix.criteria.map((_, at) => flipOf(matrix, leader.option, at)) : [],
    margins: leader ? marginsOf(matrix, leader.option) : [],
    steadiness: steadinessOf(matrix, leader?.option),
    doubted: leader ? doubtedOf(matrix, leader.option) : null,
  };
}

const FACTORS = [0.5, 1, 2];

function steadinessOf(matrix: Matrix, leader: string | undefined): Weighing["steadiness"] {
  const weightings = matrix.criteria.reduce<number[][]>(
    (all, { weight }) => all.flatMap((weights) => FACTORS.map((factor) => [...weights, weight * factor])),
    [[]],
  );
  const led = weightings.filter((weights) => rankedBy(matrix, weights)[0]?.option === leader).length;
  return { led, of: weightings.length };
}

function doubtedOf(matrix: Matrix, leader: string): Weighing["doubted"] {
  const options = matrix.options.map((option) => ({
    ...option,
    scores: option.scores.map((score) =>
      score.sure === "high" ? score : { ...score, score: onScale(score.score + (option.id === leader ? -1 : 1)) },
    ),
  }));
  const [first, second] = rankedBy(
    { ...matrix, options },
    matrix.criteria.map(({ weight }) => weight),
  );
  return first && second ? { first, second } : null;
}

const onScale = (score: number): number => Math.min(HIGHEST_SCORE, Math.max(LOWEST_SCORE, score));

function rankedBy({ options }: Matrix, weights: readonly number[]): Weighed[] {
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return options
    .map(({ id, title, scores }) => ({
      option: id,
      title,
      total: scores.reduce((sum, { score }, i) => sum + score * (weights[i] ?? 0), 0) / all,
    }))
    .sort((a, b) => b.total - a.total);
}

/** Ahead of another by `rest` over the other criteria, and by `own` for each unit of this one's weight. */
function lead({ options, criteria }: Matrix, leader: string, other: string, at: number): { rest: number; own: number } {
  const scoresOf = (id: string) => options.find((option) => option.id === id)?.scores ?? [];
  const [ours, theirs] = [scoresOf(leader), scoresOf(other)];
  const difference = (i: number): number => (ours[i]?.score ?? 0) - (theirs[i]?.score ?? 0);
  const rest = criteria.reduce((sum, { weight }, i) => (i === at ? sum : sum + weight * difference(i)), 0);
  return { rest, own: difference(at) };
}

function flipOf(matrix: Matrix, leader: string, at: number): Flip {
  const { id = "", title = "", weight = 0 } = matrix.criteria[at] ?? {};
  // The lead over each other option is linear in this weight, so it changes its sign at most once; no criterion weighs nothing.
  const crossings = matrix.options.flatMap(({ id: other }) => {
    if (other === leader) return [];
    const { rest, own } = lead(matrix, leader, other, at);
    const crossing = own === 0 ? Number.NaN : -rest / own;
    return crossing > 0 ? [{ weight: crossing, to: other, falls: own > 0 }] : [];
  });
  const below = crossings.filter(({ falls, weight: w }) => falls && w <= weight).sort((a, b) => b.weight - a.weight)[0];
  const above = crossings
    .filter(({ falls, weight: w }) => !falls && w >= weight)
    .sort((a, b) => a.weight - b.weight)[0];
  const others = matrix.criteria.reduce((sum, criterion, i) => (i === at ? sum : sum + criterion.weight), 0);
  const share = (of: number): number => (of === 0 ? 0 : of / (of + others));
  const told = (flip: typeof below): FlipPoint | null =>
    flip ? { weight: flip.weight, share: share(flip.weight), to: flip.to } : null;
  return { criterion: id, title, weight, share: share(weight), below: told(below), above: told(above) };
}

function marginsOf(matrix: Matrix, leader: string): Margin[] {
  const { criteria, options } = matrix;
  return criteria
    .flatMap(({ id, title, weight }, at): Margin[] => {
      const nearest = options
        .filter((option) => option.id !== leader)
        .map((option) => {
          const { rest, own } = lead(matrix, leader, option.id, at);
          return { by: (rest + own * weight) / weight, to: option.id };
        })
        .sort((a, b) => a.by - b.by)[0];
      const score = options.find((option) => option.id === leader)?.scores[at]?.score ?? 0;
      return nearest && score - nearest.by >= LOWEST_SCORE ? [{ criterion: id, title, ...nearest }] : [];
    })
    .sort((a, b) => a.by - b.by);
}
