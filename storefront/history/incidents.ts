export type IncidentKind =
  | "purge-storm"
  | "slow-database"
  | "redis-restart"
  | "bad-edge-deploy"
  | "crawler"
  | "black-friday";

export type Incident = { kind: IncidentKind; from: number; to: number };

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** Days before the end of the generated time, time of day (UTC), length in seconds. */
const PAST: [daysAgo: number, at: string, length: number, kind: IncidentKind][] = [
  [3, "14:10", 25 * MINUTE, "purge-storm"],
  [8, "11:20", 40 * MINUTE, "slow-database"],
  [13, "03:40", 60 * MINUTE, "redis-restart"],
  [19, "16:05", 90 * MINUTE, "bad-edge-deploy"],
  [24, "21:15", 25 * MINUTE, "slow-database"],
  [27, "09:30", 30 * MINUTE, "crawler"],
  [31, "13:00", 15 * MINUTE, "purge-storm"],
  [61, "10:45", 55 * MINUTE, "slow-database"],
  // A weekend that nobody watched: long enough to use up a 28-day budget.
  [97, "17:30", 60 * HOUR, "bad-edge-deploy"],
  [150, "08:00", 4 * HOUR, "purge-storm"],
  [212, "02:00", 44 * HOUR, "slow-database"],
  [290, "05:30", 60 * MINUTE, "redis-restart"],
];

/** The incidents of the generated time that ends at `end` (epoch seconds). */
export function incidentsBefore(end: number): Incident[] {
  const midnight = Math.floor(end / DAY) * DAY;
  const past = PAST.map(([daysAgo, at, length, kind]) => {
    const [hours = 0, minutes = 0] = at.split(":").map(Number);
    const from = midnight - daysAgo * DAY + hours * HOUR + minutes * MINUTE;
    return { kind, from, to: from + length };
  });
  const year = new Date(end * 1000).getUTCFullYear();
  const sales = [year - 2, year - 1, year]
    .map(blackFriday)
    .map((from): Incident => ({ kind: "black-friday", from, to: from + 4 * DAY }))
    .filter(({ to }) => to < end - DAY);
  return [...past, ...sales];
}

/** The day after the fourth Thursday in November, 00:00 UTC, in epoch seconds. */
function blackFriday(year: number): number {
  const first = Date.UTC(year, 10, 1) / 1000;
  const toThursday = (4 - new Date(first * 1000).getUTCDay() + 7) % 7;
  return first + (toThursday + 22) * DAY;
}

/** How far into the incident `at` is, 0 to 1. */
export function progress(incident: Incident, at: number): number {
  return (at - incident.from) / (incident.to - incident.from);
}
