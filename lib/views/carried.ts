import "server-only";
import type { Reader } from "@/lib/auth/actor";
import { mayEdit, mayReview } from "@/lib/rights";
import { daysBetween } from "@/lib/slo/review-item";
import { breachById } from "@/lib/store/breaches";
import { type Database, database } from "@/lib/store/database";
import { closedFollowUps, type FollowUp, openFollowUps } from "@/lib/store/follow-ups";
import type { Slo } from "@/lib/store/slos";
import { type AdrIndex, adrIndex, type DecisionLink } from "./adr-index";
import { dayOf } from "./review-items";
import { slosById } from "./slos-by-id";

/** Times are ISO 8601 UTC, days ISO 8601. */
export type FollowUpView = {
  id: number;
  origin: FollowUp["origin"];
  text: string;
  owner: string;
  dueDay: string;
  /** Days until it is due; negative where it is overdue. */
  dueInDays: number;
  openedAt: string;
  openedBy: string;
  slo: { id: string; name: string; service: string } | null;
  breachId: number | null;
  decision: DecisionLink | null;
  closed: { at: string; by: string; note: string | null } | null;
  mayClose: boolean;
};

/** Overdue first, then soonest due. `total`: how many are open. */
export type Carried = { items: FollowUpView[]; total: number };

const MOST = 25;
const MOST_CLOSED = 50;

export function carriedOver(db: Database, adrs: AdrIndex, reader: Reader, now: Date): Carried {
  const open = openFollowUps(db);
  return { items: viewsOf(db, adrs, reader, now, open.slice(0, MOST)), total: open.length };
}

export type FollowUpsView = { now: string; open: FollowUpView[]; closed: FollowUpView[] };

/** All that are open, and the last that were closed, newest first. */
export async function followUpsView(reader: Reader, now: Date): Promise<FollowUpsView> {
  const db = database();
  const adrs = await adrIndex();
  return {
    now: now.toISOString(),
    open: viewsOf(db, adrs, reader, now, openFollowUps(db)),
    closed: viewsOf(db, adrs, reader, now, closedFollowUps(db, MOST_CLOSED)),
  };
}

function viewsOf(
  db: Database,
  adrs: AdrIndex,
  reader: Reader,
  now: Date,
  followUps: readonly FollowUp[],
): FollowUpView[] {
  const sloOf = slosById(db);
  return followUps.map((each) => {
    const sloId = each.sloId ?? (each.breachId === null ? null : (breachById(db, each.breachId)?.sloId ?? null));
    return viewOf(adrs, reader, now, each, sloId === null ? null : sloOf(sloId));
  });
}

function viewOf(adrs: AdrIndex, reader: Reader, now: Date, each: FollowUp, slo: Slo | null): FollowUpView {
  const { id, origin, text, owner, dueDay, createdAt, author, breachId, closedAt, closedBy, closedNote } = each;
  const signedIn = reader.kind !== "anonymous";
  return {
    id,
    origin,
    text,
    owner,
    dueDay,
    dueInDays: daysBetween(dayOf(now), dueDay),
    openedAt: iso(createdAt),
    openedBy: author,
    slo: slo && { id: slo.id, name: slo.name, service: slo.service },
    breachId,
    decision: adrs.link(each.decisionPath, each.decisionId),
    closed: closedAt === null ? null : { at: iso(closedAt), by: closedBy ?? "", note: closedNote },
    mayClose: signedIn && closedAt === null && (slo ? mayEdit(reader, slo.service) : mayReview(reader)),
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();
