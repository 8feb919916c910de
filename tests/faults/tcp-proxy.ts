import { createConnection, createServer, type Server, type Socket } from "node:net";
import { Transform } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";

/**
 * What becomes of a connection. `refuse`: nobody listens; `hang`: accepted, and silent; `cut`: reset in the middle of the
 * first answer; `delay`: every part of an answer comes this much later; `trickle`: an answer comes byte by byte.
 */
export type Conduct =
  | { kind: "pass" | "refuse" | "hang" | "cut" }
  | { kind: "delay"; ms: number }
  | { kind: "trickle"; bytesPerSecond: number };

export type TcpProxy = {
  url: string;
  /** Ends what is under way, but for what hangs: nobody tells its other end. What comes next is treated so. */
  behave(conduct: Conduct): Promise<void>;
  stop(): void;
};

/** A client has noticed by then that its idle connections are closed; a request on one of them would prove nothing. */
const CLOSED_WITHIN_MS = 200;

/** A wire to a port of this machine that can be cut. */
export async function startProxy(targetPort: number): Promise<TcpProxy> {
  let conduct: Conduct = { kind: "pass" };
  const open = new Set<Socket>();
  const hanging = new Set<Socket>();
  const kept = (socket: Socket): Socket => {
    open.add(socket);
    return socket.on("error", () => {}).once("close", () => open.delete(socket));
  };
  const connect = (client: Socket): void => {
    if (conduct.kind === "hang") {
      hanging.add(client.on("error", () => {}));
      return;
    }
    kept(client);
    const engine = kept(createConnection(targetPort, "127.0.0.1"));
    client.pipe(engine).pipe(shaped(conduct, client)).pipe(client);
    client.once("close", () => engine.destroy());
    engine.once("error", () => client.destroy());
  };
  let server: Server | null = await listening(0, connect);
  const address = server.address();
  const port = address && typeof address === "object" ? address.port : 0;
  const silence = (): void => {
    // It stops listening at once; only the connections that it has would keep it from being closed.
    server?.close();
    server = null;
    for (const socket of open) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${port}`,
    async behave(next) {
      silence();
      await wait(CLOSED_WITHIN_MS);
      conduct = next;
      if (next.kind !== "refuse") server = await listening(port, connect);
    },
    stop() {
      silence();
      for (const socket of hanging) socket.destroy();
    },
  };
}

function listening(port: number, connect: (client: Socket) => void): Promise<Server> {
  const server = createServer(connect);
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

function shaped(conduct: Conduct, client: Socket): Transform {
  const shape = async (part: Buffer, push: (part: Buffer) => void): Promise<void> => {
    if (conduct.kind === "delay") await wait(conduct.ms);
    if (conduct.kind === "cut") {
      client.write(part.subarray(0, Math.ceil(part.length / 2)), () => client.resetAndDestroy());
      return;
    }
    if (conduct.kind !== "trickle") push(part);
    else
      for (let i = 0; i < part.length && !client.destroyed; i++) {
        push(part.subarray(i, i + 1));
        await wait(1000 / conduct.bytesPerSecond);
      }
  };
  return new Transform({
    transform(part: Buffer, _, done) {
      shape(part, (shapedPart) => this.push(shapedPart)).then(() => done(), done);
    },
  });
}
