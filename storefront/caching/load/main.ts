import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { seeded } from "../../random";
import { PARAMETERS } from "../parameters";
import { type Answer, asker } from "./ask";
import { loadBook, type Served } from "./book";
import { loadMetrics } from "./metrics";
import { LoadPlan, phaseAt, secondsOf } from "./plan";
import { type LoadMessage, LoadOrder } from "./report";
import { everyPath, type Visit, visits } from "./visits";

const TICK_MS = 5;
const WARMING_CONNECTIONS = 8;
const TELL_EVERY_MS = 1000;

const plan = LoadPlan.parse(JSON.parse(process.argv[2] ?? ""));
const { staleAfterMs, requestTimeoutMs, mostUnderWay } = PARAMETERS;
const ask = asker(plan.edgePort, requestTimeoutMs, mostUnderWay, plan.protection ? {} : { "x-unprotected": "1" });
const random = seeded(plan.seed);
const nextVisit = visits(PARAMETERS, plan.hotShare, random);
const length = secondsOf(plan.phases);
const book = loadBook(length, staleAfterMs);
const metrics = loadMetrics(plan.labels);
let underWay = 0;
let version = 0;

const Versions = z.union([
  z.object({ id: z.number(), version: z.number() }).transform((one) => [one]),
  z
    .object({ products: z.array(z.object({ id: z.number(), version: z.number() })) })
    .transform(({ products }) => products),
]);
const tell = (message: LoadMessage): void => void process.send?.(message);
const tellMetrics = async () => tell({ kind: "metrics", metrics: await metrics.registry.getMetricsAsJSON() });

async function warm(): Promise<void> {
  const paths = everyPath(PARAMETERS).values();
  const worker = async () => {
    for (const path of paths) await ask("GET", path, { "x-warming": "1" });
  };
  await Promise.all(Array.from({ length: WARMING_CONNECTIONS }, worker));
}

function servedBy({ edge, level }: Answer): Served {
  if (edge === "hit") return "edge";
  return level === "l1" || level === "shared" || level === "database" ? level : "origin";
}

async function read(visit: Visit, due: number, started: number): Promise<void> {
  const began = Date.now();
  const answer = await ask("GET", visit.path).catch(() => undefined);
  const latencyMs = performance.now() - started - due * 1000;
  const ok = answer?.status === (visit.kind === "missing" ? 404 : 200);
  const served = answer ? servedBy(answer) : "origin";
  book.add({ due, latencyMs, ok, isRead: true, cacheable: visit.cacheable, served, bytes: answer?.bytes ?? 0 });
  metrics.requests.inc({ result: ok ? "ok" : "error" });
  metrics.duration.observe(latencyMs / 1000);
  metrics.bytes.inc(answer?.bytes ?? 0);
  if (visit.cacheable) metrics.served.inc({ served: ok ? served : "error" });
  if (ok && answer && (visit.kind === "product" || visit.kind === "category")) see(answer.body, began);
}

function see(body: Buffer, began: number): void {
  metrics.versioned.inc();
  if (book.see(Versions.parse(JSON.parse(body.toString())), began)) metrics.stale.inc();
}

async function write(due: number, started: number): Promise<void> {
  const product = 1 + Math.floor(random() * PARAMETERS.products);
  const mine = ++version;
  const body = JSON.stringify({ version: mine, pricePence: 250 + (mine % 20_000) });
  const answer = await ask("PUT", `/product/${product}`, { "content-type": "application/json" }, body).catch(
    () => undefined,
  );
  const ok = answer?.status === 204;
  if (ok) book.writes.write(product, mine, Date.now());
  const latencyMs = performance.now() - started - due * 1000;
  book.add({ due, latencyMs, ok, isRead: false, cacheable: false, served: "origin", bytes: 0 });
  metrics.requests.inc({ result: ok ? "ok" : "error" });
}

/** Open loop: visits are sent when they are due, however slow the answers are, up to a bound. */
function send(what: (due: number, started: number) => Promise<void>, due: number, started: number): void {
  if (underWay >= mostUnderWay) {
    metrics.requests.inc({ result: "error" });
    const latencyMs = requestTimeoutMs;
    book.add({ due, latencyMs, ok: false, isRead: true, cacheable: false, served: "origin", bytes: 0 });
    return;
  }
  underWay++;
  void what(due, started)
    .catch((error: Error) => console.error(error))
    .finally(() => underWay--);
}

async function run(): Promise<void> {
  const started = performance.now();
  const telling = setInterval(() => void tellMetrics(), TELL_EVERY_MS);
  const arrivals = [
    { rate: "reads" as const, send: (due: number) => send((...at) => read(nextVisit(), ...at), due, started), next: 0 },
    { rate: "writes" as const, send: (due: number) => send(write, due, started), next: 0 },
  ];
  for (let now = 0; now < length; now = (performance.now() - started) / 1000) {
    for (const arrival of arrivals) {
      while (arrival.next <= Math.min(now, length)) {
        const perSecond = phaseAt(plan.phases, arrival.next)?.[arrival.rate] ?? 0;
        // Without a rate there is nothing to send; the next phase may have one.
        if (perSecond > 0 && arrival.next > 0) arrival.send(arrival.next);
        arrival.next += perSecond > 0 ? -Math.log(1 - random()) / perSecond : 0.1;
      }
    }
    await sleep(TICK_MS);
  }
  for (let waited = 0; underWay > 0 && waited < requestTimeoutMs + 1000; waited += TICK_MS) await sleep(TICK_MS);
  clearInterval(telling);
  await tellMetrics();
  tell({ kind: "report", report: book.report() });
}

process.on("message", (message) => {
  const { order } = LoadOrder.parse(message);
  if (order === "go") void run();
  else void (plan.warm ? warm() : Promise.resolve()).then(() => tell({ kind: "warm" }));
});
for (const end of ["disconnect", "SIGTERM", "SIGINT"] as const) process.once(end, () => process.exit(0));
// The series stand at zero before the first visit, or a scrape would find them begun.
await tellMetrics();
