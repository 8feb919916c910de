import { decisionHref } from "@/lib/adr/decision-address";
import { day, dayAndTime } from "@/lib/format/time";
import { ALERT_SOURCE } from "./alert-draft";
import { alertNameOf, REVISIT_ALERT } from "./alert-name";
import type { AlertToSend } from "./alert-round";
import type { BreachKind } from "./breach-kind";
import { msOf } from "./window";

/** `page` wakes somebody, `ticket` waits for the morning, `info` for the next meeting. */
const SEVERITY: Record<BreachKind, "page" | "ticket"> = {
  "objective-missed": "page",
  "fast-burn": "page",
  "slow-burn": "ticket",
  "budget-exhausted": "ticket",
};

const WORDS: Record<BreachKind, string> = {
  "objective-missed": "the objective is missed",
  "fast-burn": "the error budget burns fast",
  "slow-burn": "the error budget burns slowly",
  "budget-exhausted": "the error budget is used up",
};

type Decision = { path: string; id: string; title: string; statement: string | null };

/** A breach as others are told of it. */
export type BreachOut = {
  id: number;
  kind: BreachKind;
  openedMinute: number;
  slo: { id: string; name: string; service: string; tier: string | null; team: string | null; runbook: string | null };
  /** "≥ 95 %" */
  target: string;
  decision: Decision | null;
};

/** A decision that calls for a revisit. `since` is ms. */
export type RevisitOut = { decision: Decision; reasons: readonly string[]; owner: string | null; since: number };

/** What is not known is left out: an empty label is none. */
const given = (pairs: Readonly<Record<string, string | null>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(pairs).filter((pair): pair is [string, string] => pair[1] !== null && pair[1] !== ""),
  );

/** An address for people; null where nobody said where Plumbline is found. */
const link = (publicUrl: string | null, path: string): string | null =>
  publicUrl === null ? null : `${publicUrl.replace(/\/+$/, "")}${path}`;

const decisionPairs = (decision: Decision | null, publicUrl: string | null) => ({
  adr_url: decision && link(publicUrl, decisionHref(decision)),
  decision_title: decision?.title ?? null,
  decision_statement: decision?.statement ?? null,
});

const addressOf = ({ path, id }: Decision): string => `${path}#${id}`;

export function alertOfBreach(breach: BreachOut, publicUrl: string | null): AlertToSend {
  const { id, kind, openedMinute, slo, target, decision } = breach;
  const startsAt = msOf(openedMinute);
  return {
    subject: `breach:${id}`,
    breachId: id,
    startsAt,
    labels: given({
      alertname: alertNameOf(kind),
      source: ALERT_SOURCE,
      slo: slo.id,
      service: slo.service,
      severity: SEVERITY[kind],
      tier: slo.tier,
      team: slo.team,
      decision: decision && addressOf(decision),
    }),
    annotations: given({
      summary: `${slo.name}: ${WORDS[kind]}`,
      description: `Open since ${dayAndTime(startsAt)}. The target is ${target}${decision ? `, set by “${decision.title}”` : ""}.`,
      breach: `B-${id}`,
      breach_url: link(publicUrl, `/breaches/${id}`),
      dashboard_url: link(publicUrl, `/slos/${encodeURIComponent(slo.id)}`),
      runbook_url: slo.runbook,
      ...decisionPairs(decision, publicUrl),
    }),
  };
}

export const revisitSubject = ({ path, id }: Pick<Decision, "path" | "id">): string => `revisit:${path}#${id}`;

export function alertOfRevisit({ decision, reasons, owner, since }: RevisitOut, publicUrl: string | null): AlertToSend {
  return {
    subject: revisitSubject(decision),
    breachId: null,
    startsAt: since,
    labels: given({
      alertname: REVISIT_ALERT,
      source: ALERT_SOURCE,
      severity: "info",
      owner,
      decision: addressOf(decision),
    }),
    annotations: given({
      summary: `${decision.title}: a revisit is due`,
      description: `${reasons.join(" ")} Since ${day(since)}.`,
      revisit_url: link(publicUrl, "/revisits"),
      ...decisionPairs(decision, publicUrl),
    }),
  };
}
