/**
 * What was gained in minutes that are unobserved, and is booked in the first observed one after them (ADR 0040). `part`: good
 * or bad events, as the SLI counts them. `buckets`: per finite edge, cumulative over `le`; null where there are none.
 */
export type Held = { total: number; part: number; buckets: number[] | null };

export const NOTHING_HELD: Held = { total: 0, part: 0, buckets: null };

export const isNothing = ({ total, part, buckets }: Held): boolean =>
  total === 0 && part === 0 && (buckets ?? []).every((count) => count === 0);

/** Buckets of other edges than those of `b` cannot be added to them: they are let go. */
export function sumOf(a: Held, b: Held, sign: 1 | -1 = 1): Held {
  const edges = b.buckets ?? a.buckets;
  const before = a.buckets?.length === edges?.length ? a.buckets : null;
  return {
    total: a.total + sign * b.total,
    part: a.part + sign * b.part,
    buckets: edges?.map((_, i) => (before?.[i] ?? 0) + sign * (b.buckets?.[i] ?? 0)) ?? null,
  };
}

/** What a minute gained, with as much of what was held as its total has room for; and what there is no room for. */
export function booked(gained: Held, held: Held): { events: Held; rest: Held } {
  const total = gained.total + held.total;
  const room = (own: number): number => Math.max(0, total - own);
  const added: Held = {
    total: held.total,
    part: Math.min(held.part, room(gained.part)),
    buckets: held.buckets?.map((count, i) => Math.min(count, room(gained.buckets?.[i] ?? 0))) ?? null,
  };
  return { events: sumOf(added, gained), rest: sumOf(held, added, -1) };
}
