import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** An answer of the engine, as it goes out. */
export type HttpAnswer = { status: number; body: string; contentType: string };

type Series = { metric: Record<string, string>; values: [number, string][] };
export type PrometheusAnswer = {
  status: string;
  warnings?: string[];
  data?: { resultType: string; result: Series[] };
};

/** What is done to the true answer of an engine; `null`: the connection is cut after a part of it. */
export type Spoil = (answer: HttpAnswer) => HttpAnswer | null;

export const honest: Spoil = (answer) => answer;

/** Changes the parsed answer. */
export const changed =
  (change: (answer: PrometheusAnswer) => unknown): Spoil =>
  (answer) => ({ ...answer, body: JSON.stringify(change(JSON.parse(answer.body))) });

/** Replaces every value. */
export const everyValue = (value: string): Spoil =>
  changed(({ data, ...rest }) => ({
    ...rest,
    data: data && {
      ...data,
      result: data.result.map(({ metric, values }) => ({ metric, values: values.map(([at]) => [at, value]) })),
    },
  }));

export type SpoilingEngine = { url: string; spoil: Spoil; stop(): Promise<void> };

/** Stands before a real engine and spoils its answers: nothing real could be made to give such ones. */
export async function startSpoiling(engineUrl: string): Promise<SpoilingEngine> {
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const { method, url, headers } = request;
    const body = method === "POST" ? Buffer.concat(parts).toString() : null;
    const real = await fetch(`${engineUrl}${url}`, {
      method: method ?? "GET",
      body,
      headers: { "content-type": headers["content-type"] ?? "application/x-www-form-urlencoded" },
    });
    const whole = await real.text();
    send(response, spoiling.spoil({ status: real.status, body: whole, contentType: "application/json" }), whole);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const spoiling: SpoilingEngine = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spoil: honest,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return spoiling;
}

function send(response: ServerResponse, answer: HttpAnswer | null, whole: string): void {
  if (answer) response.writeHead(answer.status, { "content-type": answer.contentType }).end(answer.body);
  else {
    response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(whole) });
    response.write(whole.slice(0, whole.length / 2), () => response.destroy());
  }
}
