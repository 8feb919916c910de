import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { freePort } from "../evaluator/engine";

/** Waits for a condition; what it last said is told where it never holds. */
export async function until<T>(
  what: string,
  holds: () => Promise<T | undefined> | T | undefined,
  seconds = 30,
): Promise<T> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await new Promise((go) => setTimeout(go, 50))) {
    const found = await holds();
    if (found !== undefined) return found;
  }
  throw new Error(`not within ${seconds} s: ${what}`);
}

/** A real program on a port of its own, that may be ended and started again. */
export type Running = {
  url: string;
  port: number;
  start(): Promise<void>;
  end(signal: "SIGTERM" | "SIGKILL"): Promise<void>;
};

export async function program(
  command: string,
  flagsFor: (port: number) => string[],
  ready = "/-/ready",
): Promise<Running> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | null = null;
  return {
    url,
    port,
    async start() {
      const started = spawn(command, flagsFor(port), { stdio: "ignore" });
      child = started;
      await until(`${command} is ready`, async () => {
        if (started.exitCode !== null) throw new Error(`${command} ended with code ${started.exitCode}`);
        return (await fetch(url + ready).catch(() => null))?.ok ? true : undefined;
      });
    },
    async end(signal) {
      const running = child;
      if (running === null || running.exitCode !== null || running.signalCode !== null) return;
      const ended = new Promise((resolve) => running.once("exit", resolve));
      running.kill(signal);
      await ended;
    },
  };
}

export const alertmanagerOn = (configFile: string, storage: string): Promise<Running> =>
  program("prometheus-alertmanager", (port) => [
    `--config.file=${configFile}`,
    `--storage.path=${storage}`,
    `--web.listen-address=127.0.0.1:${port}`,
    "--cluster.listen-address=",
  ]);

export const amtool = (url: string, ...args: string[]): string =>
  execFileSync("amtool", [`--alertmanager.url=${url}`, ...args], { encoding: "utf8" }).trim();

export type Heard = { headers: IncomingHttpHeaders; body: string };

/** A web server that answers each POST with what `answer` says, and keeps what it heard. */
export async function listener(
  answer: (heard: Heard) => Promise<number> | number = () => 200,
): Promise<{ url: string; heard: Heard[]; server: Server; stop(): Promise<void> }> {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", async () => {
      const said = { headers: request.headers, body: Buffer.concat(chunks).toString("utf8") };
      heard.push(said);
      response.statusCode = await answer(said);
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    heard,
    server,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
