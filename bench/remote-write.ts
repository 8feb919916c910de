import { Trouble } from "@/scripts/trouble.mjs";

/**
 * Writes samples through Prometheus' remote-write receiver: the protobuf message WriteRequest, written by hand because it has
 * three fields, in a snappy block that holds one uncompressed literal.
 */
export type Stream = {
  stepSeconds: number;
  sources: Source[];
};

/** Series that advance together, such as the counters of one instance. */
export type Source = {
  series: Record<string, string>[];
  /** Puts the value of every series at an instant into `values`; called with ascending instants. */
  advance(values: Float64Array, atSeconds: number): void;
};

/** Less than the head accepts between its oldest and its newest sample, s. */
const WINDOW_SECONDS = 1200;
const SAMPLE_BYTES = 18;
const REQUEST_BYTES = 4_000_000;

/** Sends every sample in (from, to], oldest first. */
export async function writeSamples(
  url: string,
  streams: readonly Stream[],
  fromSeconds: number,
  toSeconds: number,
): Promise<number> {
  const labelled = streams.map(({ stepSeconds, sources }) => ({
    stepSeconds,
    sources: sources.map((source) => ({ ...source, labels: source.series.map(encodeLabels) })),
  }));
  let samples = 0;
  for (let from = fromSeconds; from < toSeconds; from += WINDOW_SECONDS) {
    const to = Math.min(toSeconds, from + WINDOW_SECONDS);
    // One request is encoded while the one before it is ingested.
    let sending: Promise<void> = Promise.resolve();
    for (const { stepSeconds, sources } of labelled) {
      const instants: number[] = [];
      for (let at = (Math.floor(from / stepSeconds) + 1) * stepSeconds; at <= to; at += stepSeconds) instants.push(at);
      const perSource = (sources[0]?.labels.length ?? 1) * (SAMPLE_BYTES * instants.length + 200);
      const together = Math.max(1, Math.floor(REQUEST_BYTES / perSource));
      for (let i = 0; i < sources.length && instants.length > 0; i += together) {
        const some = sources.slice(i, i + together);
        const body = encodeRequest(some, instants);
        samples += some.reduce((sum, source) => sum + source.labels.length * instants.length, 0);
        await sending;
        sending = send(url, body);
        // Its failure is thrown by the await above or below; until then it must not end the process.
        sending.catch(() => {});
      }
    }
    await sending;
  }
  return samples;
}

async function send(url: string, body: Uint8Array<ArrayBuffer>): Promise<void> {
  const answer = await fetch(`${url}/api/v1/write`, {
    method: "POST",
    body,
    headers: {
      "content-type": "application/x-protobuf",
      "content-encoding": "snappy",
      "x-prometheus-remote-write-version": "0.1.0",
    },
  });
  if (!answer.ok) throw new Trouble(`Prometheus took no samples: ${(await answer.text()).trim()}`);
}

function encodeRequest(
  sources: readonly (Source & { labels: Buffer[] })[],
  instants: readonly number[],
): Uint8Array<ArrayBuffer> {
  const steps = instants.length;
  const messages = sources.reduce(
    (sum, { labels }) => sum + labels.reduce((bytes, each) => bytes + messageBytes(each, steps), 0),
    0,
  );
  const length = varint(messages);
  // Snappy: the decoded length, then one literal whose length is written in four bytes.
  const body = new Uint8Array(length.length + 5 + messages);
  const view = new DataView(body.buffer);
  body.set(length);
  body[length.length] = 63 << 2;
  view.setUint32(length.length + 1, messages - 1, true);
  const times = instants.map((at) => varint(at * 1000));
  let offset = length.length + 5;
  for (const { labels, advance } of sources) {
    const rows = new Float64Array(labels.length * steps);
    const values = new Float64Array(labels.length);
    instants.forEach((at, step) => {
      advance(values, at);
      for (let series = 0; series < labels.length; series++) rows[series * steps + step] = values[series] ?? 0;
    });
    for (const [series, encoded] of labels.entries()) {
      // WriteRequest.timeseries = 1; TimeSeries.labels = 1, .samples = 2; Sample.value = 1, .timestamp = 2.
      body[offset++] = 0x0a;
      const inner = varint(encoded.length + SAMPLE_BYTES * steps);
      body.set(inner, offset);
      offset += inner.length;
      body.set(encoded, offset);
      offset += encoded.length;
      for (let step = 0; step < steps; step++) {
        const time = times[step] as Buffer;
        body[offset] = 0x12;
        body[offset + 1] = SAMPLE_BYTES - 2;
        body[offset + 2] = 0x09;
        view.setFloat64(offset + 3, rows[series * steps + step] ?? 0, true);
        body[offset + 11] = 0x10;
        for (let byte = 0; byte < 6; byte++) body[offset + 12 + byte] = time[byte] as number;
        offset += SAMPLE_BYTES;
      }
    }
  }
  return body;
}

function messageBytes(labels: Buffer, steps: number): number {
  const inner = labels.length + SAMPLE_BYTES * steps;
  return 1 + varint(inner).length + inner;
}

/** Ascending by name, as the receiver wants them. */
function encodeLabels(labels: Record<string, string>): Buffer {
  const text = (tag: number, value: string): Buffer => {
    const bytes = Buffer.from(value);
    return Buffer.concat([Buffer.from([tag]), varint(bytes.length), bytes]);
  };
  return Buffer.concat(
    Object.entries(labels)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => {
        const label = Buffer.concat([text(0x0a, name), text(0x12, value)]);
        return Buffer.concat([Buffer.from([0x0a]), varint(label.length), label]);
      }),
  );
}

/** Epoch milliseconds of our time take six bytes. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
  return Buffer.from(bytes);
}
