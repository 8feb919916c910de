import { type Cell, labelsOf } from "@/storefront/caching/cell";
import type { OriginSettings } from "@/storefront/caching/origin/settings";
import type { Situation } from "@/storefront/caching/origin/situation";
import { startOrigin } from "@/storefront/caching/servers";
import type { Child } from "@/storefront/supervisor/children";
import type { Snapshot } from "./figures";
import { sampler } from "./sampler";
import type { SeriesBook } from "./series";
import type { World } from "./world";

const ORIGIN = "origin-";
const isOrigin = ({ name }: Child): boolean => name.startsWith(ORIGIN);

/** The origin processes of a session, which may be killed, started again, and turned to another scenario. */
export function originsOf(world: World, book: SeriesBook) {
  async function start(cell: Cell): Promise<void> {
    await Promise.all(
      world.originPorts.map(async (port, index) => {
        const settings: OriginSettings = {
          cell,
          port,
          peerPorts: world.originPorts.filter((other) => other !== port),
          edgePort: world.edgePort,
          storePort: world.storePort(cell.store),
          socketDir: world.socketDir,
        };
        book.startAnew(`${ORIGIN}${index}`);
        await startOrigin(world.children, `${ORIGIN}${index}`, settings, port);
      }),
    );
  }

  return {
    start,
    async kill(): Promise<void> {
      await Promise.all(world.children.running().filter(isOrigin).map(world.children.kill));
    },
    async turnTo(situation: Situation): Promise<void> {
      for (const [index, port] of world.originPorts.entries()) {
        const body = JSON.stringify(situation);
        const answer = await fetch(`http://127.0.0.1:${port}/situation`, { method: "POST", body });
        if (!answer.ok)
          throw new Error(`an origin did not turn to ${situation.scenario}: it answered ${answer.status}`);
        await answer.arrayBuffer();
        book.startAnew(`${ORIGIN}${index}`);
      }
    },
    /** What they count of a cell from now on. */
    counting(cell: Cell) {
      const labels = labelsOf(cell);
      const sum = (name: string, where = {}) => book.sum(name, { ...labels, ...where });
      const sampling = sampler(world.originPorts, book, () => sum("caching_origin_requests_total"));
      const lookups = (level: string, result: string) => sum("caching_lookups_total", { level, result });
      const snapshot = (): Snapshot => ({
        requests: sum("caching_origin_requests_total"),
        bytes: sum("caching_origin_bytes_total"),
        l1Hits: lookups("l1", "hit"),
        l1Misses: lookups("l1", "miss"),
        sharedHits: lookups("shared", "hit"),
        sharedMisses: lookups("shared", "miss"),
        databaseReads: sum("caching_database_statements_total", { kind: "read" }),
        refreshes: sum("caching_refreshes_total"),
        productPages: sampling.productPages(),
      });
      return {
        ...sampling,
        async snapshotNow(): Promise<Snapshot> {
          await sampling.sample();
          return snapshot();
        },
      };
    },
  };
}
export type Origins = ReturnType<typeof originsOf>;
export type Counting = ReturnType<Origins["counting"]>;
