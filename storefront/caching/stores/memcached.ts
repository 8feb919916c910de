import { MemcacheClient } from "memcache-client";
import { STORE_TIMEOUT_MS, type Store, type WriteQueue } from "./store";

const HEAD = "writes:head";
const TAIL = "writes:tail";
/** After this long a number without its item is taken for lost: evicted, or its writer ended in between. */
const GAP_MS = 2000;
/** Memcached counts lifetimes in whole seconds, and takes 0 for ever. */
const seconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1000));

export function memcachedStore(port: number): Store {
  const client = new MemcacheClient({
    server: { server: `127.0.0.1:${port}`, maxConnections: 4 },
    cmdTimeout: STORE_TIMEOUT_MS,
    connectTimeout: STORE_TIMEOUT_MS,
    noDelay: true,
  });

  async function orElse<T>(otherwise: T, command: () => Promise<T>): Promise<T> {
    try {
      return await command();
    } catch {
      // Out of reach, or a command that it refused: either way the cache has not done it.
      return otherwise;
    }
  }
  const read = async (key: string): Promise<string | undefined> => {
    const found = await client.get<string>(key);
    return found === undefined || found === null ? undefined : String(found.value);
  };

  return {
    get: (key) => orElse(undefined, () => read(key)),
    set: (key, value, ms) =>
      orElse(false, async () => {
        await client.set(key, value, { lifetime: seconds(ms) });
        return true;
      }),
    async add(key, value, ms) {
      try {
        await client.add(key, value, { lifetime: seconds(ms) });
        return "added";
      } catch (error) {
        return (error as Error).message.startsWith("NOT_STORED") ? "there" : "out of reach";
      }
    },
    remove: (keys) =>
      orElse(false, async () => {
        await Promise.all(keys.map((key) => removeIfThere(client, key)));
        return true;
      }),
    queue: memcachedQueue(client, read, orElse),
    close: () => client.shutdown(),
  };
}

async function removeIfThere(client: MemcacheClient, key: string): Promise<void> {
  try {
    await client.delete(key);
  } catch (error) {
    if (!(error as Error).message.startsWith("NOT_FOUND")) throw error;
  }
}

/** Memcached has no lists: a counter numbers the items, each is an entry of its own, and all of it may be evicted. */
function memcachedQueue(
  client: MemcacheClient,
  read: (key: string) => Promise<string | undefined>,
  orElse: <T>(otherwise: T, command: () => Promise<T>) => Promise<T>,
): WriteQueue {
  const item = (number: number): string => `writes:item:${number}`;
  const numberAt = async (key: string): Promise<number> => Number((await read(key)) ?? 0);
  let gapSince: { at: number; number: number } | undefined;

  async function next(): Promise<number> {
    try {
      return Number(await client.incr(TAIL, 1));
    } catch (error) {
      if (!(error as Error).message.startsWith("NOT_FOUND")) throw error;
    }
    // Another process may be the first to add it; either way it is there afterwards.
    await client.add(TAIL, "0").catch((error: Error) => {
      if (!error.message.startsWith("NOT_STORED")) throw error;
    });
    return Number(await client.incr(TAIL, 1));
  }

  /** Passes over a number whose item does not come. */
  async function passGap(number: number): Promise<void> {
    if (gapSince?.number !== number) gapSince = { at: Date.now(), number };
    else if (Date.now() - gapSince.at > GAP_MS) await client.set(HEAD, String(number), { lifetime: 0 });
  }

  return {
    push: (text) =>
      orElse(false, async () => {
        await client.set(item(await next()), text, { lifetime: 0 });
        return true;
      }),
    oldest: (most) =>
      orElse<string[]>([], async () => {
        const head = await numberAt(HEAD);
        const tail = Math.min(await numberAt(TAIL), head + most);
        const found: string[] = [];
        for (let number = head + 1; number <= tail; number++) {
          const text = await read(item(number));
          if (text === undefined) {
            if (found.length === 0) await passGap(number);
            break;
          }
          found.push(text);
        }
        return found;
      }),
    drop: (count) =>
      orElse(undefined, async () => {
        if (count === 0) return;
        const head = await numberAt(HEAD);
        await client.set(HEAD, String(head + count), { lifetime: 0 });
        for (let number = head + 1; number <= head + count; number++) await removeIfThere(client, item(number));
      }),
    size: () => orElse(0, async () => Math.max(0, (await numberAt(TAIL)) - (await numberAt(HEAD)))),
  };
}
