import "server-only";
import type { AdrRecord } from "@/lib/adr/record";
import { config } from "@/lib/config";
import { day } from "@/lib/format/time";
import { adrAtCommit } from "@/lib/gateways/adr-then";
import { type TargetVersion, targetInForce } from "@/lib/slo/target-history";
import type { Breach } from "@/lib/store/breaches";
import type { Slo } from "@/lib/store/slos";
import type { AdrIndex, DecisionLink } from "./adr-index";

/** The decision that was in force when a breach opened, as it was written then. */
export type DecisionThen = DecisionLink & {
  /** The promised sentence. */
  statement: string | null;
  status: string | null;
  adrCommit: string | null;
  /** When that commit was made; null where git does not have it. */
  committedAt: string | null;
  /** Whether all of this was read at the commit; else it is what the record says now. */
  asItWasThen: boolean;
  confidence: string | null;
  /** The day of its next review, as it is set now. */
  reviewDue: string | null;
  /** What has changed in the decision since, in words. */
  nowDiffers: string | null;
};

/** null where no decision was named. */
export async function decisionThen(
  breach: Breach,
  target: TargetVersion,
  slo: Slo,
  adrs: AdrIndex,
  at: Date,
): Promise<DecisionThen | null> {
  const link = adrs.link(breach.decisionPath, breach.decisionId);
  if (!link) return null;
  const now = adrs.record(link.path);
  const then = breach.adrCommit === null ? null : await adrAtCommit(config().adrDirs, link.path, breach.adrCommit);
  const record = then?.record ?? now;
  const decision = record?.decisions.find((each) => each.id === link.id);
  return {
    ...link,
    title: decision?.title ?? link.title,
    statement: promiseIn(record, link.id, slo.id),
    status: statusIn(record, link.id),
    adrCommit: breach.adrCommit,
    committedAt: then?.at ?? null,
    asItWasThen: then !== null,
    confidence: record?.confidence ?? null,
    reviewDue: now?.review?.due ?? null,
    nowDiffers: changesSince(then?.record ?? null, now, link.id, slo, target, adrs, at),
  };
}

const promiseIn = (record: AdrRecord | null, decisionId: string, sloId: string): string | null =>
  record?.targets.find(({ slo, decision }) => slo === sloId && decision === decisionId)?.statement ?? null;

const statusIn = (record: AdrRecord | null, decisionId: string): string | null =>
  record?.decisions.find(({ id }) => id === decisionId)?.status ?? record?.status ?? null;

function changesSince(
  then: AdrRecord | null,
  now: AdrRecord | null,
  decisionId: string,
  slo: Slo,
  target: TargetVersion,
  adrs: AdrIndex,
  at: Date,
): string | null {
  if (now === null) return "The record is not in the ADR folders any more.";
  const sentences: string[] = [];
  if (then !== null) {
    const [before, after] = [statusIn(then, decisionId), statusIn(now, decisionId)];
    if (before !== after) sentences.push(`It was ${before}, and is ${after} now.`);
    const [promised, promises] = [promiseIn(then, decisionId, slo.id), promiseIn(now, decisionId, slo.id)];
    if (promised !== promises)
      sentences.push(promises === null ? "It promises nothing for this SLO now." : `It says now: “${promises}”`);
  }
  const drift = adrs.drift(slo.id, target);
  if (drift !== null) sentences.push(drift);
  const inForce = targetInForce(slo.targets, at.getTime());
  if (inForce.version !== target.version)
    sentences.push(`Target v${inForce.version} holds since ${day(inForce.inForceFrom)}.`);
  return sentences.length > 0 ? sentences.join(" ") : null;
}
