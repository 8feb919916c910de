import "server-only";
import { dueOf, isAlive } from "@/lib/adr/due";
import type { AdrRecord } from "@/lib/adr/record";
import { day as dayInWords } from "@/lib/format/time";
import { parseQuarter, quarterOf } from "@/lib/slo/quarter";
import { targetInForce } from "@/lib/slo/target-history";
import type { Database } from "@/lib/store/database";
import { addedTo, allRevisits, newestOutcomes } from "@/lib/store/revisits";
import { type TriggerFiring, triggerFiringsOf } from "@/lib/store/triggers";
import type { AdrIndex, DecisionLink } from "./adr-index";
import { standings } from "./standing";

export const WHY = ["overdue", "due", "triggered", "drifting", "carried"] as const;
/** `carried`: it was on the agenda of the last revisit, which ended without an outcome. */
export type Why = (typeof WHY)[number];

/** A decision that somebody has to look at again. */
export type QueuedDecision = {
  decision: DecisionLink;
  why: Why[];
  /** A sentence for each. */
  reasons: string[];
  owner: string | null;
  /** ISO 8601; null: no date is set. */
  due: string | null;
  /** Days past its date; 0 where it is not. */
  overdueDays: number;
  /** ISO 8601: since when it has called for it, the longest of them. null for what is due only. */
  since: string | null;
  /**
   * ISO 8601: since when its date or a trigger has called for it, which drift or a revisit without an outcome do not move; null
   * where neither does.
   */
  calledSince: string | null;
};

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 14;

const earliest = (ms: readonly number[]): string | null =>
  ms.length > 0 ? new Date(Math.min(...ms)).toISOString() : null;
const isoDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/**
 * The decisions that call for a revisit: due up to a day (14 days ahead where it is left out), overdue, triggered, drifting, or
 * left over. What is superseded or retired, by its record or by an outcome, calls for nothing. The most urgent first.
 */
export function revisitQueue(
  db: Database,
  adrs: Pick<AdrIndex, "records" | "link" | "drift">,
  now: Date,
  upTo: string = isoDay(now.getTime() + DEFAULT_DAYS * DAY_MS),
): QueuedDecision[] {
  const today = isoDay(now.getTime());
  const last = newestOutcomes(db);
  const firings = triggerFiringsOf(db);
  const drifts = driftsByDecision(db, adrs, now);
  const carried = carriedOver(db, now);
  const queue = adrs.records.flatMap((record) =>
    record.decisions.flatMap((decision): QueuedDecision[] => {
      const address = `${record.path}#${decision.id}`;
      const outcome = last.get(address) ?? null;
      const due = dueOf(record.review?.due ?? null, outcome);
      const link = adrs.link(record.path, decision.id);
      if (!link || !isAlive(record, decision) || (outcome?.settles && due.by === "outcome")) return [];
      const fired = firings.filter((firing) => callsFor(firing, { path: record.path, id: decision.id }, last));
      const drift = drifts.get(address) ?? [];
      const left = carried.get(address);
      const isDue = due.day !== null && due.day <= upTo;
      const isOverdue = due.day !== null && due.day < today;
      const why: Why[] = [
        ...(isOverdue ? ["overdue" as const] : isDue ? ["due" as const] : []),
        ...(fired.length > 0 ? ["triggered" as const] : []),
        ...(drift.length > 0 ? ["drifting" as const] : []),
        ...(left && (outcome === null || outcome.createdAt < left.since) ? ["carried" as const] : []),
      ];
      if (why.length === 0) return [];
      const since = [
        ...fired.map(({ firedAt }) => firedAt),
        ...drift.map(({ at }) => at),
        ...(why.includes("carried") && left ? [left.since] : []),
        ...(isOverdue ? [Date.parse(due.day ?? "")] : []),
      ];
      const called = [
        ...fired.map(({ firedAt }) => firedAt),
        ...(due.day !== null && due.day <= today ? [Date.parse(due.day)] : []),
      ];
      return [
        {
          decision: link,
          why,
          reasons: [
            ...(isDue && due.day ? [`${isOverdue ? "It was due" : "It is due"} on ${dayInWords(due.day)}.`] : []),
            ...fired.map(({ reason }) => reason),
            ...drift.map(({ says }) => says),
            ...(why.includes("carried") && left ? [`The revisit of ${left.label} ended without an outcome.`] : []),
          ],
          owner: ownerOf(record),
          due: due.day,
          overdueDays: isOverdue && due.day ? Math.round((Date.parse(today) - Date.parse(due.day)) / DAY_MS) : 0,
          since: earliest(since),
          calledSince: earliest(called),
        },
      ];
    }),
  );
  return queue.sort((a, b) => urgency(a) - urgency(b) || (a.due ?? "9").localeCompare(b.due ?? "9") || compare(a, b));
}

const urgency = ({ why }: QueuedDecision): number => Math.min(...why.map((each) => WHY.indexOf(each)));
const compare = (a: QueuedDecision, b: QueuedDecision): number => (a.decision.href < b.decision.href ? -1 : 1);

const ownerOf = ({ review, decisionMakers }: AdrRecord): string | null => review?.owner ?? decisionMakers[0] ?? null;

/** Whether a trigger that fired still calls for a decision: until somebody decides of it. One of a whole record calls for each of its. */
export const callsFor = (
  { path, decisionId, firedAt }: Pick<TriggerFiring, "path" | "decisionId" | "firedAt">,
  decision: { path: string; id: string },
  last: ReadonlyMap<string, { createdAt: number }>,
): boolean =>
  path === decision.path &&
  (decisionId === null || decisionId === decision.id) &&
  (last.get(`${path}#${decision.id}`)?.createdAt ?? 0) < firedAt;

function driftsByDecision(
  db: Database,
  adrs: Pick<AdrIndex, "drift">,
  now: Date,
): Map<string, { says: string; at: number }[]> {
  const found = new Map<string, { says: string; at: number }[]>();
  for (const { slo } of standings(db).values()) {
    const target = targetInForce(slo.targets, now.getTime());
    const drift = adrs.drift(slo.id, target);
    if (drift === null) continue;
    const address = `${target.decisionPath}#${target.decisionId}`;
    found.set(address, [...(found.get(address) ?? []), { says: `${slo.name}: ${drift}`, at: target.inForceFrom }]);
  }
  return found;
}

/** What the last finished revisit of an earlier quarter left without an outcome, by address, and when it ended (ms). */
function carriedOver(db: Database, now: Date): Map<string, { since: number; label: string }> {
  const left = new Map<string, { since: number; label: string }>();
  const last = allRevisits(db).find(({ quarter, finishedAt }) => finishedAt !== null && quarter < quarterOf(now).id);
  if (!last || last.finishedAt === null) return left;
  for (const { path, id } of [...last.agenda, ...addedTo(db, last.quarter)])
    left.set(`${path}#${id}`, { since: last.startedAt, label: parseQuarter(last.quarter)?.label ?? last.quarter });
  return left;
}
