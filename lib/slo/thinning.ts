const DAY = 1440;

/** From the newest rows to the oldest: every `everyMinutes`-th row is kept up to an age of `days`; null: for ever. */
export type ThinningPolicy = readonly { everyMinutes: number; days: number | null }[];

/** arithmetic.md 7. */
export const THINNING: ThinningPolicy = [
  { everyMinutes: 1, days: 8 },
  { everyMinutes: 5, days: 100 },
  { everyMinutes: 60, days: null },
];

/** Rows of the minutes (from, to] are kept where they are whole multiples of `everyMinutes`; none where that is null. */
export type ThinnedSpan = { from: number; to: number; everyMinutes: number | null };

/** What the policy says of the minutes below `minute`, newest first; minutes of which every row is kept are left out. */
export function thinnedSpans(policy: ThinningPolicy, minute: number): ThinnedSpan[] {
  const spans: ThinnedSpan[] = [];
  let to = minute;
  for (const { everyMinutes, days } of policy) {
    const from = days === null ? Number.MIN_SAFE_INTEGER : minute - days * DAY;
    if (everyMinutes > 1) spans.push({ from, to, everyMinutes });
    to = from;
  }
  if (policy.at(-1)?.days != null) spans.push({ from: Number.MIN_SAFE_INTEGER, to, everyMinutes: null });
  return spans;
}

/** Written `1m:8d,5m:100d,1h`; null where the text is no policy that grows coarser with age and keeps two years. */
export function parseThinning(text: string): ThinningPolicy | null {
  const steps = text.split(",").map((part) => /^([1-9]\d?)([mh])(?::([1-9]\d{0,3})d)?$/.exec(part.trim()));
  const policy = steps.flatMap((step) =>
    step
      ? [{ everyMinutes: Number(step[1]) * (step[2] === "h" ? 60 : 1), days: step[3] ? Number(step[3]) : null }]
      : [],
  );
  if (policy.length !== steps.length) return null;
  const grows = policy.every(({ everyMinutes, days }, i) => {
    const before = policy[i - 1];
    if (!before) return true;
    // A coarser row has to be one that the finer step kept.
    const isMultiple = everyMinutes > before.everyMinutes && everyMinutes % before.everyMinutes === 0;
    return isMultiple && before.days !== null && (days === null || days > before.days);
  });
  // Burn rates look back on the minutes of three days; a year is compared with the one before.
  const [first, last] = [policy[0], policy.at(-1)];
  return grows && first?.everyMinutes === 1 && (first.days ?? 4) >= 4 && (last?.days ?? 730) >= 730 ? policy : null;
}
