import { createClient } from "redis";
import { STORE_TIMEOUT_MS, type Store } from "./store";

const CONNECT_MS = 500;
const RECONNECT_MS = 250;
const QUEUE = "writes";

export async function redisStore(port: number, say: (line: string) => void): Promise<Store> {
  const client = createClient({
    socket: { host: "127.0.0.1", port, connectTimeout: CONNECT_MS, reconnectStrategy: RECONNECT_MS },
    disableOfflineQueue: true,
    commandOptions: { timeout: STORE_TIMEOUT_MS },
  });
  let reachable = true;
  client.on("error", (error: Error) => {
    if (reachable) say(`Redis is out of reach: ${error.message}`);
    reachable = false;
  });
  client.on("ready", () => {
    if (!reachable) say("Redis is back");
    reachable = true;
  });
  await client.connect();

  async function orElse<T>(otherwise: T, command: () => Promise<T>): Promise<T> {
    if (!client.isReady) return otherwise;
    try {
      return await command();
    } catch {
      // Out of reach: `error` above has told why.
      return otherwise;
    }
  }
  const lifetime = (ms: number) => ({ expiration: { type: "PX" as const, value: Math.max(1, Math.ceil(ms)) } });

  return {
    get: (key) => orElse(undefined, async () => (await client.get(key)) ?? undefined),
    set: (key, value, ms) => orElse(false, async () => (await client.set(key, value, lifetime(ms))) !== null),
    add: (key, value, ms) =>
      orElse("out of reach", async () => {
        const set = await client.set(key, value, { ...lifetime(ms), condition: "NX" });
        return set === null ? "there" : "added";
      }),
    remove: (keys) => orElse(false, async () => (await client.del([...keys])) >= 0),
    queue: {
      push: (item) => orElse(false, async () => (await client.rPush(QUEUE, item)) > 0),
      oldest: (most) => orElse<string[]>([], () => client.lRange(QUEUE, 0, most - 1)),
      drop: (count) => orElse(undefined, async () => void (await client.lTrim(QUEUE, count, -1))),
      size: () => orElse(0, () => client.lLen(QUEUE)),
    },
    close: () => client.destroy(),
  };
}
