import { createClient } from "redis";

/** The shared cache. It may be absent at any time: a read then answers nothing, a write does nothing. */
export type SharedCache = {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string, seconds: number): Promise<void>;
  flush(): Promise<void>;
  close(): void;
};

const CONNECT_MS = 500;
const COMMAND_MS = 100;
const RECONNECT_MS = 500;

export async function connectRedis(port: number, say: (line: string) => void): Promise<SharedCache> {
  const client = createClient({
    socket: { host: "127.0.0.1", port, connectTimeout: CONNECT_MS, reconnectStrategy: RECONNECT_MS },
    // A request must never wait for a cache to come back.
    disableOfflineQueue: true,
    commandOptions: { timeout: COMMAND_MS },
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

  async function orNothing<T>(command: () => Promise<T>): Promise<T | undefined> {
    if (!client.isReady) return undefined;
    try {
      return await command();
    } catch {
      return undefined;
    }
  }
  return {
    get: async (key) => (await orNothing(() => client.get(key))) ?? undefined,
    set: async (key, value, seconds) => {
      await orNothing(() => client.set(key, value, { expiration: { type: "PX", value: Math.ceil(seconds * 1000) } }));
    },
    flush: async () => {
      await orNothing(() => client.flushDb());
    },
    close: () => client.destroy(),
  };
}
