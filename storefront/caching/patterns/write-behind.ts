import { categoryKey, categoryOf, productKey } from "../catalogue";
import { Change } from "../change";
import type { Lease } from "../lease";
import type { Pattern, PatternSite } from "./pattern";

export type FlushOptions = {
  everyMs: number;
  most: number;
  /** One process at a time empties a queue that several share. */
  takeTurn(): Promise<Lease | "taken" | undefined>;
};

/**
 * The cache first, and a queue; the database follows. What was acknowledged and is still in the queue is lost with it.
 * Pages that are derived from the database show the change only after it was flushed.
 */
export function writeBehind(site: PatternSite, { everyMs, most, takeTurn }: FlushOptions): Pattern {
  const { reader, database, queue, categories, known, announce, say } = site;

  async function flush(stillOurs: () => Promise<boolean>): Promise<void> {
    const items = await queue.oldest(most);
    if (items.length === 0) return;
    const changes = items.map((item) => Change.parse(JSON.parse(item)));
    // Dropped only once they are in the database: an end in between writes them twice, which changes nothing.
    await database.write(changes);
    // Another may have begun to flush them in a statement that took too long; what it drops must not be dropped twice.
    if (await stillOurs()) await queue.drop(items.length);
    const derived = changes.map(({ product }) => categoryKey(categoryOf(product, categories)));
    await reader.forget([...new Set(derived)]);
    // The products too: a process with a store of its own may meanwhile have read the old one.
    await announce([...new Set([...changes.map(({ product }) => productKey(product)), ...derived])]);
  }

  async function takeTurnAndFlush(): Promise<void> {
    const turn = await takeTurn();
    if (turn === "taken") return;
    try {
      await flush(async () => turn === undefined || turn.holds());
    } finally {
      await turn?.release();
    }
  }

  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    running = running
      .then(takeTurnAndFlush)
      .catch((error: Error) => say(`The queue was not flushed, and is tried again: ${error.message}`));
  }, everyMs);

  return {
    async write(change) {
      const key = productKey(change.product);
      const product = await known(change.product);
      const { pricePence, version } = change;
      if (await queue.push(JSON.stringify(change))) {
        if (product && product.version < version) await reader.put(key, { ...product, pricePence, version });
        await announce([key]);
        return;
      }
      // What cannot be queued must not be acknowledged before the database has it.
      await database.write([change]);
      const tags = [key, categoryKey(categoryOf(change.product, categories))];
      await reader.forget(tags);
      await announce(tags);
    },
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
