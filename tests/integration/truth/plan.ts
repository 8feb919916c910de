import type { Random } from "./random";

/** One process; all times in s. `before`: what it had counted when the engine first saw it. */
export type Run = {
  instance: string;
  slot: number;
  begin: number;
  firstScrape: number;
  /** The instant of its last scrape. */
  end: number;
  /** Scrape instants right after which it restarts in place, its counters at zero. */
  restarts: ReadonlySet<number>;
  before: number;
};
/** Bad or slow events at these probabilities, on one slot's process or on all. */
export type Burst = {
  from: number;
  to: number;
  slot: number | null;
  bad: number | undefined;
  slow: number | undefined;
};
/** Nobody scrapes in (from, to]. `told`: the engine ran and wrote `up` 0; else it has no samples of that time at all. */
type Outage = { from: number; to: number; slot: number | null; told: boolean };
export type Plan = { runs: Run[]; bursts: Burst[]; outages: Outage[] };

export const SCRAPE_SECONDS = 15;
const SLOTS = 3;
const DAY = 86_400;
const ELDER = SLOTS;

export function plan(random: Random, begin: number, end: number): Plan {
  const days = (end - begin) / DAY;
  const outages = outagesOf(random, begin, end);
  const deploys = times(random, Math.round(3 * days), begin + 1200, end - 3600);
  const releases: Burst[] = [];
  const runs = Array.from({ length: SLOTS }, (_, slot) => runsOf(slot)).flat();
  runs.push(elder());
  return {
    runs,
    bursts: [...burstsOf(random, begin, end), ...releases].sort((a, b) => a.from - b.from),
    outages,
  };

  function runsOf(slot: number): Run[] {
    const list: Run[] = [];
    let begun = begin;
    for (const [i, deploy] of [...deploys, null].entries()) {
      // One pod after the other; a new one serves for a while beside the old one.
      const next = deploy === null ? null : deploy + slot * 90 + random.between(0, 30);
      const phase = Math.floor(random.between(0, SCRAPE_SECONDS * 1000)) / 1000;
      const firstScrape = scrapeAfter(begun, phase);
      const leaves = next === null ? end : scrapeAfter(seen(next + random.between(20, 60), slot), phase);
      list.push({
        instance: `shop-${slot}-${i}`,
        slot,
        begin: i === 0 ? firstScrape - SCRAPE_SECONDS : begun,
        firstScrape,
        end: leaves,
        restarts: restartsOf(slot, firstScrape, leaves),
        before: 0,
      });
      if (next === null) break;
      begun = next;
      // A bad release fails from its first second, on the pods that run it already.
      if (random.chance(0.25)) {
        const failing = random.between(0.02, 0.4);
        releases.push({ from: next, to: next + random.logBetween(10, 120), slot, bad: failing, slow: failing });
      }
    }
    return list;
  }

  function restartsOf(slot: number, from: number, to: number): Set<number> {
    const restarts = new Set<number>();
    for (let at = from + SCRAPE_SECONDS * 4; at < to - SCRAPE_SECONDS * 4; at += SCRAPE_SECONDS) {
      if (!random.chance(1 / 3000) || seen(at, slot) !== at || seen(at + SCRAPE_SECONDS, slot) !== at + SCRAPE_SECONDS)
        continue;
      restarts.add(at);
      // Some come up at the second attempt only.
      if (random.chance(0.3) && seen(at + 2 * SCRAPE_SECONDS, slot) === at + 2 * SCRAPE_SECONDS)
        restarts.add(at + 2 * SCRAPE_SECONDS);
    }
    return restarts;
  }

  /** `at`, or a while after the end of the outage that it lies in: no process ends or restarts unseen. */
  function seen(at: number, slot: number): number {
    const outage = outages.find(
      (each) => at > each.from - 60 && at <= each.to + 60 && (each.slot === null || each.slot === slot),
    );
    return outage ? seen(outage.to + 61, slot) : at;
  }

  /** A process that has counted for months and is scraped from the middle of the week on. */
  function elder(): Run {
    const firstScrape = seen(Math.floor(begin + (end - begin) * random.between(0.45, 0.6)), ELDER);
    return {
      instance: "shop-elder",
      slot: ELDER,
      begin: firstScrape - SCRAPE_SECONDS,
      firstScrape,
      end,
      restarts: new Set(),
      before: 3_000_000_000,
    };
  }
}

const scrapeAfter = (second: number, phase: number): number =>
  phase + Math.ceil((second - phase) / SCRAPE_SECONDS) * SCRAPE_SECONDS;

/** Ascending times with at least 40 minutes between them. */
function times(random: Random, count: number, from: number, to: number): number[] {
  const width = (to - from) / count;
  return Array.from({ length: count }, (_, i) =>
    Math.floor(from + width * i + random.between(0, Math.max(0, width - 2400))),
  );
}

/** All targets for 1, 6 and 30 minutes, thrice a week each, and single targets a few times. The last hour has one, too. */
function outagesOf(random: Random, begin: number, end: number): Outage[] {
  const minutes = [1, 6, 30, 1, 6, 30, 1, 6, 30].map((length) => ({ length, slot: null as number | null }));
  const alone = [2, 5, 12, 20].map((length) => ({ length, slot: Math.floor(random.between(0, SLOTS)) }));
  const all = [...minutes, ...alone]
    .map((each) => ({ ...each, order: random.unit() }))
    .sort((a, b) => a.order - b.order);
  const at = times(random, all.length, begin + 3 * 3600, end - 3 * 3600);
  const spread = all.map(({ length, slot }, i): Outage => {
    const from = at[i] ?? begin;
    return { from, to: from + length * 60, slot, told: slot !== null || random.chance(0.5) };
  });
  const late = end - random.between(50, 55) * 60;
  return [...spread, { from: late, to: late + 360, slot: null, told: false }];
}

/** About twenty a day, 10 s to 20 min each, at any time of day. */
function burstsOf(random: Random, begin: number, end: number): Burst[] {
  const bursts: Burst[] = [];
  const wanted = Math.round((20 * (end - begin)) / DAY);
  while (bursts.length < wanted) {
    const from = random.between(begin, end);
    const to = from + random.logBetween(10, 1200);
    const share = random.logBetween(0.01, 0.6);
    const kind = random.unit();
    bursts.push({
      from,
      to,
      slot: random.chance(0.4) ? Math.floor(random.between(0, SLOTS)) : null,
      bad: kind < 0.7 ? share : undefined,
      slow: kind > 0.4 ? share : undefined,
    });
  }
  return bursts;
}
