import "server-only";
import * as z from "zod";

/** Why an Alertmanager, or a webhook, did not take what it was sent. `refused`: it will not take this very message, today or tomorrow. */
export class NotTaken extends Error {
  readonly refused: boolean;
  constructor(message: string, refused: boolean) {
    super(message);
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
    const response = await asked(`${url}/api/v2/${path}`, {
      ...init,
      headers: { ...headers, ...(init.body ? { "content-type": "application/json" } : {}) },
    });
    if (response.ok) return response;
    const says = (await bounded(response)).slice(0, 300);
    throw new NotTaken(`HTTP ${response.status}${says ? `: ${says}` : ""}`, isRefusal(response.status));
  };
  const read = async <Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.infer<Schema>> => {
    const parsed = schema.safeParse(jsonOf(await bounded(await ask(path))));
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
      await bounded(await ask("alerts", { method: "POST", body: JSON.stringify(body) }));
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

/** @throws NotTaken where there is no answer at all, or one that leads elsewhere */
export async function asked(url: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { ...init, redirect: "manual", signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    throw new NotTaken(`no answer: ${isLate(error) ? IN_TIME : causeOf(error)}`, false);
  }
  if (response.status < 300 || response.status >= 400) return response;
  await response.body?.cancel();
  throw new NotTaken(`it redirects (HTTP ${response.status}), which is not followed`, false);
}

const IN_TIME = `none within ${TIMEOUT_MS / 1000} s`;
const isLate = (error: unknown): boolean => error instanceof Error && error.name === "TimeoutError";

/** The message of `fetch` itself may hold the address or a header, and with it what is nobody's business. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause as { code?: string; message?: string } | undefined) : undefined;
  return cause?.code ?? cause?.message ?? "the request could not be made";
}

/** @throws NotTaken where it is too large, breaks off, or does not end in time */
async function bounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > MOST_BYTES) break;
      chunks.push(chunk);
    }
  } catch (error) {
    throw new NotTaken(
      isLate(error) ? `its answer did not end within ${TIMEOUT_MS / 1000} s` : "its answer broke off",
      false,
    );
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
