import { createHash } from "node:crypto";

export type Told = {
  status?: "firing" | "resolved";
  labels: Record<string, string>;
  annotations?: Record<string, string>;
  startsAt: number;
  endsAt?: number;
  generatorURL?: string;
};

/** One alert as Alertmanager 0.25 words it. Times are ms. */
export const toldOf = ({ status = "firing", labels, annotations = {}, startsAt, endsAt, generatorURL = "" }: Told) => ({
  status,
  labels,
  annotations,
  startsAt: new Date(startsAt).toISOString(),
  endsAt: endsAt === undefined ? "0001-01-01T00:00:00Z" : new Date(endsAt).toISOString(),
  generatorURL,
  fingerprint: createHash("sha256").update(JSON.stringify(labels)).digest("hex").slice(0, 16),
});

export const messageOf = (alerts: readonly Told[], rest: object = {}) => ({
  receiver: "plumbline",
  status: "firing",
  alerts: alerts.map(toldOf),
  groupLabels: {},
  commonLabels: {},
  commonAnnotations: {},
  externalURL: "http://alertmanager.example:9093",
  version: "4",
  groupKey: "{}:{}",
  truncatedAlerts: 0,
  ...rest,
});
