import "server-only";
import { decisionHref } from "@/lib/adr/decision-address";
import { driftBetween } from "@/lib/adr/drift";
import type { AdrRecord } from "@/lib/adr/record";
import type { AdrTarget } from "@/lib/adr/target";
import { config } from "@/lib/config";
import { readAdrFolders } from "@/lib/gateways/adr-folder";
import type { TargetVersion } from "@/lib/slo/target-history";

/** Where a target's reason stands. `href` leads to the decision's own anchor; `missing` says that no such decision was found. */
export type DecisionLink = {
  path: string;
  id: string;
  /** "0001", or null where the file name has no number. */
  adrNumber: string | null;
  adrTitle: string;
  /** The decision's own title; the ADR's where the decision was not found. */
  title: string;
  href: string;
  missing: boolean;
};

/** The records as they are now, with the look-ups that lead from an SLO to its decision. */
export type AdrIndex = {
  records: AdrRecord[];
  problems: { path: string; message: string }[];
  record(path: string): AdrRecord | null;
  link(path: string | null, id: string | null): DecisionLink | null;
  /** What the decision promises for an SLO, as its front matter says. */
  promised(path: string | null, id: string | null, sloId: string): AdrTarget | null;
  /** Where the record and the stored target differ, in words. */
  drift(sloId: string, stored: TargetVersion): string | null;
};

export async function adrIndex(): Promise<AdrIndex> {
  const { records, problems } = await readAdrFolders(config().adrDirs);
  const byPath = new Map(records.map((record) => [record.path, record]));
  const promised: AdrIndex["promised"] = (path, id, sloId) =>
    byPath.get(path ?? "")?.targets.find((target) => target.slo === sloId && target.decision === id) ?? null;
  return {
    records,
    problems,
    record: (path) => byPath.get(path) ?? null,
    link(path, id) {
      if (path === null || id === null) return null;
      const record = byPath.get(path);
      const decision = record?.decisions.find((each) => each.id === id);
      return {
        path,
        id,
        adrNumber: record?.number ?? null,
        adrTitle: record?.title ?? path,
        title: decision?.title ?? record?.title ?? path,
        href: decisionHref({ path, id }),
        missing: !decision,
      };
    },
    promised,
    drift(sloId, stored) {
      const target = promised(stored.decisionPath, stored.decisionId, sloId);
      return target ? driftBetween(target, stored) : null;
    },
  };
}
