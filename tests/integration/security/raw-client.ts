import { Agent, request } from "node:http";

export type RawRequest = {
  method: string;
  /** As it goes over the wire: nothing is normalised. */
  path: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
};
export type RawAnswer = { status: number; type: string; location: string | undefined; text: string; ms: number };

/** Sends requests over `connections` kept connections, exactly as they are written. */
export function rawClient(url: string, connections: number) {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });

  const send = ({ method, path, headers = {}, body }: RawRequest): Promise<RawAnswer> =>
    new Promise((resolve, reject) => {
      const began = performance.now();
      const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
      const call = request({ agent, hostname, port, method, path, headers: { ...headers, ...length } }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.once("error", reject);
        response.once("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            type: response.headers["content-type"] ?? "",
            location: response.headers.location,
            text: Buffer.concat(chunks).toString("utf8"),
            ms: performance.now() - began,
          }),
        );
      });
      call.once("error", reject);
      call.end(body);
    });

  return {
    send,
    /** Sends them all, as many at once as there are connections. */
    async each(requests: readonly RawRequest[], see: (answer: RawAnswer, request: RawRequest) => void): Promise<void> {
      let next = 0;
      const lane = async (): Promise<void> => {
        for (let one = requests[next++]; one; one = requests[next++]) see(await send(one), one);
      };
      await Promise.all(Array.from({ length: connections }, lane));
    },
    close: () => agent.destroy(),
  };
}
