import "server-only";
import { type Due, dueOf, isAlive } from "@/lib/adr/due";
import type { AdrRecord } from "@/lib/adr/record";
import type { CostThenAndNow } from "@/lib/costs/then-and-now";
import type { Quarter } from "@/lib/slo/quarter";
import { minuteAt, msOf } from "@/lib/slo/window";
import type { Database } from "@/lib/store/database";
import { followUpsOfDecision } from "@/lib/store/follow-ups";
import { newestOutcomes, outcomeBefore } from "@/lib/store/revisits";
import type { AdrIndex } from "./adr-index";
import { ranking } from "./ranking";
import { costThenAndNow } from "./revisit-cost";
import { type SinceItem, sinceThen } from "./revisit-since";
import { type TargetEvidence, targetEvidence } from "./revisit-target";
import { type TriggerView, triggersOf } from "./revisit-triggers";

export type { SinceItem } from "./revisit-since";
export type { TargetEvidence } from "./revisit-target";
export type { TriggerView } from "./revisit-triggers";

/** All that a meeting sees of one decision. Times are ISO 8601 UTC, days ISO 8601, shares 0..1. */
export type DecisionEvidence = {
  /** The quarters end here. */
  cutOff: string;
  status: string;
  /** It is superseded or retired in its record. */
  gone: boolean;
  date: string | null;
  ageDays: number | null;
  decisionMakers: string[];
  owner: string | null;
  confidence: string | null;
  every: string | null;
  due: Due;
  /** What the record says of the date, whoever holds. */
  fileDue: string | null;
  /** The promised sentences. */
  statements: string[];
  /** What measures it. */
  targets: TargetEvidence[];
  /** Promises that no SLO counts. */
  unmeasured: { id: string; slo: string; statement: string | null }[];
  triggers: TriggerView[];
  /** What is billed around it: when it was last decided of, and now. Left out in evidence of before costs were kept. */
  cost?: CostThenAndNow | null;
  /** What has changed since it was last decided of, newest first. */
  since: { from: string; why: "revisit" | "decision" | "quarter"; items: SinceItem[] };
  followUps: {
    id: number;
    text: string;
    owner: string;
    dueDay: string;
    origin: string;
    closedAt: string | null;
    closedNote: string | null;
  }[];
  /** What the last revisit of an earlier quarter decided. */
  last: { quarter: string; outcome: string; reason: string; at: string } | null;
};

const DAY_MS = 86_400_000;

/** null where the record holds no such decision any more. */
export async function decisionEvidence(
  db: Database,
  adrs: AdrIndex,
  address: { path: string; id: string },
  quarter: Quarter,
  cutOff: number,
  now: Date,
): Promise<DecisionEvidence | null> {
  const record = adrs.record(address.path);
  const decision = record?.decisions.find(({ id }) => id === address.id);
  if (!record || !decision) return null;
  const key = `${address.path}#${address.id}`;
  const before = outcomeBefore(db, quarter.id, address);
  const measured = ranking(db, now).filter(
    ({ target }) => target.decisionPath === address.path && target.decisionId === address.id,
  );
  const promises = record.targets.filter((target) => target.decision === address.id);
  const since = beginOf(record, before?.createdAt ?? null, quarter);
  return {
    cutOff: iso(msOf(cutOff)),
    status: decision.status ?? record.status,
    gone: !isAlive(record, decision),
    date: record.date,
    ageDays: record.date === null ? null : Math.max(0, Math.floor((msOf(cutOff) - Date.parse(record.date)) / DAY_MS)),
    decisionMakers: record.decisionMakers,
    owner: record.review?.owner ?? record.decisionMakers[0] ?? null,
    confidence: record.confidence,
    every: record.review?.every ?? null,
    due: dueOf(record.review?.due ?? null, newestOutcomes(db).get(key) ?? null),
    fileDue: record.review?.due ?? null,
    statements: promises.flatMap(({ statement }) => statement ?? []),
    targets: measured.map((each) => targetEvidence(db, adrs, each, quarter, cutOff)),
    unmeasured: promises
      .filter(({ slo }) => measured.every((each) => each.slo.id !== slo))
      .map(({ id, slo, statement }) => ({ id, slo, statement })),
    triggers: triggersOf(db, record, address.id),
    cost: costThenAndNow(db, record, address, minuteAt(since.at), cutOff),
    since: {
      why: since.why,
      from: iso(since.at),
      items: await sinceThen(db, adrs, record, measured, since.at, cutOff),
    },
    followUps: followUpsOfDecision(db, address.path, address.id).map((each) => ({
      id: each.id,
      text: each.text,
      owner: each.owner,
      dueDay: each.dueDay,
      origin: each.origin,
      closedAt: each.closedAt === null ? null : iso(each.closedAt),
      closedNote: each.closedNote,
    })),
    last: before
      ? { quarter: before.quarter, outcome: before.outcome, reason: before.reason, at: iso(before.createdAt) }
      : null,
  };
}

function beginOf(
  { date }: AdrRecord,
  decidedAt: number | null,
  quarter: Quarter,
): { at: number; why: "revisit" | "decision" | "quarter" } {
  if (decidedAt !== null) return { at: decidedAt, why: "revisit" };
  const decided = date === null ? Number.NaN : Date.parse(date);
  return Number.isNaN(decided) ? { at: msOf(quarter.from), why: "quarter" } : { at: decided, why: "decision" };
}

const iso = (ms: number): string => new Date(ms).toISOString();
