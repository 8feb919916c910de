import http from "node:http";
import { parseArgs } from "node:util";
import { z } from "zod";
import { demand } from "../demand";
import { seeded } from "../random";
import { SEED } from "../shop";
import { dropped, registry, requestDuration } from "./metrics";
import { nextVisit, type Visit } from "./visit";

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
let trafficFactor = 1;
let underWay = 0;

/** Open loop: visits come when they come, however slow the answers are. */
let nextArrival = Date.now();
setInterval(() => {
  const now = Date.now();
  nextArrival = Math.max(nextArrival, now - LONGEST_CATCH_UP_MS);
  while (nextArrival <= now) {
    send(nextVisit(random));
    const perSecond = demand(now / 1000, average) * trafficFactor;
    nextArrival += (-Math.log(1 - random()) / perSecond) * 1000;
  }
}, TICK_MS);

function send(visit: Visit): void {
  if (underWay >= MOST_UNDER_WAY) {
    dropped.inc();
    return;
  }
  underWay++;
  const stopTimer = requestDuration.startTimer({ route: visit.route });
  const request = http.get(
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
  request.once("timeout", () => request.destroy());
  request.once("error", () => done("error"));
}

http
  .createServer(async (_request, response) => {
    response.setHeader("content-type", registry.contentType);
    response.end(await registry.metrics());
  })
  .listen(Number(values.port), "127.0.0.1");

const Order = z.object({ trafficFactor: z.number().positive() });
process.on("message", (message) => {
  trafficFactor = Order.parse(message).trafficFactor;
});
for (const end of ["disconnect", "SIGTERM", "SIGINT"] as const) process.once(end, () => process.exit(0));
