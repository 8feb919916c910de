/** A minute of the shop is a second here: every lifetime at the edge is the decided one divided by this. */
const TIME_SCALE = 60;
const scaled = (seconds: number): number => (seconds * 1000) / TIME_SCALE;

/**
 * Everything that is chosen and not measured. It stands in each run's results, so that no figure is read without it.
 * Times in milliseconds unless their name says otherwise.
 */
export const PARAMETERS = {
  timeScale: TIME_SCALE,
  /** Few, so that each is asked for about as often in a lifetime as those of the shop in ADR 0024's capacity table. */
  products: 100,
  categories: 5,
  images: 100,
  /**
   * Zipf's exponent: how much more popular the first is than the next. Studies of the web found 0.60 to 1.03 (Krashakov et al.,
   * arXiv cs/0404010); 1 is what ADR 0024 reckons with, and near the end that is kind to caches.
   */
  zipfExponent: 1,
  /** Reads a second on an ordinary day. */
  baseReads: 80,

  /**
   * PostgreSQL on loopback answers in under 1 ms, which no shop's database does under load: each statement also sleeps in
   * the server, on its connection, for a lognormal time.
   */
  databaseMedianMs: 40,
  databaseSigma: 0.4,
  /** Connections of each origin process; with two processes the database serves at most six statements at once. */
  databaseConnections: 3,
  originProcesses: 2,

  /** At the edge, as decided: 5 min, 2 min, 30 min, 2 min of grace, and 30 s for what does not exist. */
  edgeMs: scaled(300),
  edgeCategoryMs: scaled(120),
  edgeImageMs: scaled(1800),
  edgeStaleMs: scaled(120),
  negativeMs: scaled(30),
  /** By how much the edge keeps everything longer in a cell of long lifetimes. */
  longLivedFactor: 6,
  /**
   * Behind the edge they are decided as an hour and two days. They are divided by more, 360 and 2,880, as they would end in no
   * cell otherwise; so these levels find less here than they would.
   */
  nearMs: 10_000,
  nearEntries: 200,
  sharedMs: 60_000,
  sharedStaleMs: 10_000,
  /** The share by which a lifetime is varied. */
  jitter: 0.2,

  /** XFetch's beta: above 1 refreshes earlier. */
  earlyRefreshBeta: 1,
  /** For how long one process may hold the right to load a key, and how long others wait for what it loads. */
  leaseMs: 3000,
  leaseWaitMs: 1500,
  leasePollMs: 20,
  /** How many of the most popular an origin loads before its first visitor, if it is to, and how many in one statement. */
  warmUpProducts: 50,
  warmUpCategories: 5,
  warmUpBatch: 25,
  /** A purge is sent again after this: a page that was on its way to the edge during the first one is old. Decided: 30 s. */
  purgeAgainMs: scaled(30),

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

  /**
   * Warm: the hits of so many windows in a row differ by no more than so much. Filled by the same visitors, faster at first;
   * given up after so long, which the result then says.
   */
  warmWindowMs: 2000,
  warmWindows: 3,
  warmWithin: 0.04,
  warmFastMs: 3000,
  warmMostMs: 30_000,
};
export type Parameters = Readonly<typeof PARAMETERS>;

/** One hot page: its lifetime in every level, and how much longer its statement takes. */
export const HOT_PRODUCT = { id: 1, lifetimeMs: 1000, slowness: 5 } as const;
