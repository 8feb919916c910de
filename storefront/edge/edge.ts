import http from "node:http";
import { ROUTE_SIZES } from "../shop";

/** Asks for every object several times, so that the edge begins warm and its first minutes are not all misses. */
const WARM_UP_ROUNDS = 25;
const CONNECTIONS = 8;

export async function warmEdge(port: number): Promise<void> {
  const cacheable = (["/products/:id", "/categories/:id", "/images/:id"] as const).flatMap((route) =>
    Array.from({ length: ROUTE_SIZES[route] }, (_, index) => route.replace(":id", String(index + 1))),
  );
  const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const queue = Array.from({ length: WARM_UP_ROUNDS }, () => cacheable)
    .flat()
    .values();
  const worker = async () => {
    for (const path of queue) await request(port, "GET", path, agent);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  agent.destroy();
}

export async function purgeEdge(port: number): Promise<void> {
  const status = await request(port, "PURGE", "/");
  if (status !== 200) throw new Error(`the edge answered ${status} to a purge`);
}

function request(port: number, method: string, path: string, agent?: http.Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    http
      .request({ host: "127.0.0.1", port, method, path, ...(agent && { agent }) }, (response) => {
        response.resume();
        response.once("end", () => resolve(response.statusCode ?? 0));
        response.once("error", reject);
      })
      .once("error", reject)
      .end();
  });
}
