/** A time in which a share of the requests is bad; epoch s. */
export type BadTime = { from: number; to: number; share: number };

/**
 * Samples of one job that serves steadily: one in a hundred bad, but for the bad times. Names the counters
 * `<job>_requests` and `<job>_bad`. To be joined into one exposition.
 */
export function steadySamples(
  job: string,
  span: { from: number; to: number; scrapeSeconds: number; requestsPerScrape: number },
  badTimes: readonly BadTime[],
): string {
  const labels = `{job="${job}",instance="${job}-1"}`;
  const samples = { requests: [] as string[], bad: [] as string[] };
  let total = 0;
  let bad = 0;
  for (let second = span.from; second <= span.to; second += span.scrapeSeconds) {
    const share = badTimes.find(({ from, to }) => second > from && second <= to)?.share ?? 0.01;
    total += span.requestsPerScrape;
    bad += Math.round(span.requestsPerScrape * share);
    samples.requests.push(`${job}_requests${labels} ${total} ${second}`);
    samples.bad.push(`${job}_bad${labels} ${bad} ${second}`);
  }
  return [`# TYPE ${job}_requests unknown`, ...samples.requests, `# TYPE ${job}_bad unknown`, ...samples.bad].join(
    "\n",
  );
}
