import http from "node:http";

const TIMEOUT_MS = 500;

/**
 * The two purges of a change. A soft one keeps the old copy at hand: it is served once more while the edge fetches the new one, and
 * to whoever asks first before its grace ends. A hard one leaves nothing.
 */
export const PURGES = { "soft, then hard": ["soft", "hard"], soft: ["soft", "soft"], hard: ["hard", "hard"] } as const;
export type Purges = keyof typeof PURGES;

export type Announcement = { edgePort: number; peerPorts: readonly number[]; purgeAgainMs: number; purges: Purges };

/**
 * Tells the other processes first, then the edge: an edge that is purged first would fetch the old page from a process that has
 * not yet heard. What cannot be reached is told of and passed over; lifetimes bound what it may then still serve.
 */
export function announcer({ edgePort, peerPorts, purgeAgainMs, purges }: Announcement, failed: (who: string) => void) {
  const again = new Set<NodeJS.Timeout>();
  const [first, second] = PURGES[purges];
  const purge = (how: "soft" | "hard", tags: readonly string[]) => {
    const header = how === "soft" ? "xkey-softpurge" : "xkey-purge";
    return send(edgePort, "PURGE", "/", { [header]: tags.join(" ") }).catch(() => failed("edge"));
  };

  return {
    async announce(tags: readonly string[]): Promise<void> {
      await Promise.all(
        peerPorts.map((port) => send(port, "POST", "/forget", { tags: tags.join(" ") }).catch(() => failed("peer"))),
      );
      await purge(first, tags);
      const timer = setTimeout(() => {
        again.delete(timer);
        void purge(second, tags);
      }, purgeAgainMs);
      again.add(timer);
    },
    stop(): void {
      for (const timer of again) clearTimeout(timer);
    },
  };
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });

function send(port: number, method: string, path: string, headers: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    http
      .request({ host: "127.0.0.1", port, method, path, headers, agent, timeout: TIMEOUT_MS }, (response) => {
        response.resume();
        response.once("end", () =>
          response.statusCode === 200 ? resolve() : reject(new Error(`answered ${response.statusCode}`)),
        );
        response.once("error", reject);
      })
      .once("timeout", function (this: http.ClientRequest) {
        this.destroy(new Error("took too long"));
      })
      .once("error", reject)
      .end();
  });
}
