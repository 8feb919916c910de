import "server-only";
import * as z from "zod";
import type { Reader } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { type Alert, alertPage, alertsAbout } from "@/lib/store/alerts";
import { type Database, database } from "@/lib/store/database";
import { sloById } from "@/lib/store/slos";
import { knownOrigin } from "./known-origin";

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

/** Newest first. `next`: the `before` of the next page. */
export type AlertPage = { items: AlertRow[]; next: string | null };

/** Of one chart; more would hide it. */
const MOST = 100;
const PAGE = 50;

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
const instant = z.iso
  .datetime({ offset: true, error: "is no RFC 3339 instant" })
  .transform((text) => Date.parse(text))
  .nullable();
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
  before: z
    .string()
    .regex(/^\d{1,15}\.\d{1,12}$/, "is no place in the list")
    .nullable(),
  limit: z.coerce
    .number("is no whole number")
    .pipe(z.int("is no whole number").min(1, "is below 1").max(200, "is above 200"))
    .nullable(),
});

/** @throws DomainError `bad-input` that names the term that is wrong, `not-found` for an unknown SLO */
export function alertList(_reader: Reader, terms: Readonly<Record<string, string>>): AlertPage {
  const db = database();
  const names = Object.keys(AlertTerms.shape) as (keyof typeof AlertTerms.shape)[];
  const asked = AlertTerms.safeParse(Object.fromEntries(names.map((each) => [each, terms[each]?.trim() || null])));
  if (!asked.success) {
    const [issue] = asked.error.issues;
    throw new DomainError("bad-input", `${issue?.path.join(".")}: ${issue?.message}`, "Change it, or leave it out.");
  }
  const { from, to, before, limit, breach, slo: sloId, ...narrowed } = asked.data;
  if (from !== null && to !== null && from > to)
    throw new DomainError("bad-input", "to: is before from.", "Let the time range end after it begins.");
  const slo = sloId === null ? null : sloById(db, sloId);
  if (sloId !== null && !slo)
    throw new DomainError("not-found", `There is no SLO "${sloId}".`, "GET /api/v1/slos lists them.");
  const [at, id] = before?.split(".").map(Number) ?? [];
  const most = limit ?? PAGE;
  const rows = alertPage(
    db,
    { ...narrowed, slo, breachId: breach, fromMs: from, toMs: to },
    at === undefined || id === undefined ? null : { startsAt: at, id },
    most + 1,
  );
  const last = rows.length > most ? rows[most - 1] : undefined;
  return { items: rows.slice(0, most).map(alertRow), next: last ? `${last.startsAt}.${last.id}` : null };
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
