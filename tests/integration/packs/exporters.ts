import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { KNOWN, type KnownSource } from "./known";
import { NATIVE_TARGETS, nativeExposition, PROTOBUF } from "./native-exposition";

type Sample = { name: string; labels: Record<string, string>; text: string; value: number };

const samplesOf = (file: string): Sample[] =>
  readFileSync(`tests/fixtures/expositions/${file}.prom`, "utf8")
    .split("\n")
    .flatMap((line) => {
      const [, text = "", name = "", braces = "", value = ""] = /^(([\w:]+)(\{.*\})?) (\S+)(?: \d+)?$/.exec(line) ?? [];
      if (line.startsWith("#") || name === "") return [];
      const pairs = [...braces.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label = "", held = ""]) => [
        label,
        held,
      ]);
      return [{ name, labels: Object.fromEntries(pairs), text, value: Number(value) }];
    });

const MOVES_FROM = 10;
const MOVES_FOR = 40;
const STEPS = 8;

/**
 * Minutes that have passed, as counters show it: they move in eight steps within a minute, and stand still around its ends, so
 * that what a minute held does not depend on when it is scraped.
 */
export function passed(source: Pick<KnownSource, "inSteps">, second: number): number {
  const within = second % 60;
  const part = source.inSteps ? Number(within >= 30) : Math.floor(((within - MOVES_FROM) / MOVES_FOR) * STEPS) / STEPS;
  return Math.floor(second / 60) + Math.min(1, Math.max(0, part));
}

const meets = (sample: Sample, metric: string, labels: Record<string, string>): boolean =>
  sample.name === metric && Object.entries(labels).every(([label, value]) => sample.labels[label] === value);

/** Of buckets by the edge from which on they grow. */
function perMinute(rate: number | Record<string, number>, { labels }: Sample): number {
  if (typeof rate === "number") return rate;
  const at = (edge: string): number => (edge === "+Inf" ? Number.POSITIVE_INFINITY : Number(edge));
  const le = at(labels.le ?? "");
  return Object.entries(rate).reduce((most, [edge, n]) => (at(edge) <= le ? Math.max(most, n) : most), 0);
}

/** What is known to move, and by nothing else: a rule that meets no series is a mistake of the test. */
function movesOf(source: KnownSource): (begun: number, second: number) => string {
  const samples = samplesOf(source.file);
  const rules = [...(source.grows ?? []), ...(source.gauges ?? [])];
  for (const [metric, labels] of rules)
    if (!samples.some((sample) => meets(sample, metric, labels)))
      throw new Error(`${source.file} has no ${metric}${JSON.stringify(labels)}`);
  const growth = samples.map((sample) =>
    (source.grows ?? [])
      .filter(([metric, labels]) => meets(sample, metric, labels))
      .reduce((sum, [, , rate]) => sum + perMinute(rate, sample), 0),
  );
  const gauges = samples.map((sample) => source.gauges?.find(([metric, labels]) => meets(sample, metric, labels))?.[2]);
  return (begun, second) => {
    const back = source.stampedBack;
    // The value that a gauge holds is read half a minute after its period, as an exporter's own interval falls.
    const minute = back === undefined ? Math.floor((second + 30) / 60) : Math.floor((second - back) / 60);
    const time = back === undefined ? "" : ` ${minute * 60_000}`;
    const moved = passed(source, second) - Math.floor(begun / 60);
    return `${samples
      .map(({ text, value }, i) => `${text} ${gauges[i]?.(minute) ?? value + (growth[i] ?? 0) * moved}${time}`)
      .join("\n")}\n`;
  };
}

/** One server with every exporter under a path of its own; its values move with the clock. */
export async function serveExporters(): Promise<{ server: Server; port: number }> {
  const begun = Math.floor(Date.now() / 1000);
  const expositions = new Map(KNOWN.map((source) => [`/${source.file}`, movesOf(source)]));
  const server = createServer((request, response) => {
    const now = Math.floor(Date.now() / 1000);
    const path = request.url ?? "";
    const native = NATIVE_TARGETS.find((target) => `/${target.job}` === path);
    const text = expositions.get(path);
    if (native) {
      const moved = passed({}, now) - Math.floor(begun / 60);
      response.writeHead(200, { "content-type": PROTOBUF }).end(nativeExposition(native, moved));
    } else if (text) response.writeHead(200, { "content-type": "text/plain; version=0.0.4" }).end(text(begun, now));
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, port: (server.address() as AddressInfo).port };
}
