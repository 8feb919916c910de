import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { EngineError, prometheus } from "@/lib/gateways/prometheus";

// Answers that a real engine cannot be made to give.

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

type Asked = { path: string; headers: IncomingMessage["headers"]; body: string };

async function answering(answer: (response: ServerResponse) => void): Promise<{ url: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (part) => {
      body += part;
    });
    request.on("end", () => {
      asked.push({ path: request.url ?? "", headers: request.headers, body });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const sends =
  (status: number, body: unknown, headers: Record<string, string> = { "content-type": "application/json" }) =>
  (response: ServerResponse): void => {
    response.writeHead(status, headers).end(typeof body === "string" ? body : JSON.stringify(body));
  };
const matrix = (values: [number, string][], more: object = {}) => ({
  status: "success",
  data: { resultType: "matrix", result: [{ metric: { le: "0.2" }, values }] },
  ...more,
});
const ask = (url: string) => prometheus(url, {}).range("up", 60, 120, 60);

test("asks for the very range, in seconds, with the headers that were configured", async () => {
  const { url, asked } = await answering(sends(200, matrix([[60, "1"]])));
  const series = await prometheus(`${url}/`, { headers: { "X-Scope-OrgID": "shop" } }).range("up", 60, 120, 60);
  expect(series).toEqual([{ labels: { le: "0.2" }, values: [[60, 1]] }]);
  expect(asked[0]?.path).toBe("/api/v1/query_range");
  expect(asked[0]?.headers["x-scope-orgid"]).toBe("shop");
  expect(asked[0]?.headers["cache-control"], "of Thanos, Cortex and Mimir").toBe("no-store");
  expect(Object.fromEntries(new URLSearchParams(asked[0]?.body))).toMatchObject({
    query: "up",
    start: "60",
    end: "120",
    step: "60",
    // Of VictoriaMetrics.
    nocache: "1",
  });
});

test("leaves out what is no finite number: it is neither zero nor something", async () => {
  const { url } = await answering(
    sends(
      200,
      matrix([
        [60, "NaN"],
        [120, "+Inf"],
        [180, "-Inf"],
        [240, "3"],
      ]),
    ),
  );
  expect((await ask(url))[0]?.values).toEqual([[240, 3]]);
});

test("leaves out native histograms instead of breaking on them", async () => {
  const histograms = {
    status: "success",
    data: { resultType: "matrix", result: [{ metric: {}, histograms: [[60, {}]] }] },
  };
  const { url } = await answering(sends(200, histograms));
  expect(await ask(url)).toEqual([{ labels: {}, values: [] }]);
});

describe("an answer that cannot be used is an error with its kind", () => {
  const login = { "content-type": "text/html" };
  test.each([
    [
      "a partial answer",
      sends(200, matrix([[60, "1"]], { warnings: ["store-2 is down"] })),
      "partial",
      /in part: store-2 is down/,
    ],
    [
      "an answer of a cluster whose stores did not all answer",
      sends(200, matrix([[60, "1"]], { isPartial: true })),
      "partial",
      /in part: not every store answered/,
    ],
    [
      "a question that is too much, known by the name of its limit",
      sends(422, {
        status: "error",
        errorType: "422",
        error: "cannot select more than -search.maxSamplesPerQuery=1000",
      }),
      "too-much",
      /maxSamplesPerQuery/,
    ],
    [
      "too much for Mimir",
      sends(422, {
        status: "error",
        errorType: "execution",
        error: "the query hit a limit (err-mimir-max-chunks-per-query)",
      }),
      "too-much",
      /err-mimir/,
    ],
    [
      "a refused query whose own words sound like a limit",
      sends(422, {
        status: "error",
        errorType: "422",
        error:
          'error when executing query="rate_limit_samples" on the time range (start=60000, end=120000, step=60000): cannot execute query: unknown func "x"',
      }),
      "rejected",
      /refused the query: unknown func "x"$/,
    ],
    [
      "credentials that are refused",
      sends(401, "Unauthorized", login),
      "credentials",
      /refuses our credentials \(HTTP 401\)/,
    ],
    [
      "a query that timed out, which may pass for less at a time",
      sends(503, { status: "error", errorType: "timeout", error: "query timed out" }),
      "too-much",
      /query timed out/,
    ],
    [
      "a refused query",
      sends(422, { status: "error", errorType: "execution", error: "query timed out" }),
      "rejected",
      /query timed out/,
    ],
    ["a proxy's 503 page", sends(503, "<h1>Service Unavailable</h1>", login), "not-prometheus", /HTTP 503/],
    ["a sign-in page with status 200", sends(200, "<form>", login), "not-prometheus", /HTTP 200/],
    [
      "a redirect, which is not followed",
      sends(302, "", { location: "http://127.0.0.1:1/" }),
      "not-prometheus",
      /HTTP 302/,
    ],
    ["a connection that is cut", (response: ServerResponse) => response.destroy(), "unreachable", /does not answer/],
    [
      "an answer that is cut",
      (response: ServerResponse) =>
        response.writeHead(200, { "content-length": "99" }).end('{"status"', () => response.destroy()),
      "unreachable",
      /does not answer/,
    ],
  ] as const)("%s", async (_what, answer, fault, message) => {
    const { url } = await answering(answer);
    const error = await ask(url).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(EngineError);
    expect(error).toMatchObject({ fault, message: expect.stringMatching(message) });
  });
});

test("an address where nobody listens is unreachable", async () => {
  const { url } = await answering(sends(200, {}));
  await new Promise((resolve) => server?.close(resolve));
  await expect(ask(url)).rejects.toMatchObject({
    fault: "unreachable",
    message: expect.stringContaining(new URL(url).host),
  });
});
