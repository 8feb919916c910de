import net from "node:net";
import path from "node:path";
import { z } from "zod";
import { readJson, writeJson } from "./files";

const NAMES = [
  "redis",
  "origin",
  "edge",
  "visitors",
  "redisExporter",
  "varnishExporter",
  "prometheus",
  "control",
] as const;
export type Ports = Record<(typeof NAMES)[number], number>;

const Remembered = z.record(z.string(), z.number());

/** The same ports as last time where they are still free, others where they are not. */
export async function choosePorts(demoDir: string): Promise<Ports> {
  const file = path.join(demoDir, "ports.json");
  const remembered = readJson(file, Remembered) ?? {};
  const chosen: Partial<Ports> = {};
  const held: net.Server[] = [];
  for (const name of NAMES) {
    // Each is held until all are chosen: otherwise two names could be given one port.
    const server = (await hold(remembered[name] ?? 0)) ?? (await hold(0));
    if (!server) throw new Error("no free port on 127.0.0.1");
    held.push(server);
    chosen[name] = (server.address() as net.AddressInfo).port;
  }
  await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))));
  writeJson(file, chosen);
  return chosen as Ports;
}

function hold(port: number): Promise<net.Server | undefined> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", () => resolve(undefined));
    server.listen({ port, host: "127.0.0.1" }, () => resolve(server));
  });
}
