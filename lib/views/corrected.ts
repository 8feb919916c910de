import "server-only";
import type { Assessment } from "@/lib/slo/assessment";
import type { Database } from "@/lib/store/database";
import { exclusionsOf } from "@/lib/store/exclusions";

/** The window without what is excluded, beside the raw figures. Counts are events, shares 0..1, times ISO 8601 UTC. */
export type Corrected = {
  attainment: number | null;
  remaining: number | null;
  spent: number;
  allowed: number;
  /** Observed share of the time that is left. */
  coverage: number;
  excludedMinutes: number;
  /** What was asked to be excluded, oldest first. */
  exclusions: { from: string; to: string; recurs: boolean; reason: string; author: string }[];
};

/** null where nothing of the window is excluded. */
export function correctedOf(db: Database, sloId: string, assessed: Assessment | null): Corrected | null {
  // An assessment of before there were exclusions does not name them.
  const corrected = assessed?.window.corrected ?? null;
  if (!corrected) return null;
  const { attainment, remaining, spent, allowed, coverage, excludedMinutes } = corrected;
  return {
    attainment,
    remaining,
    spent,
    allowed,
    coverage,
    excludedMinutes,
    exclusions: exclusionsOf(db, sloId).map(({ fromAt, toAt, rrule, reason, author }) => ({
      from: new Date(fromAt).toISOString(),
      to: new Date(toAt).toISOString(),
      recurs: rrule !== null,
      reason,
      author,
    })),
  };
}
