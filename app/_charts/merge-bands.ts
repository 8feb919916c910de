import { duration } from "@/lib/format/duration";
import type { Band, Span } from "./points";

type Episode = Span & { open: boolean };

/** Episodes that overlap are one stretch of trouble, however many kinds of breach it has: hatched once, its whole length above it. */
export function mergeBands(episodes: Episode[], range: Span): Band[] {
  const merged: Episode[] = [];
  for (const episode of [...episodes].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last === undefined || episode.from > last.to) merged.push({ ...episode });
    else {
      last.to = Math.max(last.to, episode.to);
      last.open ||= episode.open;
    }
  }
  return merged
    .filter((band) => band.to > range.from && band.from < range.to)
    .map((band) => ({ ...band, label: duration((band.to - band.from) / 1_000) }));
}
