import { type Burst, type Plan, plan, type Run, SCRAPE_SECONDS } from "./plan";
import { type Random, randomOf } from "./random";

/** Finite edges of the generated histogram, s; a request within THRESHOLD is fast. */
export const EDGES = [0.05, 0.1, 0.25, 0.5, 1, 2.5];
export const THRESHOLD = 0.25;

/** What a target answered to its scrapes; counters that it did not expose yet are NaN. */
export type Scraped = {
  instance: string;
  at: number[];
  requests: number[];
  bad: number[];
  /** Counts per finite edge, then all. */
  buckets: number[][];
  startedAt: number[];
  /** Scrapes that found the target out of reach. */
  downAt: number[];
  /** Counted long before the engine first saw it. */
  elder: boolean;
};
type Events = { total: number; bad: number; slow: number };

/**
 * Generated traffic with known counts. An event belongs to the minute of the scrape slot that it happened in, whether or
 * not that slot was scraped.
 */
export type Week = {
  scraped: Scraped[];
  /** Events in (from, to], minutes. */
  truth(from: number, to: number): Events;
};

/** Requests per second and target at the busiest time of day. */
const PEAK = 5;

const DAY = 86_400;
/** 1 at three in the afternoon UTC, a tenth of it twelve hours before. */
const trafficAt = (second: number): number =>
  0.1 + 0.9 * (0.5 + 0.5 * Math.cos((2 * Math.PI * (second - 15 * 3600)) / DAY)) ** 1.5;

/**
 * Traffic from `begin` to `end`, s, on targets that are replaced, restart in place and are out of reach, as `plan` says.
 *
 * Assumed, so that the truth can be counted at all: every process is scraped once more at its very end, and none restarts or
 * ends while nobody scrapes it. What a new process counts before its first scrape is part of the truth.
 */
export function generateWeek(seed: number, begin: number, end: number): Week {
  const random = randomOf(seed);
  const planned = plan(random, begin, end);
  const first = Math.floor(begin / 60);
  const minutes = Math.ceil(end / 60) - first + 1;
  const sums = { total: new Float64Array(minutes), bad: new Float64Array(minutes), slow: new Float64Array(minutes) };
  const scraped = planned.runs.map((run) =>
    live(run, planned, random, (slotEnd, events) => {
      const i = Math.ceil(slotEnd / 60) - first;
      sums.total[i] = (sums.total[i] ?? 0) + events.total;
      sums.bad[i] = (sums.bad[i] ?? 0) + events.bad;
      sums.slow[i] = (sums.slow[i] ?? 0) + events.slow;
    }),
  );
  const sum = (of: Float64Array, from: number, to: number): number =>
    of.subarray(from + 1 - first, to + 1 - first).reduce((a, b) => a + b, 0);
  return {
    scraped,
    truth: (from, to) => ({
      total: sum(sums.total, from, to),
      bad: sum(sums.bad, from, to),
      slow: sum(sums.slow, from, to),
    }),
  };
}

type Counters = { requests: number; bad: number | null; buckets: number[]; startedAt: number };

/** One process, slot by slot; what it answers at the end of each slot is what a scrape sees, if there is one. */
function live(run: Run, planned: Plan, random: Random, count: (slotEnd: number, events: Events) => void): Scraped {
  const scraped: Scraped = {
    instance: run.instance,
    at: [],
    requests: [],
    bad: [],
    buckets: [...EDGES, 0].map(() => []),
    startedAt: [],
    downAt: [],
    elder: run.before > 0,
  };
  const bursts = planned.bursts.filter(
    ({ slot, from, to }) => (slot === null || slot === run.slot) && to > run.begin && from < run.end,
  );
  let counters = fresh(run.begin - (run.before > 0 ? 90 * DAY : 0), run.before);
  let slotBegin = run.begin;
  for (let slotEnd = run.firstScrape; slotEnd <= run.end; slotEnd += SCRAPE_SECONDS) {
    // The first answer of an old process only says where it stands.
    const events =
      run.before > 0 && slotEnd === run.firstScrape
        ? { total: 0, bad: 0, slow: 0 }
        : serve(counters, slotBegin, slotEnd, bursts, random);
    count(slotEnd, events);
    slotBegin = slotEnd;
    const outage = planned.outages.find(
      ({ from, to, slot }) => slotEnd > from && slotEnd <= to && (slot === null || slot === run.slot),
    );
    if (!outage) answer(scraped, counters, slotEnd);
    else if (outage.told) scraped.downAt.push(slotEnd);
    if (run.restarts.has(slotEnd)) counters = fresh(slotEnd, 0);
  }
  return scraped;
}

const fresh = (startedAt: number, before: number): Counters => ({
  requests: before,
  bad: before > 0 ? Math.floor(before / 200) : null,
  buckets: [...EDGES, 0].map((_, i) => Math.floor((before * (i + 1)) / (EDGES.length + 1))),
  startedAt,
});

function serve(counters: Counters, from: number, to: number, bursts: readonly Burst[], random: Random): Events {
  const traffic = trafficAt(to);
  const requests = random.around(PEAK * traffic * (to - from));
  const near = bursts.filter((burst) => burst.to > from && burst.from < to);
  const events = { total: requests, bad: 0, slow: 0 };
  for (let n = 0; n < requests; n++) {
    const at = from + ((to - from) * (n + 0.5)) / requests;
    const burst = near.find((each) => at >= each.from && at < each.to);
    // Errors grow with the load.
    if (random.chance(burst?.bad ?? 0.0003 + 0.0015 * traffic)) events.bad++;
    const slow = random.chance(burst?.slow ?? 0.001 + 0.005 * traffic);
    if (slow) events.slow++;
    const seconds = slow ? random.logBetween(THRESHOLD * 1.01, 5) : random.logBetween(0.01, THRESHOLD);
    for (let e = EDGES.length; e >= 0 && seconds <= (EDGES[e] ?? Number.POSITIVE_INFINITY); e--)
      counters.buckets[e] = (counters.buckets[e] ?? 0) + 1;
  }
  counters.requests += requests;
  // An error counter appears with the first error.
  if (events.bad > 0) counters.bad = (counters.bad ?? 0) + events.bad;
  return events;
}

function answer(scraped: Scraped, counters: Counters, at: number): void {
  scraped.at.push(at);
  scraped.requests.push(counters.requests);
  scraped.bad.push(counters.bad ?? Number.NaN);
  for (const [e, values] of scraped.buckets.entries()) values.push(counters.buckets[e] ?? 0);
  scraped.startedAt.push(counters.startedAt);
}
