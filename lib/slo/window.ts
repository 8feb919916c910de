/** A rolling window in whole days, written `28d` or `4w`. */
export type SloWindow = { days: number };

/** null where the text is no window that can be counted. */
export function parseWindow(text: string): SloWindow | null {
  const match = /^([1-9]\d{0,2})([dw])$/.exec(text.trim());
  if (!match) return null;
  const days = Number(match[1]) * (match[2] === "w" ? 7 : 1);
  return days <= 366 ? { days } : null;
}

export const minutesIn = (window: SloWindow): number => window.days * 1440;

/** The minute that ends at or before an instant. Minutes are named by their end, in UTC epoch minutes. */
export const minuteAt = (ms: number): number => Math.floor(ms / 60_000);
export const msOf = (minute: number): number => minute * 60_000;

/** The last minute that late samples can no longer change. */
export const finalMinute = (now: Date, delaySeconds: number): number => minuteAt(now.getTime() - delaySeconds * 1000);
