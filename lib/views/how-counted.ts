import "server-only";
import { delayOf, shownEngine } from "@/lib/engines";
import type { Ledger } from "@/lib/slo/ledger";
import { isApproximate } from "@/lib/slo/sli";
import { msOf } from "@/lib/slo/window";
import type { Database } from "@/lib/store/database";
import { recountsOf } from "@/lib/store/recounts";
import type { Slo } from "@/lib/store/slos";

/** What stands behind the counts of one SLO. Times ISO 8601 UTC. */
export type HowCounted = {
  /** The file that defines it. */
  source: string;
  approximate: boolean;
  /** A minute is final so long after its end, s. */
  delaySeconds: number;
  /** The name of the engine that is asked; null where there is one alone. */
  engine: string | null;
  /** Seconds that one sample stands for, where it is more than a minute. */
  periodSeconds: number | null;
  /** The first counted minute. */
  countedFrom: string | null;
  /** Set where a changed definition began inside the SLO's window (arithmetic.md 9). */
  redefined: { version: number; at: string } | null;
  /** Late samples that changed what was counted, newest first. Minutes (from, to], events added. */
  recounts: { at: string; from: string; to: string; goodAdded: number; totalAdded: number; secondsAdded: number }[];
};

const MOST_RECOUNTS = 10;

export function howCounted(db: Database, ledger: Ledger, slo: Slo, windowFromMs: number): HowCounted {
  const first = ledger.first();
  const { timing } = slo.sli;
  return {
    source: slo.source,
    approximate: isApproximate(slo.sli),
    delaySeconds: delayOf(slo.sli),
    engine: shownEngine(slo.sli),
    periodSeconds: timing?.periodSeconds ?? null,
    countedFrom: first && iso(msOf(first.minute)),
    redefined:
      slo.sliVersion > 1 && slo.sliCreatedAt > windowFromMs
        ? { version: slo.sliVersion, at: iso(slo.sliCreatedAt) }
        : null,
    recounts: recountsOf(db, slo.sliId, MOST_RECOUNTS).map(({ createdAt, fromMinute, toMinute, ...added }) => ({
      at: iso(createdAt),
      from: iso(msOf(fromMinute)),
      to: iso(msOf(toMinute)),
      ...added,
    })),
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();
