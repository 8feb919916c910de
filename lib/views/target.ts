import "server-only";
import type { Reader } from "@/lib/auth/actor";
import { targetStatement } from "@/lib/format/target";
import { targetEtag } from "@/lib/slo/target-etag";
import { targetInForce } from "@/lib/slo/target-history";
import { database } from "@/lib/store/database";
import { type FileTarget, sloById } from "@/lib/store/slos";
import { type RecordedTarget, recordedTargets } from "@/lib/store/targets";

export type VersionState = "in-force" | "past" | "future" | "cancelled";

export type TargetVersionView = Omit<
  RecordedTarget,
  "inForceFrom" | "createdAt" | "cancelled" | "decisionPath" | "decisionId"
> & {
  state: VersionState;
  statement: string;
  decision: { path: string; id: string } | null;
  inForceFrom: string;
  createdAt: string;
  cancelled: { author: string; reason: string; at: string } | null;
};

export type TargetView = {
  now: string;
  sloId: string;
  /** Names this state of the target; a change sends it as If-Match. */
  etag: string;
  /** The number of the version in force. */
  inForce: number;
  /** Newest first. */
  versions: TargetVersionView[];
  /** Upper edges of the histogram's buckets, s: the thresholds that can be counted. null where any can. */
  edges: number[] | null;
  /** What its file promises; null where no file defines it. */
  fileTarget: FileTarget | null;
  /** The file in which alone the target is changed; null where it is changed here. */
  lockedBy: string | null;
  locked: boolean;
};

/** null where there is no such SLO. */
export function targetView(_reader: Reader, now: Date, sloId: string): TargetView | null {
  const db = database();
  // One state of the database: the etag is of these versions and no others.
  const { slo, recorded } = db.transaction(() => ({ slo: sloById(db, sloId), recorded: recordedTargets(db, sloId) }));
  if (!slo) return null;
  const at = now.getTime();
  const { version: inForce } = targetInForce(slo.targets, at);
  return {
    now: now.toISOString(),
    sloId,
    etag: targetEtag({
      versions: recorded.at(-1)?.version ?? 0,
      cancelled: recorded.filter(({ cancelled }) => cancelled !== null).length,
    }),
    inForce,
    versions: recorded.toReversed().map(({ decisionPath: path, decisionId: id, ...version }) => ({
      ...version,
      state: version.cancelled
        ? "cancelled"
        : version.version === inForce
          ? "in-force"
          : version.inForceFrom > at
            ? "future"
            : "past",
      statement: targetStatement(version, slo.sli),
      decision: path === null || id === null ? null : { path, id },
      inForceFrom: iso(version.inForceFrom),
      createdAt: iso(version.createdAt),
      cancelled: version.cancelled && { ...version.cancelled, at: iso(version.cancelled.at) },
    })),
    edges: slo.sli.kind === "latency" ? slo.edges : null,
    fileTarget: slo.fileTarget,
    lockedBy: slo.targetLocked ? slo.source : null,
    locked: slo.targetLocked,
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();
