import http from "node:http";
import { ROUTES, type Route } from "../catalogue";
import { Change } from "../change";
import type { Pattern } from "../patterns/pattern";
import type { Reader } from "../reader";
import type { WriteQueue } from "../stores/store";
import type { OriginMetrics } from "./metrics";
import type { Pages } from "./pages";
import { Situation } from "./situation";

const MOST_BYTES = 1000;

export type ServerSite = {
  pages: Pages;
  pattern: Pattern;
  reader: Reader;
  queue: WriteQueue;
  metrics: OriginMetrics;
  turnTo(situation: Situation): Promise<void>;
};

/** Visitors' routes, and those that peers and the bench use. */
export function originServer(site: ServerSite): http.Server {
  return http.createServer((request, response) => {
    answer(site, request, response).catch((error: Error) => {
      console.error(`${request.method} ${request.url}: ${error.message}`);
      if (!response.headersSent) response.writeHead(503, { "cache-control": "no-store" });
      response.end();
    });
  });
}

async function answer(site: ServerSite, request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const { metrics, reader, queue } = site;
  const path = request.url ?? "/";
  const json = (value: unknown) =>
    void response.setHeader("content-type", "application/json").end(JSON.stringify(value));
  if (path === "/healthz") return void response.end("ok\n");
  if (path === "/counts")
    return json({
      metrics: await metrics.registry.getMetricsAsJSON(),
      productPages: metrics.productPages(),
      queued: await queue.size(),
    });
  if (path === "/metrics") {
    response.setHeader("content-type", metrics.registry.contentType);
    return void response.end(await metrics.registry.metrics());
  }
  if (path === "/forget" && request.method === "POST") {
    await reader.forgetNear(String(request.headers.tags ?? "").split(" "));
    return void response.end("ok\n");
  }
  if (path === "/situation" && request.method === "POST") {
    await site.turnTo(Situation.parse(JSON.parse(await bodyOf(request))));
    return void response.end("ok\n");
  }
  const [, route, id] = /^\/([a-z]+)\/(\d{1,6})$/.exec(path) ?? [];
  const known = ROUTES.find((one) => one === route);
  if (!known) return void response.writeHead(404, { "cache-control": "no-store" }).end();
  const stopTimer = metrics.duration.startTimer({ route: known });
  response.once("close", () => {
    const seconds = stopTimer();
    if (known === "product" && request.method === "GET") metrics.tookProductPage(seconds * 1000);
  });
  metrics.requests.inc({ route: known });
  if (request.method === "PUT") return write(site, Number(id), request, response);
  return read(site, known, Number(id), response);
}

async function read(
  { pages, metrics }: ServerSite,
  route: Route,
  id: number,
  response: http.ServerResponse,
): Promise<void> {
  const page = await pages.answer(route, id);
  metrics.bytes.inc(page.body.length);
  response
    .writeHead(page.status, { ...page.headers, "x-level": page.level, "content-length": page.body.length })
    .end(page.body);
}

async function write(
  { pattern, metrics }: ServerSite,
  product: number,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<void> {
  const change = Change.safeParse({ product, ...JSON.parse(await bodyOf(request)) });
  if (!change.success) return void response.writeHead(400).end();
  await pattern.write(change.data);
  metrics.writes.inc();
  response.writeHead(204, { "cache-control": "no-store" }).end();
}

async function bodyOf(request: http.IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) {
    body += chunk;
    if (body.length > MOST_BYTES) throw new Error("the body is too long");
  }
  return body;
}
