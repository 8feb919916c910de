import { z } from "zod";
import type { Random } from "../../random";
import { PARAMETERS } from "../parameters";
import type { Answer, Asker } from "./ask";
import type { LoadBook, Served } from "./book";
import type { loadMetrics } from "./metrics";
import type { Phase } from "./plan";
import { type Visit, visits } from "./visits";

const Versions = z.union([
  z.object({ id: z.number(), version: z.number() }).transform((one) => [one]),
  z
    .object({ products: z.array(z.object({ id: z.number(), version: z.number() })) })
    .transform(({ products }) => products),
]);

function servedBy({ edge, level }: Answer): Served {
  if (edge === "hit") return "edge";
  if (edge === "stale") return "edge-stale";
  return level === "l1" || level === "shared" || level === "database" ? level : "origin";
}

/** Reads and writes as visitors send them. Versions of prices only grow, however many books there are. */
export function visiting(ask: Asker, random: Random) {
  const { mostUnderWay, requestTimeoutMs, products } = PARAMETERS;
  const next = visits(PARAMETERS, random);
  let version = 0;
  let underWay = 0;

  return {
    /** `clock`: s since the start; each is told when it was due, which may be a little earlier than when it is sent. */
    through(book: LoadBook, metrics: ReturnType<typeof loadMetrics>, clock: () => number) {
      async function read(visit: Visit, due: number): Promise<void> {
        const began = Date.now();
        const answer = await ask("GET", visit.path).catch(() => undefined);
        const latencyMs = (clock() - due) * 1000;
        const ok = answer?.status === (visit.kind === "missing" ? 404 : 200);
        const served = answer ? servedBy(answer) : "origin";
        book.add({ due, latencyMs, ok, isRead: true, cacheable: visit.cacheable, served, bytes: answer?.bytes ?? 0 });
        metrics.requests.inc({ result: ok ? "ok" : "error" });
        metrics.duration.observe(latencyMs / 1000);
        metrics.bytes.inc(answer?.bytes ?? 0);
        if (visit.cacheable) metrics.served.inc({ served: ok ? (served === "edge-stale" ? "edge" : served) : "error" });
        if (ok && answer && (visit.kind === "product" || visit.kind === "category")) see(answer.body, due, began);
      }

      function see(body: Buffer, due: number, began: number): void {
        metrics.versioned.inc();
        if (book.see(Versions.parse(JSON.parse(body.toString())), due, began)) metrics.stale.inc();
      }

      async function write(product: number, due: number): Promise<void> {
        const mine = ++version;
        const body = JSON.stringify({ version: mine, pricePence: 250 + (mine % 20_000) });
        const answer = await ask("PUT", `/product/${product}`, { "content-type": "application/json" }, body).catch(
          () => undefined,
        );
        const ok = answer?.status === 204;
        if (ok) book.writes.write(product, mine, Date.now());
        const latencyMs = (clock() - due) * 1000;
        book.add({ due, latencyMs, ok, isRead: false, cacheable: false, served: "origin", bytes: 0 });
        metrics.requests.inc({ result: ok ? "ok" : "error" });
      }

      /** However slow the answers are, up to a bound, past which a visit fails. */
      function send(what: () => Promise<void>, due: number, isRead: boolean, cacheable: boolean): void {
        book.sent(due);
        if (underWay >= mostUnderWay) {
          metrics.requests.inc({ result: "error" });
          const latencyMs = requestTimeoutMs;
          book.add({ due, latencyMs, ok: false, isRead, cacheable, served: "origin", bytes: 0 });
          return;
        }
        underWay++;
        void what()
          .catch((error: Error) => console.error(error))
          .finally(() => underWay--);
      }

      return {
        underWay: () => underWay,
        read(due: number, hotShare: number): void {
          const visit = next(hotShare);
          send(() => read(visit, due), due, true, visit.cacheable);
        },
        write(due: number, to: Phase["writesTo"]): void {
          const product = productOf(to, Math.floor(random() * products));
          send(() => write(product, due), due, false, false);
        },
      };
    },
  };
}

/** `index` counts from 0; of the odd or even products the one beside it. */
function productOf(to: Phase["writesTo"], index: number): number {
  if (to === "all") return index + 1;
  const pair = index - (index % 2);
  return to === "odd" ? pair + 1 : pair + 2;
}
