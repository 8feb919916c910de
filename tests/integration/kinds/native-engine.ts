import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, type RunningEngine } from "../evaluator/engine";

/**
 * A native histogram as it stood at an instant: observations since its beginning, by bucket. Bucket `i` of schema 0 holds
 * what is above 2^(i-1) and at most 2^i.
 */
export type HistogramSample = { second: number; sum: number; buckets: ReadonlyMap<number, number> };

/** A real Prometheus that keeps native histograms, written to as a remote. */
export async function startNativeEngine(name: string, samples: readonly HistogramSample[]): Promise<RunningEngine> {
  const folder = mkdtempSync(join(tmpdir(), "plumbline-native-"));
  writeFileSync(join(folder, "prometheus.yml"), "scrape_configs: []\n");
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(
    "prometheus",
    [
      `--config.file=${join(folder, "prometheus.yml")}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--storage.tsdb.retention.time=10y",
      "--enable-feature=native-histograms",
      "--web.enable-remote-write-receiver",
    ],
    { stdio: "ignore" },
  );
  const stop = async (): Promise<void> => {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    for (const end = Date.now() + 60_000; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
      if (child.exitCode !== null || Date.now() > end) throw new Error("prometheus did not become ready");
      if (
        await fetch(`${url}/-/ready`).then(
          ({ ok }) => ok,
          () => false,
        )
      )
        break;
    }
    const written = await fetch(`${url}/api/v1/write`, {
      method: "POST",
      headers: {
        "Content-Type": "application/x-protobuf",
        "Content-Encoding": "snappy",
        "X-Prometheus-Remote-Write-Version": "0.1.0",
      },
      body: new Uint8Array(uncompressed(writeRequest(name, samples))),
    });
    if (!written.ok) throw new Error(`prometheus took no samples: ${await written.text()}`);
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

// Protocol buffers as prometheus/prompb/types.proto and remote.proto number their fields.

function writeRequest(name: string, samples: readonly HistogramSample[]): Buffer {
  const label = bytes(1, Buffer.concat([bytes(1, Buffer.from("__name__")), bytes(2, Buffer.from(name))]));
  const histograms = samples.map((sample) => bytes(4, histogram(sample)));
  return bytes(1, Buffer.concat([label, ...histograms]));
}

function histogram({ second, sum, buckets }: HistogramSample): Buffer {
  const indices = [...buckets.keys()].sort((a, b) => a - b);
  const [first = 0, last = 0] = [indices[0], indices.at(-1)];
  const counts = Array.from({ length: last - first + 1 }, (_, i) => buckets.get(first + i) ?? 0);
  const deltas = counts.map((count, i) => count - (counts[i - 1] ?? 0));
  const total = counts.reduce((all, count) => all + count, 0);
  const span = Buffer.concat([number(1, zigzag(first)), number(2, counts.length)]);
  return Buffer.concat([
    number(1, total),
    double(3, sum),
    number(4, zigzag(0)),
    double(5, 1e-128),
    number(6, 0),
    bytes(11, span),
    bytes(12, Buffer.concat(deltas.map((delta) => varint(zigzag(delta))))),
    number(15, second * 1000),
  ]);
}

function varint(value: number): Buffer {
  const parts: number[] = [];
  let rest = BigInt(value);
  for (; rest > 0x7fn; rest >>= 7n) parts.push(Number(rest & 0x7fn) | 0x80);
  return Buffer.from([...parts, Number(rest)]);
}
const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);
const number = (field: number, value: number): Buffer => Buffer.concat([varint(field * 8), varint(value)]);
const bytes = (field: number, content: Buffer): Buffer =>
  Buffer.concat([varint(field * 8 + 2), varint(content.length), content]);
function double(field: number, value: number): Buffer {
  const content = Buffer.alloc(8);
  content.writeDoubleLE(value);
  return Buffer.concat([varint(field * 8 + 1), content]);
}

/** Snappy's block format, with literals alone. */
function uncompressed(content: Buffer): Buffer {
  const parts = [varint(content.length)];
  for (let at = 0; at < content.length; at += 60) {
    const literal = content.subarray(at, at + 60);
    parts.push(Buffer.from([(literal.length - 1) << 2]), literal);
  }
  return Buffer.concat(parts);
}
