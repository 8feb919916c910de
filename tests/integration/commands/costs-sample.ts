import { type LedgerRow, NOTHING } from "@/lib/slo/ledger";
import type { Database } from "@/lib/store/database";
import { appendRows } from "@/lib/store/ledger";
import { sloById } from "@/lib/store/slos";

const price = (id: string, provider: string, item: string, unit: string, amount: string): string =>
  `  - { id: ${id}, provider: ${provider}, item: ${item}, unit: ${unit}, title: The ${id}, currency: USD, price: ${amount}, ${amount === "unknown" ? "why: it publishes none, " : ""}source: "https://prices.example/${id}", read: 2026-01-15, sureness: medium }`;

/** A price list in which the edge's line costs so much. */
export const pricesWith = (egress: string, ...more: string[]): string =>
  [
    "version: 1",
    "prices:",
    price("egress", "cdn", "edge-egress", "GB", egress),
    price("requests", "cdn", "edge-requests", "10k requests", "0.01"),
    price("fetch", "cdn", "origin-fetch", "GB", "0"),
    price("node", "redis", "cache-hours", "node-hour", "0.1"),
    price("line", "host", "internet-egress", "GB", "0.09"),
    price("server", "host", "server-hours", "node-hour", "0.08"),
    price("database", "db", "database-hours", "node-hour", "0.16"),
    ...more,
    "",
  ].join("\n");

/** A plan whose decisions are those of a record; all volumes are counted by the SLO `hits`. */
export const planOf = (record: string, more = ""): string => `version: 1
title: The shop
timeZone: UTC
${more}setup:
  currency: USD
  edge: { decision: "${record}#d1", providers: [cdn] }
  cache: { decision: "${record}#d2", provider: redis }
  origin: { provider: host }
  database: { provider: db }
  capacity:
    peak: 2
    edgeServer: { perHour: 1000000, minimum: 1 }
    originServer: { perHour: 36000, minimum: 1 }
    database: { perHour: 360000, minimum: 1 }
    cacheNodes: 1
  assumed: { purges: 0, storedGB: 0, storageWrites: 0, storageReads: 0, peopleHours: { edge: 0, cache: 0 } }
volumes:
  edgeRequests: { slo: hits, count: total }
  edgeBytes: { slo: hits, count: total }
  originRequests: { slo: hits, count: bad }
  originBytes: { slo: hits, count: bad }
  databaseReads: { slo: hits, count: bad }
`;

/** Counts of so many days up to a minute, all observed: so many events a day, a tenth of them bad. */
export function countDays(db: Database, sloId: string, to: number, days: number, perDay: number): void {
  const slo = sloById(db, sloId);
  if (!slo) throw new Error(`there is no SLO ${sloId}`);
  const rows = Array.from({ length: days + 1 }, (_, i): LedgerRow => {
    const [minute, total] = [to - (days - i) * 1440, perDay * i];
    return { ...NOTHING, minute, total, good: total * 0.9, observedSeconds: i * 86_400, carried: false };
  });
  appendRows(db, slo.sliId, rows);
}
