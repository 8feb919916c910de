import { edges, scrapeSeconds } from "./shape";

/** What really happened, per UTC minute (named by its end), against what a scraper saw of it. */
export type Simulation = { openMetrics: string; truth: Map<number, { total: number; bad: number; slow: number }> };

type Pod = { instance: string; from: number; to: number; total: number; bad: number; buckets: number[] };

/**
 * Hours of traffic on pods that restart in place (a counter reset) and are replaced by others (new series). Requests come
 * in bursts; one in twenty is bad on average, one in ten slow. Every event is scraped before its pod ends, so that what
 * the engine holds is all there is to count.
 */
export function simulate(seed: number, endSeconds: number, hours: number): Simulation {
  const random = mulberry(seed);
  const begin = endSeconds - hours * 3600;
  const truth: Simulation["truth"] = new Map();
  const samples: Record<string, string[]> = {
    shop_requests: [],
    shop_bad: [],
    shop_seconds_bucket: [],
    shop_seconds_count: [],
    up: [],
  };
  let generation = 0;
  const start = (instance: string, from: number): Pod => ({
    instance,
    from,
    to: from + 3600 + Math.floor(random() * 7200),
    total: 0,
    bad: 0,
    buckets: edges.map(() => 0),
  });
  const pods = [start("pod-0", begin), start("pod-1", begin)];
  for (let second = begin; second <= endSeconds; second += scrapeSeconds) {
    for (const [i, pod] of pods.entries()) {
      // A pod that has ended comes back under its name with its counters at zero, or as another one.
      if (second >= pod.to) pods[i] = start(random() < 0.5 ? pod.instance : `pod-${2 + generation++}`, second);
      else serve(pod, second);
    }
    for (const pod of pods) scrape(pod, second);
  }
  return { openMetrics: render(samples), truth };

  function serve(pod: Pod, second: number): void {
    // What was served between two scrapes belongs to the minute in which the later scrape lies.
    const minute = Math.ceil(second / 60);
    const burst = random() < 0.02;
    const requests = Math.floor(random() * 30) + 5;
    const sum = truth.get(minute) ?? { total: 0, bad: 0, slow: 0 };
    for (let n = 0; n < requests; n++) {
      const bad = random() < (burst ? 0.6 : 0.04);
      const seconds = random() < 0.1 ? 0.2 + random() * 0.6 : random() * 0.19;
      pod.total++;
      sum.total++;
      if (bad) pod.bad++;
      if (bad) sum.bad++;
      if (seconds > 0.2) sum.slow++;
      for (const [e, edge] of edges.entries()) if (seconds <= edge) pod.buckets[e] = (pod.buckets[e] ?? 0) + 1;
    }
    truth.set(minute, sum);
  }

  function scrape(pod: Pod, second: number): void {
    const labels = `job="shop",instance="${pod.instance}"`;
    const add = (name: string, extra: string, value: number): void =>
      void samples[name]?.push(`${name}{${labels}${extra}} ${value} ${second}`);
    add("up", "", 1);
    add("shop_requests", "", pod.total);
    if (pod.bad > 0) add("shop_bad", "", pod.bad);
    edges.forEach((edge, e) => {
      add("shop_seconds_bucket", `,le="${edge}"`, pod.buckets[e] ?? 0);
    });
    add("shop_seconds_bucket", ',le="+Inf"', pod.total);
    add("shop_seconds_count", "", pod.total);
  }
}

const render = (samples: Record<string, string[]>): string =>
  `${Object.entries(samples)
    .map(([name, lines]) => `# TYPE ${name} unknown\n${bySeries(lines)}`)
    .join("\n")}\n# EOF\n`;

/** OpenMetrics wants the samples of one series together. */
const bySeries = (lines: string[]): string =>
  lines.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0)).join("\n");
const key = (line: string): string => line.slice(0, line.indexOf("}"));

function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
