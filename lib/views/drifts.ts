import "server-only";
import type { AdrRecord } from "@/lib/adr/record";
import { fileDrift } from "@/lib/slo/target-difference";
import { type TargetVersion, targetInForce } from "@/lib/slo/target-history";
import type { Database } from "@/lib/store/database";
import { definitionsState } from "@/lib/store/slos";
import type { AdrIndex } from "./adr-index";
import { standings } from "./standing";

/** A target in force that is not what its record, or its file, says. */
export type Drift = { sloId: string; target: TargetVersion; words: string };

type Kept = { db: Database; state: number; records: readonly AdrRecord[]; from: number; until: number; all: Drift[] };
let kept: Kept | undefined;

/** In the order of names. Found anew where a target, a record or the version in force changes: hardly ever. */
export function drifts(db: Database, adrs: AdrIndex, now: Date): readonly Drift[] {
  const at = now.getTime();
  const state = definitionsState(db);
  const same =
    kept?.db === db &&
    kept.state === state &&
    kept.from <= at &&
    at < kept.until &&
    areSame(kept.records, adrs.records);
  if (!kept || !same) {
    let until = Number.POSITIVE_INFINITY;
    const all = [...standings(db).values()].flatMap(({ slo }): Drift[] => {
      for (const { inForceFrom } of slo.targets) if (inForceFrom > at) until = Math.min(until, inForceFrom);
      const target = targetInForce(slo.targets, at);
      const words = [adrs.drift(slo.id, target), fileDrift(slo.sli, slo.fileTarget, target)].filter(Boolean).join(" ");
      return words === "" ? [] : [{ sloId: slo.id, target, words }];
    });
    kept = { db, state, records: adrs.records, from: at, until, all };
  }
  return kept.all;
}

/** A file that did not change keeps its record. */
const areSame = (a: readonly AdrRecord[], b: readonly AdrRecord[]): boolean =>
  a.length === b.length && a.every((record, i) => record === b[i]);
