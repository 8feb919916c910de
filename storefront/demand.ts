const NIGHT = 0.35;
const QUIETEST_HOUR = 4;
const MEAN_OF_DAY = NIGHT + (1 - NIGHT) / 2;
/** Sunday first; the mean is 1. */
const WEEKDAYS = [1.12, 0.96, 0.94, 0.95, 0.97, 1.0, 1.06];
const SEASON_SWING = 0.12;
/** The season peaks in mid-December: day of the year. */
const SEASON_PEAK = 348;

export const DEFAULT_REQUESTS_PER_SECOND = 40;

/** The share of the day's peak, 0.35 at four in the morning and 1 at four in the afternoon, UTC. */
export function dayNight(epochSeconds: number): number {
  const hour = (epochSeconds / 3600) % 24;
  return NIGHT + (1 - NIGHT) * (0.5 - 0.5 * Math.cos((2 * Math.PI * (hour - QUIETEST_HOUR)) / 24));
}

/** Requests per second the shop's visitors make; the average over a year is `average`. */
export function demand(epochSeconds: number, average = DEFAULT_REQUESTS_PER_SECOND): number {
  const at = new Date(epochSeconds * 1000);
  const weekday = WEEKDAYS[at.getUTCDay()] ?? 1;
  const dayOfYear = (at.getTime() - Date.UTC(at.getUTCFullYear(), 0, 1)) / 86_400_000;
  const season = 1 + SEASON_SWING * Math.cos((2 * Math.PI * (dayOfYear - SEASON_PEAK)) / 365.25);
  return (average * weekday * season * dayNight(epochSeconds)) / MEAN_OF_DAY;
}
