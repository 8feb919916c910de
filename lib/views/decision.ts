import type { Root } from "hast";
import "server-only";
import { withKnownRecords } from "@/lib/adr/links";
import type { AdrRecord } from "@/lib/adr/record";
import type { RenderedAdr } from "@/lib/adr/render";
import type { Reader } from "@/lib/auth/actor";
import { config } from "@/lib/config";
import { adrFile, readAdrSource } from "@/lib/gateways/adr-folder";
import { drawAdr, NotDrawn } from "@/lib/gateways/drawing";
import { lastCommit } from "@/lib/gateways/git";
import { log } from "@/lib/log";
import { database } from "@/lib/store/database";
import { type AdrIndex, adrIndex } from "./adr-index";
import { type Evidence, evidenceFor } from "./evidence";
import { ranking } from "./ranking";
import { type Backlink, relationsAmong, relationsOfRecord, type SuccessionLink } from "./record-relations";
import { standings } from "./standing";

export type { Evidence } from "./evidence";

export type DecisionSection = {
  anchor: string;
  /** Another name that links give the same place. */
  alias: string | null;
  level: 2 | 3 | 4;
  title: string;
  /** Set where the section holds one decision. */
  decisionId: string | null;
  body: Root;
  evidence: Evidence[];
  /** What the decision promises and no SLO counts, with why none does. */
  unmeasured: Unmeasured[];
};

export type Unmeasured = { id: string; statement: string | null; why: string };

export type DecisionView = {
  now: string;
  path: string;
  number: string | null;
  title: string;
  status: string;
  /** Where the status was read: "front matter", "heading Status". */
  statusWhere: string;
  date: string | null;
  decisionMakers: string[];
  confidence: string | null;
  review: { due: string | null; every: string | null; owner: string | null } | null;
  /** What stands before the first section. */
  lead: Root;
  sections: DecisionSection[];
  problem: string | null;
  /** The raw text, where it could not be rendered. */
  source: string | null;
  commit: { sha: string; at: string; subject: string } | null;
  successions: SuccessionLink[];
  backlinks: Backlink[];
};

/** null where there is no such record. */
export async function decisionView(_reader: Reader, now: Date, path: string): Promise<DecisionView | null> {
  const { adrDirs } = config();
  const adrs = await adrIndex();
  const record = adrs.record(path);
  if (!record) return null;
  const file = await adrFile(adrDirs, path);
  const { rendered, refused } = await drawn(record);
  const linked = (root: Root): Root => withKnownRecords(root, (linkedPath) => adrs.record(linkedPath) !== null);
  const problems = record.problems.map(({ message, line }) => (line === null ? message : `Line ${line}: ${message}`));
  return {
    now: now.toISOString(),
    path: record.path,
    number: record.number,
    title: record.title,
    status: record.status,
    statusWhere: record.statusWhere,
    date: record.date,
    decisionMakers: record.decisionMakers,
    confidence: record.confidence,
    review: record.review,
    lead: linked(rendered?.lead ?? { type: "root", children: [] }),
    sections: (rendered?.sections ?? []).map((section) => {
      const evidence = evidenceOf(adrs, record, section.decisionId, now);
      const unmeasured = unmeasuredOf(record, section.decisionId, evidence);
      return { ...section, body: linked(section.body), evidence, unmeasured };
    }),
    problem: [...problems, ...(refused ? [`${refused} It is shown as it stands.`] : [])].join(" ") || null,
    source: rendered ? null : await readAdrSource(adrDirs, path),
    commit: file === null ? null : await lastCommit(file),
    ...relationsOfRecord(await relationsAmong(adrs.records), path, adrs.record),
  };
}

type Drawn = { rendered: RenderedAdr | null; refused: string | null };

/** The record's text as it is shown; where it could not be drawn, why. */
export async function drawn(record: AdrRecord): Promise<Drawn> {
  try {
    return { rendered: await drawAdr(record), refused: null };
  } catch (error) {
    log.warn({ err: error }, `${record.path} could not be drawn`);
    return { rendered: null, refused: error instanceof NotDrawn ? error.message : "The text could not be drawn." };
  }
}

function evidenceOf(adrs: AdrIndex, record: AdrRecord, decisionId: string | null, now: Date): Evidence[] {
  if (decisionId === null) return [];
  const db = database();
  return ranking(db, now)
    .filter(({ target }) => target.decisionPath === record.path && target.decisionId === decisionId)
    .map((each) => evidenceFor(db, adrs, each, now));
}

function unmeasuredOf(record: AdrRecord, decisionId: string | null, evidence: Evidence[]): Unmeasured[] {
  if (decisionId === null) return [];
  const known = standings(database());
  return record.targets
    .filter(({ decision, slo }) => decision === decisionId && evidence.every((each) => each.slo.id !== slo))
    .map(({ id, statement, slo }) => ({
      id,
      statement,
      why: known.has(slo) ? `The target of the SLO ${slo} names another decision.` : `There is no SLO ${slo}.`,
    }));
}
