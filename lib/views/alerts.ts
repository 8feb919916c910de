import "server-only";
import * as z from "zod";
import type { Reader } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { type Alert, alertPage, alertsAbout } from "@/lib/store/alerts";
import { type Database, database } from "@/lib/store/database";
import { sloById } from "@/lib/store/slos";
import { knownOrigin } from "./known-origin";
import { askedTerms, instant, PAGE, pageFrom, pageSize, place } from "./newest-first";

/** What Alertmanager said of an alert, JSON-safe. Times are ISO 8601 UTC. */
export type AlertRow = {
  id: number;
  fingerprint: string;
  name: string;
  status: "firing" | "resolved";
  severity: string | null;
  startsAt: string;
  /** null while it fires. */
  endsAt: string | null;
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
  /** Where it comes from; null where that is none of the places that Plumbline is set up with. */
  url: string | null;
  /** What it was joined to; null: to no SLO, or to nothing at all. */
  slo: string | null;
  service: string | null;
  /** Plumbline sent it; `breach`: for which one. */
  own: boolean;
  breach: number | null;
  receiver: string;
  /** So many more of its group were not sent. */
  truncated: number;
  heardAt: string;
  author: string;
};

/** Newest first. `next`: the `after` of the next page. */
export type AlertPage = { items: AlertRow[]; next: string | null };

/** Of one chart; more would hide it. */
const MOST = 100;

/** As much of an alert as the charts of an SLO and their list need. */
export type AlertMark = Pick<AlertRow, "id" | "name" | "severity" | "url" | "heardAt" | "receiver"> & {
  from: string;
  /** null while it fires. */
  to: string | null;
  summary: string | null;
  /** It names the service and no SLO. */
  ofService: boolean;
};

export const alertMark = (row: AlertRow): AlertMark => ({
  id: row.id,
  name: row.name,
  severity: row.severity,
  url: row.url,
  heardAt: row.heardAt,
  receiver: row.receiver,
  from: row.startsAt,
  to: row.endsAt,
  summary: row.annotations.summary || row.annotations.description || null,
  ofService: row.slo === null,
});

/** What an SLO's charts and a breach's timeline show between two instants (ms), oldest first: of its SLO, and of its service. */
export const alertsOf = (
  db: Database,
  slo: { id: string; service: string },
  fromMs: number,
  toMs: number,
  most = MOST,
): AlertRow[] => alertsAbout(db, { service: slo.service, sloId: slo.id }, fromMs, toMs, most).map(alertRow);

const name = z.string().max(200, "is longer than 200 characters").nullable();
/** The terms of the list, as an address says them. */
export const AlertTerms = z.object({
  status: z.enum(["firing", "resolved"], "is neither firing nor resolved").nullable(),
  service: name,
  slo: name,
  breach: z
    .string()
    .regex(/^\d{1,12}$/, "is no number of a breach")
    .transform(Number)
    .nullable(),
  name,
  own: z
    .enum(["yes", "no"], "is neither yes nor no")
    .transform((word) => word === "yes")
    .nullable(),
  from: instant,
  to: instant,
  before: place,
  limit: pageSize(200),
});

/** @throws DomainError `bad-input` that names the term that is wrong, `not-found` for an unknown SLO */
export function alertList(_reader: Reader, terms: Readonly<Record<string, string>>): AlertPage {
  const db = database();
  const { from, to, before, limit, breach, slo: sloId, ...narrowed } = askedTerms(AlertTerms, terms);
  const slo = sloId === null ? null : sloById(db, sloId);
  if (sloId !== null && !slo)
    throw new DomainError("not-found", `There is no SLO "${sloId}".`, "GET /api/v1/slos lists them.");
  const size = limit ?? PAGE;
  const rows = alertPage(
    db,
    { ...narrowed, slo, breachId: breach, fromMs: from, toMs: to },
    before && { startsAt: before.at, id: before.id },
    size + 1,
  );
  return pageFrom(rows, size, alertRow, ({ startsAt, id }) => `${startsAt}.${id}`);
}

export const alertRow = (row: Alert): AlertRow => ({
  id: row.id,
  fingerprint: row.fingerprint,
  name: row.name || row.fingerprint,
  status: row.status,
  severity: row.severity,
  startsAt: iso(row.startsAt),
  endsAt: row.status === "firing" || row.endsAt === null ? null : iso(row.endsAt),
  labels: row.labels,
  annotations: row.annotations,
  url: knownOrigin(row.generatorUrl),
  slo: row.sloId,
  service: row.service,
  own: row.own,
  breach: row.breachId,
  receiver: row.receiver,
  truncated: row.truncated,
  heardAt: iso(row.heardAt),
  author: row.author,
});

const iso = (ms: number): string => new Date(ms).toISOString();
