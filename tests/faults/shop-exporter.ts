import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What has happened in all, of which the exporter keeps the exact count. */
export type Happened = { total: number; bad: number; slow: number };

export type ShopExporter = {
  target: string;
  happened: Happened;
  /** Requests, each bad or slow by chance. */
  serve(requests: number, badShare: number, slowShare: number): void;
  stop(): Promise<void>;
};

/** One instance of a shop that counts its requests for Prometheus. */
export async function startExporter(random: () => number): Promise<ShopExporter> {
  const startedAt = Date.now() / 1000;
  const happened: Happened = { total: 0, bad: 0, slow: 0 };
  const server = createServer((_, response) => {
    const { total, bad, slow } = happened;
    response.setHeader("content-type", "text/plain; version=0.0.4");
    response.end(
      [
        `# TYPE process_start_time_seconds gauge\nprocess_start_time_seconds ${startedAt}`,
        `# TYPE shop_requests_total counter\nshop_requests_total ${total}`,
        `# TYPE shop_bad_total counter\nshop_bad_total ${bad}`,
        `# TYPE shop_slow_total counter\nshop_slow_total ${slow}\n`,
      ].join("\n"),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    target: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    happened,
    serve(requests, badShare, slowShare) {
      for (let i = 0; i < requests; i++) {
        happened.total++;
        if (random() < badShare) happened.bad++;
        if (random() < slowShare) happened.slow++;
      }
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
