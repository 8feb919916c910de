import "server-only";
import type { Reader } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { type GateCause, type GateTerms, gateOf } from "@/lib/slo/gate";
import type { Verdict } from "@/lib/slo/verdict";
import { minuteAt, msOf, parseWindow, spanOf } from "@/lib/slo/window";
import { database } from "@/lib/store/database";
import { type AdrIndex, adrIndex } from "./adr-index";
import { type Ranked, ranked } from "./ranking";
import { type Standing, standings } from "./standing";

/** Of one SLO. Shares are 0..1, null where not known; times ISO 8601 UTC. */
export type Gate = {
  allowed: boolean;
  cause: GateCause;
  /** One sentence for the log of the pipeline. */
  reason: string;
  slo: { id: string; name: string; service: string };
  verdict: Verdict;
  /** 1 = untouched, 0 = spent, negative = overspent. */
  budgetRemaining: number | null;
  coverage: number;
  /** The figures end at `finalTo`, and that is too long ago to tell what holds now. */
  stale: boolean;
  finalTo: string | null;
  until: string | null;
  /** The decision that the target comes from. */
  decision: { path: string; id: string; title: string } | null;
  wayOut: string | null;
};

/** Of all SLOs of a service: open where each of them is. */
export type ServiceGate = { allowed: boolean; reason: string; service: string; wayOut: string | null; items: Gate[] };

/** @throws DomainError `not-found` */
export async function sloGate(_reader: Reader, now: Date, id: string, terms: GateTerms): Promise<Gate> {
  const standing = standings(database()).get(id);
  if (!standing) throw new DomainError("not-found", `There is no SLO "${id}".`, "GET /api/v1/slos lists them.");
  return gate(await adrIndex(), standing, now, terms);
}

/** @throws DomainError `not-found` where nothing measures the service: that is no reason to let anything pass */
export async function serviceGate(_reader: Reader, now: Date, service: string, terms: GateTerms): Promise<ServiceGate> {
  const of = [...standings(database()).values()].filter(({ slo }) => slo.service === service);
  if (of.length === 0)
    throw new DomainError(
      "not-found",
      `No SLO belongs to a service ${JSON.stringify(service)}.`,
      "GET /api/v1/slos lists them with their services.",
    );
  const adrs = await adrIndex();
  const items = of
    .map((standing) => gate(adrs, standing, now, terms))
    .sort((a, b) => Number(a.allowed) - Number(b.allowed) || (a.slo.id < b.slo.id ? -1 : 1));
  const closed = items.filter(({ allowed }) => !allowed);
  const [first] = closed;
  return {
    allowed: closed.length === 0,
    reason: first
      ? `${closed.length} of ${items.length} SLOs close the gate: ${closed.map(({ slo, reason }) => `${slo.id}: ${reason}`).join("; ")}`
      : `none of ${items.length} ${items.length === 1 ? "SLO closes" : "SLOs closes"} the gate`,
    service,
    wayOut: first?.wayOut ?? null,
    items,
  };
}

function gate(adrs: AdrIndex, standing: Standing, now: Date, terms: GateTerms): Gate {
  const { slo, gist, open, target, verdict, reason, stale }: Ranked = ranked(standing, now);
  const window = parseWindow(target.window);
  const minute = gist?.minute ?? minuteAt(now.getTime());
  const [budgetRemaining, coverage] = [gist?.remaining ?? null, gist?.coverage ?? 0];
  const { until, ...decided } = gateOf(
    {
      verdict,
      verdictReason: reason,
      open,
      objective: target.objective,
      budgetRemaining,
      coverage,
      exhaustedInSeconds: gist?.exhaustedInSeconds ?? null,
      staleSince: stale && gist ? msOf(gist.minute) : null,
      periodEnds: window && !("days" in window) ? msOf(spanOf(window, minute).end) : null,
      now: now.getTime(),
    },
    terms,
  );
  const link = adrs.link(target.decisionPath, target.decisionId);
  return {
    allowed: decided.allowed,
    cause: decided.cause,
    reason: decided.reason,
    slo: { id: slo.id, name: slo.name, service: slo.service },
    verdict,
    budgetRemaining,
    coverage,
    stale,
    finalTo: gist && new Date(msOf(gist.minute)).toISOString(),
    until: until === null ? null : new Date(until).toISOString(),
    decision: link && { path: link.path, id: link.id, title: link.title },
    wayOut: decided.wayOut,
  };
}
