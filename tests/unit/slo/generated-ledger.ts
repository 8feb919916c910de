import { type LedgerRow, rowsAbove, type Tally } from "@/lib/slo/ledger";
import { thinnedSpans } from "@/lib/slo/thinning";
import { zeroAt } from "./notation";

/** A generator of its own, so that a seed names a ledger for ever. */
export function randomFrom(seed: number): () => number {
  let state = seed * 2_654_435_761 + 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Minutes of traffic with a day in it, incidents, silences, unobserved stretches and what was carried over them. */
export function generatedTallies(seed: number, minutes: number, edges: readonly number[] | null): Tally[] {
  const random = randomFrom(seed);
  const busy = 5 + Math.floor(random() * 60);
  const tallies: Tally[] = [];
  let [incident, gap, silence, missed] = [0, 0, 0, 0];
  for (let minute = 1; minute <= minutes; minute++) {
    if (random() < 1 / 900) incident = 5 + Math.floor(random() * 90);
    if (random() < 1 / 3000) gap = 1 + Math.floor(random() * 50);
    if (random() < 1 / 6000) silence = 70 + Math.floor(random() * 60);
    const share = incident-- > 0 ? 0.05 + random() * 0.9 : random() * 0.02;
    const total = silence-- > 0 ? 0 : Math.floor(busy * (1 + Math.sin(minute / 229)) * (0.5 + random()));
    if (gap-- > 0) {
      if (edges === null || random() < 0.5) missed += total;
      tallies.push({ minute, good: 0, total: 0, observedSeconds: 0, buckets: null, carried: false });
      continue;
    }
    const whole = total + missed;
    const bad = Math.min(whole, Math.round(whole * share));
    const buckets = edges?.map((_, i) => whole - Math.floor((3 * bad) / (i + 3))) ?? null;
    const carried = missed > 0;
    tallies.push({ minute, good: edges ? 0 : whole - bad, total: whole, observedSeconds: 60, buckets, carried });
    missed = 0;
  }
  return tallies;
}

export const generatedRows = (seed: number, minutes: number, edges: readonly number[] | null): LedgerRow[] => [
  zeroAt(0),
  ...rowsAbove(zeroAt(0), generatedTallies(seed, minutes, edges)),
];

/** What thinning would leave of the rows: beside a carried one stays the row before it. */
export function thinned(rows: readonly LedgerRow[], denseDays: number): LedgerRow[] {
  const spans = thinnedSpans(
    [
      { everyMinutes: 1, days: denseDays },
      { everyMinutes: 5, days: denseDays * 3 },
      { everyMinutes: 60, days: null },
    ],
    rows.at(-1)?.minute ?? 0,
  );
  return rows.filter(
    ({ minute, carried }, i) =>
      carried ||
      rows[i + 1]?.carried ||
      spans.every(({ from, to, everyMinutes }) => minute <= from || minute > to || minute % (everyMinutes ?? 1) === 0),
  );
}
