import { appendFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { purgeEdge, warmEdge } from "./edge/edge";
import { edgeVcl } from "./edge/vcl";
import { generateHistory } from "./history/once";
import { readSettings } from "./settings";
import { answers, pongs, untilAnswering } from "./supervisor/answering";
import { type Child, childrenOf } from "./supervisor/children";
import { serveControl } from "./supervisor/control";
import { faultBook } from "./supervisor/faults";
import { happenedLine } from "./supervisor/happened";
import { choosePorts } from "./supervisor/ports";
import { prometheusConfig } from "./supervisor/prometheus-config";

export type Demo = { prometheusUrl: string; historyFile: string; sloDir: string; stop(): Promise<void> };

export type DemoOptions = {
  dataDir: string;
  appPort: number;
  env: NodeJS.ProcessEnv;
  say(line: string): void;
  onCrash(line: string): void;
  /** Ends a start that is still under way; it then fails. A demo that is up is ended by `stop`. */
  signal?: AbortSignal;
};

/** Starts the whole storefront and the Prometheus that watches it; on any failure nothing stays running. */
export async function startDemo({ dataDir, appPort, env, say, onCrash, signal }: DemoOptions): Promise<Demo> {
  const settings = readSettings(env);
  const demoDir = path.resolve(dataDir, "demo");
  const inDemo = (name: string) => path.join(demoDir, name);
  mkdirSync(demoDir, { recursive: true });
  let up = false;
  const children = childrenOf(demoDir, (line) => {
    if (up) onCrash(line);
  });
  const endEarly = () => void children.endAll();
  signal?.addEventListener("abort", endEarly, { once: true });
  await children.endLeftovers(say);
  const ports = await choosePorts(demoDir);

  async function startRedis(): Promise<Child> {
    mkdirSync(inDemo("redis"), { recursive: true });
    const args = ["--port", String(ports.redis), "--bind", "127.0.0.1", "--dir", inDemo("redis")];
    const child = await children.start("redis-server", "redis-server", [...args, "--save", "", "--appendonly", "no"]);
    await untilAnswering(child, pongs(ports.redis));
    return child;
  }

  async function startOrigin(): Promise<Child> {
    const args = [
      "--port",
      String(ports.origin),
      "--redis-port",
      String(ports.redis),
      "--database",
      inDemo("shop.sqlite"),
    ];
    const child = await children.startNode("origin", "origin/main.ts", args);
    await untilAnswering(child, answers(ports.origin, "/healthz"));
    return child;
  }

  async function startEdge(): Promise<void> {
    // The workdir of a killed varnishd would be taken for a running one's.
    rmSync(inDemo("varnish"), { recursive: true, force: true });
    writeFileSync(inDemo("edge.vcl"), edgeVcl(ports.origin));
    const listen = `127.0.0.1:${ports.edge}`;
    const program = existsSync("/usr/sbin/varnishd") ? "/usr/sbin/varnishd" : "varnishd";
    // No jail: its user could not enter a data directory that belongs to root alone.
    const place = ["-F", "-j", "none", "-n", inDemo("varnish"), "-a", listen, "-f", inDemo("edge.vcl")];
    const child = await children.start("varnishd", program, [...place, "-s", "malloc,64m", "-p", "thread_pools=1"]);
    await untilAnswering(child, answers(ports.edge, "/healthz"));
    await warmEdge(ports.edge);
  }

  async function startExporters(): Promise<void> {
    const redis = await children.start("prometheus-redis-exporter", "prometheus-redis-exporter", [
      ...["-redis.addr", `redis://127.0.0.1:${ports.redis}`],
      ...["-web.listen-address", `127.0.0.1:${ports.redisExporter}`, "-connection-timeout", "2s"],
    ]);
    const varnish = await children.start("prometheus-varnish-exporter", "prometheus-varnish-exporter", [
      ...["-n", inDemo("varnish"), "-web.listen-address", `127.0.0.1:${ports.varnishExporter}`],
    ]);
    await untilAnswering(redis, answers(ports.redisExporter, "/metrics"));
    await untilAnswering(varnish, answers(ports.varnishExporter, "/metrics"));
  }

  async function startVisitors(): Promise<Child> {
    const args = ["--port", String(ports.visitors), "--edge-port", String(ports.edge)];
    const average = ["--average", String(settings.requestsPerSecond)];
    const child = await children.startNode("visitors", "visitors/main.ts", [...args, ...average]);
    await untilAnswering(child, answers(ports.visitors, "/metrics"));
    return child;
  }

  async function startPrometheus(): Promise<void> {
    writeFileSync(inDemo("prometheus.yml"), prometheusConfig(ports, appPort, settings.scrapeInterval));
    const child = await children.start("prometheus", "prometheus", [
      `--config.file=${inDemo("prometheus.yml")}`,
      `--storage.tsdb.path=${inDemo("prometheus")}`,
      "--storage.tsdb.retention.time=45d",
      `--web.listen-address=127.0.0.1:${ports.prometheus}`,
      "--log.level=warn",
    ]);
    await untilAnswering(child, answers(ports.prometheus, "/-/ready"));
  }

  try {
    let redis = await startRedis();
    say(`Redis answers on 127.0.0.1:${ports.redis}`);
    const origin = await startOrigin();
    say(`The storefront's origin answers on 127.0.0.1:${ports.origin}, its caches warm`);
    await startEdge();
    say(`Varnish answers on 127.0.0.1:${ports.edge}, warm`);
    await startExporters();
    say("The exporters for Redis and Varnish answer");
    await generateHistory(children, demoDir, settings, say);
    const visitors = await startVisitors();
    say(`Visitors come, about ${settings.requestsPerSecond} requests per second over a day`);
    await startPrometheus();
    say(`Prometheus answers on 127.0.0.1:${ports.prometheus}`);

    const faults = faultBook(
      {
        tellOrigin: (order) => origin.tell(order),
        tellVisitors: (order) => visitors.tell(order),
        purgeEdge: () => purgeEdge(ports.edge),
        killRedis: () => children.kill(redis),
        startRedis: async () => {
          redis = await startRedis();
        },
      },
      onCrash,
      (name, what, chosen) => appendFileSync(inDemo("happened.ndjson"), happenedLine(name, what, new Date(), chosen)),
    );
    const control = await serveControl(demoDir, ports.control, faults);
    signal?.throwIfAborted();
    signal?.removeEventListener("abort", endEarly);
    up = true;
    return {
      prometheusUrl: `http://127.0.0.1:${ports.prometheus}`,
      historyFile: inDemo("generated-history.json"),
      sloDir: fileURLToPath(new URL("./slos", import.meta.url)),
      async stop() {
        up = false;
        faults.drop();
        control.close();
        control.closeAllConnections();
        rmSync(inDemo("control.json"), { force: true });
        await children.endAll();
      },
    };
  } catch (error) {
    await children.endAll();
    throw error;
  }
}
