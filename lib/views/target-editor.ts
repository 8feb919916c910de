import "server-only";
import type { AdrTarget } from "@/lib/adr/target";
import type { Reader } from "@/lib/auth/actor";
import { config } from "@/lib/config";
import { windowInWords } from "@/lib/format/duration";
import { exactLatency } from "@/lib/format/latency";
import { objectivePercent } from "@/lib/format/percent";
import { targetStatement } from "@/lib/format/target";
import { type BoundOp, publicKind, type SliKind } from "@/lib/slo/sli";
import type { TargetTerms } from "@/lib/slo/target-draft";
import { targetInForce } from "@/lib/slo/target-history";
import { database } from "@/lib/store/database";
import { sloById } from "@/lib/store/slos";
import { type AdrIndex, adrIndex, type DecisionLink } from "./adr-index";
import { type TargetView, targetView } from "./target";
import { type MayEdit, mayEditOf } from "./target-history";
import { type WhatIfView, whatIfView } from "./what-if";

/** A decision that a target can be tied to. */
export type DecisionOffer = {
  path: string;
  id: string;
  /** "ADR 0001 · D3 Fast product pages" */
  label: string;
  status: string;
  /** What it promises for this SLO, in words; null where it promises nothing for it. */
  says: string | null;
};

export type TargetEditorView = {
  now: string;
  slo: { id: string; name: string; service: string; kind: SliKind; op: BoundOp | null };
  target: TargetView;
  inForce: TargetTerms & { statement: string; since: string; decision: DecisionLink | null };
  /** Those that promise something for this SLO first. */
  decisions: DecisionOffer[];
  may: MayEdit;
  /** Whether a loosening without a decision may be saved as drift. */
  driftAllowed: boolean;
  /** The target in force, tried on its own history. */
  tried: WhatIfView;
};

/** All that the target's editor needs to be drawn. null where there is no such SLO. */
export async function targetEditorView(reader: Reader, now: Date, id: string): Promise<TargetEditorView | null> {
  const slo = sloById(database(), id);
  const target = targetView(reader, now, id);
  if (!slo || !target) return null;
  const adrs = await adrIndex();
  const version = targetInForce(slo.targets, now.getTime());
  const terms = { objective: version.objective, threshold: version.threshold, window: version.window };
  const tried = await whatIfView(reader, now, id, terms);
  if (!tried) return null;
  return {
    now: now.toISOString(),
    slo: {
      id,
      name: slo.name,
      service: slo.service,
      kind: publicKind(slo.sli),
      op: slo.sli.kind === "gauge" ? slo.sli.op : null,
    },
    target,
    inForce: {
      ...terms,
      statement: targetStatement(version, slo.sli),
      since: new Date(version.inForceFrom).toISOString(),
      decision: adrs.link(version.decisionPath, version.decisionId),
    },
    decisions: offers(adrs, id),
    may: mayEditOf(reader, slo),
    driftAllowed: config().loosening === "drift",
    tried,
  };
}

function offers({ records, promised }: AdrIndex, sloId: string): DecisionOffer[] {
  return records
    .flatMap((record) =>
      record.decisions.map((decision) => ({
        path: record.path,
        id: decision.id,
        label: `${record.number === null ? record.title : `ADR ${record.number}`} · ${decision.id.toUpperCase()} ${decision.title}`,
        status: decision.status ?? record.status,
        says: saysOf(promised(record.path, decision.id, sloId)),
      })),
    )
    .sort((a, b) => Number(b.says !== null) - Number(a.says !== null));
}

/** The promised sentence as the record words it, or what it is made of. */
function saysOf(promised: AdrTarget | null): string | null {
  if (!promised) return null;
  const { statement, objective, threshold, window } = promised;
  if (statement !== null) return statement;
  const parts = [
    objective !== null ? objectivePercent(objective) : "",
    threshold !== null ? `≤\u00a0${exactLatency(threshold)}` : "",
    window !== null ? `over ${windowInWords(window)}` : "",
  ];
  return parts.filter(Boolean).join(" ") || "a target without a number";
}
