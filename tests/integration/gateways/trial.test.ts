import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Engine } from "@/lib/gateways/prometheus";

let server: Server;
let engine: Engine;
let [open, most] = [0, 0];
let held: (() => void)[] = [];

beforeAll(async () => {
  server = createServer((_, response) => {
    open += 1;
    most = Math.max(most, open);
    held.push(() => {
      open -= 1;
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ status: "success", data: { resultType: "matrix", result: [] } }));
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  process.env.PROMETHEUS_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { trialEngine } = await import("@/lib/gateways/trial");
  const found = trialEngine("default");
  if (!found) throw new Error("no engine is configured");
  engine = found;
});
afterAll(() => void server.close());

async function answerAll(): Promise<void> {
  while (held.length > 0 || open > 0) {
    for (const answer of held.splice(0)) answer();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test("what is tried out asks two questions at a time, however many there are, and turns more than sixty away", async () => {
  held = [];
  const asked = Array.from({ length: 70 }, () =>
    engine.range("a", 60, 60, 60).then(
      () => "answered",
      ({ code }) => code,
    ),
  );
  await expect.poll(() => held.length, { timeout: 10_000 }).toBe(2);
  const answers = Promise.all(asked);
  const answering = (async () => {
    let done = false;
    void answers.then(() => {
      done = true;
    });
    while (!done) {
      await answerAll();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  })();
  const outcomes = await answers;
  await answering;
  expect(most).toBe(2);
  expect(outcomes.filter((outcome) => outcome === "answered")).toHaveLength(62);
  expect(outcomes.filter((outcome) => outcome === "too-many-requests")).toHaveLength(8);
  // A slot that was given up is free again.
  const next = engine.range("a", 60, 60, 60);
  await expect.poll(() => held.length, { timeout: 10_000 }).toBe(1);
  await answerAll();
  expect(await next).toEqual([]);
});
