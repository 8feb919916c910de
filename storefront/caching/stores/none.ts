import type { Store } from "./store";

/** No store at all: always out of reach. */
export const noStore = (): Store => ({
  get: async () => undefined,
  set: async () => false,
  add: async () => "out of reach",
  remove: async () => false,
  queue: { push: async () => false, oldest: async () => [], drop: async () => undefined, size: async () => 0 },
  close: () => undefined,
});
