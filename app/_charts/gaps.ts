import type { Span } from "./points";

/**
 * The stretches of which nothing was observed. `t` is the end of a slice of `stepMs`; `until`: where what is shown ends, which
 * is a slice or more after the last one where nothing was counted since.
 */
export function unobserved(series: { t: number; observed: number }[], stepMs: number, until = -Infinity): Span[] {
  const spans: Span[] = [];
  for (const { t, observed } of series) {
    if (observed > 0) continue;
    const last = spans.at(-1);
    if (last && last.to >= t - stepMs) last.to = t;
    else spans.push({ from: t - stepMs, to: t });
  }
  const end = series.at(-1)?.t;
  if (end === undefined || until - end < stepMs) return spans;
  const last = spans.at(-1);
  if (last?.to === end) last.to = until;
  else spans.push({ from: end, to: until });
  return spans;
}
