const SECONDS_PER_UNIT: Record<string, number> = { s: 1, m: 60, h: 3600 };
const LONGEST = 24 * 3600;

/** "90s", "10m" or "2h" in seconds. */
export function parseDuration(text: string): number {
  const match = /^(\d{1,6})(s|m|h)$/.exec(text);
  const seconds = Number(match?.[1]) * (SECONDS_PER_UNIT[match?.[2] ?? ""] ?? Number.NaN);
  if (!(seconds > 0)) throw new Error(`"${text}" is not a duration; write it as 90s, 10m or 2h`);
  if (seconds > LONGEST) throw new Error(`"${text}" is too long; a fault lasts 24h at most`);
  return seconds;
}
