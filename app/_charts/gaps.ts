import type { Span } from "./points";

/** The stretches of which nothing was observed. `t` is the end of a slice of `stepMs`. */
export function unobserved(series: { t: number; observed: number }[], stepMs: number): Span[] {
  const spans: Span[] = [];
  for (const { t, observed } of series) {
    if (observed > 0) continue;
    const last = spans.at(-1);
    if (last && last.to >= t - stepMs) last.to = t;
    else spans.push({ from: t - stepMs, to: t });
  }
  return spans;
}
