export type Scale = { min: number; max: number; interval: number };

const NICE = [1, 2, 2.5, 5, 10];

/** An axis for most values and every target. A rare outlier does not flatten the rest: it is cut, and labelled by whoever draws. */
export function scaleFor(values: number[], targets: number[], limits: { floor: number; ceiling: number }): Scale {
  // Nothing was counted and nothing was promised: an axis all the same.
  if (values.length + targets.length === 0) return { min: 0, max: 1, interval: 0.5 };
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  const low = Math.min(at(0.03) ?? Number.POSITIVE_INFINITY, ...targets);
  const high = Math.max(at(0.97) ?? Number.NEGATIVE_INFINITY, ...targets);
  const span = high - low || Math.abs(high) * 0.1 || 1;
  const padded = { low: Math.max(limits.floor, low - span * 0.6), high: Math.min(limits.ceiling, high + span * 0.25) };
  const interval = niceStep((padded.high - padded.low) / 3.2);
  return {
    min: Math.max(limits.floor, tidy(Math.floor(padded.low / interval + 1e-9) * interval)),
    max: Math.min(limits.ceiling, tidy(Math.ceil(padded.high / interval - 1e-9) * interval)),
    interval,
  };
}

export function niceStep(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(raw));
  return tidy((NICE.find((n) => n * power >= raw * 0.999) ?? 10) * power);
}

function tidy(n: number): number {
  return Number(n.toPrecision(12));
}
