import "server-only";
import * as z from "zod";

/** Why an Alertmanager, or a webhook, did not take what it was sent. `refused`: it will not take this very message, today or tomorrow. */
export class NotTaken extends Error {
  readonly refused: boolean;
  constructor(message: string, refused: boolean, options?: ErrorOptions) {
    super(message, options);
    this.name = "NotTaken";
    this.refused = refused;
  }
}

type Labels = Readonly<Record<string, string>>;

/** An alert as its API takes it. Times are ms; it fires until `endsAt`. */
export type PostedAlert = {
  labels: Labels;
  annotations: Labels;
  startsAt: number;
  endsAt: number;
  generatorUrl: string | null;
};

/** An alert that a silence holds back, and the silence. Times are ms. */
export type SilencedAlert = {
  fingerprint: string;
  labels: Labels;
  alertStartsAt: number;
  silenceId: string;
  startsAt: number;
  endsAt: number;
  createdBy: string;
  comment: string;
};

export type Alertmanager = {
  /** Host, port and path: by which it is known, and told to people. */
  name: string;
  /** @throws NotTaken */
  post(alerts: readonly PostedAlert[]): Promise<void>;
  /** Every alert that a silence holds back now, ours and others'. @throws NotTaken */
  silenced(): Promise<SilencedAlert[]>;
};

const TIMEOUT_MS = 10_000;
const MOST_BYTES = 8 * 1024 * 1024;
const MOST_SILENCED = 2_000;
const LONGEST = 2_000;

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const Alerts = z.array(
  z.object({
    fingerprint: z.string().max(64),
    labels: z.record(z.string(), z.string()),
    startsAt: instant,
    status: z.object({ silencedBy: z.array(z.string()).default([]) }),
  }),
);
const Silences = z.array(
  z.object({
    id: z.string().max(100),
    startsAt: instant,
    endsAt: instant,
    createdBy: z.string().transform((text) => text.slice(0, LONGEST)),
    comment: z.string().transform((text) => text.slice(0, LONGEST)),
    status: z.object({ state: z.string() }),
  }),
);

export function alertmanagerName(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname.replace(/\/+$/, "")}`;
}

/** An Alertmanager's API, version 2. Its address comes from the configuration only; redirects are not followed. */
export function alertmanager(url: string, headers: Record<string, string>): Alertmanager {
  const name = alertmanagerName(url);
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const response = await asked(name, `${url}/api/v2/${path}`, {
      ...init,
      headers: { ...headers, ...(init.body ? { "content-type": "application/json" } : {}) },
    });
    if (response.ok) return response;
    const says = (await bounded(response, name)).slice(0, 300);
    throw new NotTaken(`HTTP ${response.status}${says ? `: ${says}` : ""}`, isRefusal(response.status));
  };
  const read = async <Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.infer<Schema>> => {
    const parsed = schema.safeParse(jsonOf(await bounded(await ask(path), name)));
    if (!parsed.success) throw new NotTaken("its answer is not that of an Alertmanager", false);
    return parsed.data;
  };
  return {
    name,
    async post(alerts) {
      const body = alerts.map(({ labels, annotations, startsAt, endsAt, generatorUrl }) => ({
        labels,
        annotations,
        startsAt: new Date(startsAt).toISOString(),
        endsAt: new Date(endsAt).toISOString(),
        ...(generatorUrl === null ? {} : { generatorURL: generatorUrl }),
      }));
      await (await ask("alerts", { method: "POST", body: JSON.stringify(body) })).arrayBuffer();
    },
    async silenced() {
      const held = await read("alerts?active=false&silenced=true&inhibited=false&unprocessed=false", Alerts);
      if (held.length === 0) return [];
      const known = new Map((await read("silences", Silences)).map((each) => [each.id, each]));
      const found = held.flatMap(({ fingerprint, labels, startsAt: alertStartsAt, status }) =>
        status.silencedBy.flatMap((silenceId) => {
          const silence = known.get(silenceId);
          if (silence?.status.state !== "active") return [];
          const { startsAt, endsAt, createdBy, comment } = silence;
          return [{ fingerprint, labels, alertStartsAt, silenceId, startsAt, endsAt, createdBy, comment }];
        }),
      );
      return found.slice(0, MOST_SILENCED);
    },
  };
}

/** A status that says that the message itself is wrong, not the moment. */
export const isRefusal = (status: number): boolean =>
  status >= 400 && status < 500 && ![401, 403, 404, 407, 408, 425, 429].includes(status);

/** @throws NotTaken where there is no answer at all */
export async function asked(name: string, url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, redirect: "error", signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    const cause =
      error instanceof Error ? ((error.cause as { code?: string } | undefined)?.code ?? error.message) : error;
    throw new NotTaken(`no answer: ${cause}`, false, { cause: `${name}: ${error}` });
  }
}

/** @throws NotTaken where it is too large, or breaks off */
async function bounded(response: Response, name: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > MOST_BYTES) break;
      chunks.push(chunk);
    }
  } catch (error) {
    throw new NotTaken("its answer broke off", false, { cause: `${name}: ${error}` });
  }
  if (size > MOST_BYTES) throw new NotTaken(`its answer is larger than ${MOST_BYTES / 1024 / 1024} MiB`, false);
  return Buffer.concat(chunks).toString("utf8");
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
