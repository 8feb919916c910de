import "server-only";
import { type GraphEdge, graphOf, type ShownGraph, shownGraph } from "@/lib/adr/decision-graph";
import { type Drawing, drawingOf } from "@/lib/adr/graph-layout";
import type { AdrRecord } from "@/lib/adr/record";
import { isGone } from "@/lib/adr/status-word";
import { mustReadUnhurried, type Reader } from "@/lib/auth/actor";
import { VERDICTS, type Verdict } from "@/lib/slo/verdict";
import { database } from "@/lib/store/database";
import { type AdrIndex, adrIndex } from "./adr-index";
import { keptByRecords } from "./kept-by-records";
import { ranking } from "./ranking";
import { type NamedRecord, nameOf, type Relations, relationsAmong } from "./record-relations";
import { shortStatus, statusesOf } from "./record-statuses";

/** More boxes than these nobody reads, and laying them out would take longer than others should wait. */
const ROOM = { records: 150, edges: 300 };

export type GraphNode = NamedRecord & {
  date: string | null;
  /** It holds no more: superseded, rejected, withdrawn. */
  gone: boolean;
  /** The loudest of the SLOs that measure its decisions; null: none does. */
  verdict: Verdict | null;
  slos: number;
  /** Targets in force that differ from what it says. */
  drifting: number;
};

export type DecisionGraphView = {
  now: string;
  records: number;
  statuses: { status: string; records: number }[];
  asked: { status: string | null; around: string | null };
  /** The chosen record, where there is one of that path. */
  around: NamedRecord | null;
  nodes: GraphNode[];
  edges: (GraphEdge & { inPart: boolean })[];
  drawing: Drawing;
  /** Records that nothing leads from or to. */
  alone: GraphNode[];
  left: number;
  edgesLeft: number;
};

type Drawn = { shown: ShownGraph; drawing: Drawing };

const kept = keptByRecords<Drawn>(50);
const NOTHING: Drawn = {
  shown: { paths: [], edges: [], alone: [], left: 0, edgesLeft: 0 },
  drawing: drawingOf([], []),
};

/**
 * The records and what leads from one to another, as much as can be drawn. A record or a status that there is not is no reason
 * to lay out the same records again.
 * @throws DomainError `too-many-requests`
 */
export async function decisionGraphView(
  reader: Reader,
  now: Date,
  asked: { status: string | null; around: string | null },
): Promise<DecisionGraphView> {
  await mustReadUnhurried(reader);
  const adrs = await adrIndex();
  const relations = await relationsAmong(adrs.records);
  const { status } = asked;
  const records = adrs.records.filter((record) => status === null || shortStatus(record) === status);
  const around = records.some(({ path }) => path === asked.around) ? asked.around : null;
  const { shown, drawing } =
    records.length === 0 ? NOTHING : kept(adrs.records, { status, around }, () => drawn(records, relations, around));
  const inPart = new Set(
    relations.successions.flatMap((each) => (each.inPart ? `${each.successor}\n${each.old}` : [])),
  );
  const node = nodes(adrs, now);
  const chosen = asked.around === null ? null : adrs.record(asked.around);
  return {
    now: now.toISOString(),
    records: adrs.records.length,
    statuses: statusesOf(adrs.records),
    asked,
    around: chosen && nameOf(chosen),
    nodes: shown.paths.flatMap(node),
    edges: shown.edges.map((edge) => ({ ...edge, inPart: inPart.has(`${edge.from}\n${edge.to}`) })),
    drawing,
    alone: shown.alone.flatMap(node),
    left: shown.left,
    edgesLeft: shown.edgesLeft,
  };
}

function drawn(records: readonly AdrRecord[], { successions, links }: Relations, around: string | null): Drawn {
  const paths = records.map(({ path }) => path);
  const shown = shownGraph(graphOf(paths, successions, links), around, ROOM);
  return { shown, drawing: drawingOf(shown.paths, shown.edges) };
}

function nodes(adrs: AdrIndex, now: Date): (path: string) => GraphNode[] {
  const measured = new Map<string, { verdicts: Verdict[]; drifting: number }>();
  for (const { slo, target, verdict } of ranking(database(), now)) {
    if (target.decisionPath === null) continue;
    const known = measured.get(target.decisionPath) ?? { verdicts: [], drifting: 0 };
    known.verdicts.push(verdict);
    if (adrs.drift(slo.id, target) !== null) known.drifting++;
    measured.set(target.decisionPath, known);
  }
  return (path) => {
    const record = adrs.record(path);
    return record ? [nodeOf(record, measured.get(path) ?? { verdicts: [], drifting: 0 })] : [];
  };
}

function nodeOf(record: AdrRecord, { verdicts, drifting }: { verdicts: Verdict[]; drifting: number }): GraphNode {
  return {
    ...nameOf(record),
    date: record.date,
    gone: !record.statusPartial && isGone(record.status),
    verdict: VERDICTS.find((verdict) => verdicts.includes(verdict)) ?? null,
    slos: verdicts.length,
    drifting,
  };
}
