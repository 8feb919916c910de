import http from "node:http";

const TIMEOUT_MS = 500;

export type Announcement = { edgePort: number; peerPorts: readonly number[]; purgeAgainMs: number };

/**
 * Tells the other processes first, then the edge: an edge that is purged first would fetch the old page from a process that has
 * not yet heard. What cannot be reached is told of and passed over; lifetimes bound what it may then still serve.
 */
export function announcer({ edgePort, peerPorts, purgeAgainMs }: Announcement, failed: (who: string) => void) {
  const again = new Set<NodeJS.Timeout>();
  const purge = (tags: readonly string[]) =>
    send(edgePort, "PURGE", "/", { "xkey-purge": tags.join(" ") }).catch(() => failed("edge"));

  return {
    async announce(tags: readonly string[]): Promise<void> {
      await Promise.all(
        peerPorts.map((port) => send(port, "POST", "/forget", { tags: tags.join(" ") }).catch(() => failed("peer"))),
      );
      await purge(tags);
      const timer = setTimeout(() => {
        again.delete(timer);
        void purge(tags);
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
