import "server-only";
import type { Reader } from "@/lib/auth/actor";
import { mayEdit } from "@/lib/rights";
import { database } from "@/lib/store/database";
import { exclusionsOf } from "@/lib/store/exclusions";
import { sloById } from "@/lib/store/slos";

/** Times are ISO 8601 UTC. */
export type ExclusionView = {
  id: number;
  /** The first occurrence. */
  from: string;
  to: string;
  /** RFC 5545; null for a single one. */
  rrule: string | null;
  timeZone: string | null;
  reason: string;
  author: string;
  createdAt: string;
  /** No occurrence counts from here on; null while it holds. */
  endedAt: string | null;
  /** A file declares it: there it is ended. */
  ofFile: boolean;
};

export type ExclusionsView = { now: string; items: ExclusionView[]; mayEdit: boolean };

/** Newest first. null where there is no such SLO. */
export function exclusionsView(reader: Reader, now: Date, sloId: string): ExclusionsView | null {
  const db = database();
  const slo = sloById(db, sloId);
  return (
    slo && {
      now: now.toISOString(),
      items: exclusionsOf(db, sloId)
        .reverse()
        .map((each) => ({
          id: each.id,
          from: iso(each.fromAt),
          to: iso(each.toAt),
          rrule: each.rrule,
          timeZone: each.timeZone,
          reason: each.reason,
          author: each.author,
          createdAt: iso(each.createdAt),
          endedAt: each.endedAt === null ? null : iso(each.endedAt),
          ofFile: each.origin === "file",
        })),
      mayEdit: mayEdit(reader, slo.service),
    }
  );
}

const iso = (ms: number): string => new Date(ms).toISOString();
