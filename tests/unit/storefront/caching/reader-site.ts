import { cacheReader, type ReaderOptions } from "@/storefront/caching/reader";
import { inProcessStore } from "@/storefront/caching/stores/in-process";

/** A reader on a store in memory whose clock the test turns. */
export function readerSite(options: Partial<ReaderOptions> = {}) {
  const clock = { now: 1_000_000 };
  const looked: string[] = [];
  const loads: string[] = [];
  const store = options.store ?? inProcessStore();
  const lifetimes = { sharedMs: 10_000, sharedStaleMs: 5000, nearMs: 1, nearEntries: 10, negativeMs: 500, jitter: 0 };
  const reader = cacheReader({
    store,
    isShared: true,
    hasNear: true,
    protection: true,
    lifetimes,
    earlyRefreshBeta: 0,
    lease: { forMs: 1000, waitMs: 1000, pollMs: 1 },
    random: () => 0.5,
    now: () => clock.now,
    count: (level, hit) => looked.push(`${level} ${hit ? "hit" : "miss"}`),
    countRefresh: () => looked.push("refresh"),
    say: () => undefined,
    ...options,
  });
  /** A load that waits until the test lets it go on. */
  function slowLoad(value: object | null) {
    let goOn: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const load = async () => {
      loads.push("load");
      await gate;
      return value;
    };
    return { load, goOn: () => goOn() };
  }
  const quickLoad = (value: object | null) => async () => {
    loads.push("load");
    return value;
  };
  return { reader, store, clock, looked, loads, slowLoad, quickLoad };
}
