/** What happened in so many minutes, as whole numbers. null: nobody measured it, and `why` says why. */
export type Volumes = {
  minutes: number;
  edgeRequests: number | null;
  edgeBytes: number | null;
  /** What reaches the origin. */
  originRequests: number | null;
  originBytes: number | null;
  /** What reaches the database. */
  databaseReads: number | null;
};

export const MEASURED = ["edgeRequests", "edgeBytes", "originRequests", "originBytes", "databaseReads"] as const;
export type Measured = (typeof MEASURED)[number];

/** A month, or what has passed of it; phases differ in traffic, and capacity follows it from one to the next. */
export type Usage = {
  phases: readonly Volumes[];
  /** Which caches stand. */
  edge: boolean;
  cache: boolean;
};

/** The four ways to bill the same visitors. "edge-only" tells the two decisions' shares apart. */
export const SITUATIONS = ["without", "edge-only", "with", "promised"] as const;
export type Situation = (typeof SITUATIONS)[number];

const each = (phases: readonly Volumes[], change: (volumes: Volumes) => Partial<Volumes>): Volumes[] =>
  phases.map((volumes) => ({ ...volumes, ...change(volumes) }));

/**
 * Without the caches every request and every byte comes from the origin, and every request reads the database once. With the
 * edge alone, every request that it lets through does.
 */
export const withoutCaches = (phases: readonly Volumes[]): Usage => ({
  phases: each(phases, ({ edgeRequests, edgeBytes }) => ({
    originRequests: edgeRequests,
    originBytes: edgeBytes,
    databaseReads: edgeRequests,
  })),
  edge: false,
  cache: false,
});

export const withEdgeOnly = (phases: readonly Volumes[]): Usage => ({
  phases: each(phases, ({ originRequests }) => ({ databaseReads: originRequests })),
  edge: true,
  cache: false,
});

export const withCaches = (phases: readonly Volumes[]): Usage => ({ phases, edge: true, cache: true });

/** Shares of what the edge sees that end before the origin, and before the database; 0..1. */
export type Rates = { offload: number; byteOffload: number; hitRate: number };

/** What caches with these rates let through; the database is asked for no more than the origin. */
export function atRates(phases: readonly Volumes[], { offload, byteOffload, hitRate }: Rates): Volumes[] {
  return each(phases, ({ edgeRequests, edgeBytes }) => {
    const originRequests = passed(edgeRequests, offload);
    const reads = passed(edgeRequests, hitRate);
    return {
      originRequests,
      originBytes: passed(edgeBytes, byteOffload),
      databaseReads: reads === null || originRequests === null ? null : Math.min(reads, originRequests),
    };
  });
}

/** Twelve digits, because 1 - 0.9 is a little less than 0.1 in a double. */
const passed = (count: number | null, rate: number): number | null =>
  count === null ? null : Math.round(Number((count * (1 - rate)).toPrecision(12)));

/** The same mix of traffic, so many times as much of it, in the same time. */
export const scaled = (phases: readonly Volumes[], times: number): Volumes[] =>
  each(phases, (volumes) => {
    const by = (count: number | null): number | null => (count === null ? null : Math.round(count * times));
    return {
      edgeRequests: by(volumes.edgeRequests),
      edgeBytes: by(volumes.edgeBytes),
      originRequests: by(volumes.originRequests),
      originBytes: by(volumes.originBytes),
      databaseReads: by(volumes.databaseReads),
    };
  });

export const requestsOf = (phases: readonly Volumes[]): number | null =>
  phases.reduce<number | null>(
    (sum, { edgeRequests }) => (sum === null || edgeRequests === null ? null : sum + edgeRequests),
    0,
  );
