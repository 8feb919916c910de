import http from "node:http";
import net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Child } from "./children";

const POLL_MS = 50;
const PATIENCE_MS = 60_000;

/** Waits until the child passes the test; a child that ends first, or takes too long, is an error with its log. */
export async function untilAnswering(child: Child, test: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await test())) {
    const end = child.ended();
    if (end) throw new Error(`${child.name} did not start: it ended with ${end}; its log: ${child.logFile}`);
    if (Date.now() > deadline) {
      throw new Error(`${child.name} does not answer after ${PATIENCE_MS / 1000} s; its log: ${child.logFile}`);
    }
    await sleep(POLL_MS);
  }
}

/** Whether a GET is answered with 200. */
export function answers(port: number, path: string): () => Promise<boolean> {
  return () =>
    new Promise((resolve) => {
      http
        .get({ host: "127.0.0.1", port, path, timeout: 2000, agent: false }, (response) => {
          response.resume();
          resolve(response.statusCode === 200);
        })
        .once("timeout", () => resolve(false))
        .once("error", () => resolve(false));
    });
}

/** Whether Redis answers a PING. */
export function pongs(port: number): () => Promise<boolean> {
  return () =>
    new Promise((resolve) => {
      const socket = net.connect({ host: "127.0.0.1", port, timeout: 1000 });
      const done = (answered: boolean) => {
        socket.destroy();
        resolve(answered);
      };
      socket.once("connect", () => socket.write("PING\r\n"));
      socket.once("data", (data) => done(data.toString().startsWith("+PONG")));
      socket.once("timeout", () => done(false));
      socket.once("error", () => done(false));
    });
}
