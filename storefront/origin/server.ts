import http from "node:http";
import { ROUTES, type Route } from "../shop";
import { registry, requestDuration } from "./metrics";
import type { Pages } from "./pages";

export function originServer(pages: Pages): http.Server {
  return http.createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://origin").pathname;
    if (path === "/healthz") return void response.end("ok\n");
    if (path === "/metrics") return void serveMetrics(response);
    const { route, id } = matchRoute(path);
    const stopTimer = requestDuration.startTimer({ route: route ?? "other" });
    response.once("close", () => stopTimer({ status: response.writableFinished ? response.statusCode : 499 }));
    serve(pages, route, id, response).catch((error: unknown) => {
      console.error(error);
      if (!response.headersSent) response.writeHead(500, { "cache-control": "no-store" });
      response.end();
    });
  });
}

function matchRoute(path: string): { route: Route | undefined; id: number } {
  const match = /^(\/[a-z]+)\/(\d{1,6})$/.exec(path);
  return { route: ROUTES.find((route) => route === `${match?.[1]}/:id`), id: Number(match?.[2]) };
}

async function serve(pages: Pages, route: Route | undefined, id: number, response: http.ServerResponse): Promise<void> {
  const page = route && (await pages.answer(route, id));
  if (!page) {
    response.writeHead(404, { "cache-control": "no-store" }).end();
    return;
  }
  response
    .writeHead(200, {
      "content-type": page.type,
      "content-length": page.body.length,
      "cache-control": page.cacheControl,
    })
    .end(page.body);
}

async function serveMetrics(response: http.ServerResponse): Promise<void> {
  response.setHeader("content-type", registry.contentType);
  response.end(await registry.metrics());
}
