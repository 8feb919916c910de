/**
 * Everything that is chosen and not measured. It stands in each run's results, so that no figure is read without it.
 * Times in milliseconds unless their name says otherwise.
 */
export const PARAMETERS = {
  products: 300,
  categories: 20,
  images: 200,
  /** Zipf's exponent: how much more popular the first is than the next. */
  zipfExponent: 1,

  /**
   * PostgreSQL on loopback answers in under 1 ms, which no shop's database does under load: each statement also sleeps in
   * the server, on its connection, for a lognormal time.
   */
  databaseMedianMs: 40,
  databaseSigma: 0.4,
  /** Connections of each origin process; with two processes the database serves at most six statements at once. */
  databaseConnections: 3,
  originProcesses: 2,

  /** Lifetimes of pages at the edge, of entries in the shared store, and in the process. */
  edgeMs: 30_000,
  edgeImageMs: 300_000,
  edgeStaleMs: 30_000,
  sharedMs: 300_000,
  sharedStaleMs: 60_000,
  nearMs: 5000,
  nearEntries: 200,
  /** What is known not to exist. */
  negativeMs: 30_000,
  /** The share by which a lifetime is varied. */
  jitter: 0.2,

  /** XFetch's beta: above 1 refreshes earlier. */
  earlyRefreshBeta: 1,
  /** For how long one process may hold the right to load a key, and how long others wait for what it loads. */
  leaseMs: 3000,
  leaseWaitMs: 1500,
  leasePollMs: 20,
  /** How many of the most popular an origin loads before its first visitor, and how many products in one statement. */
  warmUpProducts: 150,
  warmUpCategories: 10,
  warmUpBatch: 25,
  /** A purge is sent again after this: a page that was on its way to the edge during the first one is old. */
  purgeAgainMs: 500,

  /** Write-behind: how often the queue is written to the database, and how much at once. */
  flushEveryMs: 1000,
  flushMost: 100,

  /** A read is stale when a newer version had been acknowledged for longer than this before it began. */
  staleAfterMs: 100,
  requestTimeoutMs: 5000,
  mostUnderWay: 1500,

  /** What recovery is measured by. */
  latencyLimitMs: 200,
  hitRateLimit: 0.95,
};
export type Parameters = Readonly<typeof PARAMETERS>;

/** One hot page: its lifetime in every level, and how much longer its statement takes. */
export const HOT_PRODUCT = { id: 1, lifetimeMs: 1000, slowness: 5 } as const;
