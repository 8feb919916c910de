import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "../random";
import type { Store } from "./stores/store";

/** The right to load one key, for a short time. A change to the key takes it away, and what was loaded is not kept. */
export type Lease = { holds(): Promise<boolean>; release(): Promise<void> };

/** Leases in the manner of Memcached's at Facebook (NSDI 2013), on any store that can add what is not there. */
export function leases(
  store: Store,
  times: { forMs: number; waitMs: number; pollMs: number },
  now: () => number,
  random: Random,
) {
  const keyOf = (key: string): string => `lease:${key}`;

  return {
    keyOf,
    /** Undefined: the store is out of reach, so there is nobody to agree with. */
    async take(key: string): Promise<Lease | "taken" | undefined> {
      const token = String(random());
      const outcome = await store.add(keyOf(key), token, times.forMs);
      if (outcome === "out of reach") return undefined;
      if (outcome === "there") return "taken";
      const holds = async () => (await store.get(keyOf(key))) === token;
      return {
        holds,
        async release() {
          if (await holds()) await store.remove([keyOf(key)]);
        },
      };
    },
    /** Waits until the one who has the right has found it; undefined: it took too long. */
    async awaitOther<T>(look: () => Promise<T | undefined>): Promise<T | undefined> {
      for (const until = now() + times.waitMs; now() < until; ) {
        await sleep(times.pollMs);
        const found = await look();
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}
