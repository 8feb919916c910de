import http from "node:http";

export type Answer = { status: number; edge: string; level: string; body: Buffer; bytes: number };
export type Asker = ReturnType<typeof asker>;

/** Asks the edge; rejects on whatever is no whole answer in time. */
export function asker(edgePort: number, timeoutMs: number, mostUnderWay: number, headers: Record<string, string>) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: mostUnderWay });
  return (method: string, path: string, more: Record<string, string> = {}, body?: string): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const asked = http.request(
        { host: "127.0.0.1", port: edgePort, method, path, agent, headers: { ...headers, ...more } },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.once("error", reject);
          response.once("end", () => {
            clearTimeout(limit);
            const whole = Buffer.concat(chunks);
            resolve({
              status: response.statusCode ?? 0,
              edge: String(response.headers["x-edge"] ?? ""),
              level: String(response.headers["x-level"] ?? ""),
              body: whole,
              bytes: whole.length,
            });
          });
        },
      );
      // From the first byte sent to the last received: a socket's own timeout starts anew with each byte.
      const limit = setTimeout(() => asked.destroy(new Error("took too long")), timeoutMs);
      asked.once("error", (error) => {
        clearTimeout(limit);
        reject(error);
      });
      asked.end(body);
    });
}
