import http from "node:http";
import { parseArgs } from "node:util";
import { demand } from "../demand";
import { seeded } from "../random";
import { SEED } from "../shop";
import { dropped, registry, requestDuration } from "./metrics";
import { VisitorOrder } from "./orders";
import { isSlow, nextVisit, type Visit } from "./visit";

const MOST_UNDER_WAY = 256;
const TICK_MS = 20;
/** After a pause of the whole machine the missed visits are not made up for. */
const LONGEST_CATCH_UP_MS = 1000;

const { values } = parseArgs({
  options: { port: { type: "string" }, "edge-port": { type: "string" }, average: { type: "string" } },
});
const edgePort = Number(values["edge-port"]);
const average = Number(values.average);
const random = seeded(SEED + process.pid);
const agent = new http.Agent({ keepAlive: true, maxSockets: MOST_UNDER_WAY });
/** What a slow way between a visitor and the edge adds, ms. */
const SLOW_MS = 400;
let order: VisitorOrder = { trafficFactor: 1, slow: [] };
let underWay = 0;

/** Open loop: visits come when they come, however slow the answers are. */
let nextArrival = Date.now();
setInterval(() => {
  const now = Date.now();
  nextArrival = Math.max(nextArrival, now - LONGEST_CATCH_UP_MS);
  while (nextArrival <= now) {
    send(nextVisit(random));
    const perSecond = demand(now / 1000, average) * order.trafficFactor;
    nextArrival += (-Math.log(1 - random()) / perSecond) * 1000;
  }
}, TICK_MS);

function send(visit: Visit): void {
  if (underWay >= MOST_UNDER_WAY) {
    dropped.inc();
    return;
  }
  underWay++;
  const stopTimer = requestDuration.startTimer({ route: visit.route, region: visit.region });
  if (isSlow(visit, order.slow)) setTimeout(() => request(visit, stopTimer), SLOW_MS);
  else request(visit, stopTimer);
}

function request(visit: Visit, stopTimer: (labels: { status: string }) => void): void {
  const asked = http.get(
    { host: "127.0.0.1", port: edgePort, path: visit.path, agent, timeout: 20_000 },
    (response) => {
      response.resume();
      response.once("close", () => done(response.complete ? String(response.statusCode) : "error"));
    },
  );
  let open = true;
  const done = (status: string) => {
    if (!open) return;
    open = false;
    underWay--;
    stopTimer({ status });
  };
  asked.once("timeout", () => asked.destroy());
  asked.once("error", () => done("error"));
}

http
  .createServer(async (_request, response) => {
    response.setHeader("content-type", registry.contentType);
    response.end(await registry.metrics());
  })
  .listen(Number(values.port), "127.0.0.1");

process.on("message", (message) => {
  order = VisitorOrder.parse(message);
});
for (const end of ["disconnect", "SIGTERM", "SIGINT"] as const) process.once(end, () => process.exit(0));
