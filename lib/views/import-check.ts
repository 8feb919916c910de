import "server-only";
import { setImmediate as breathe } from "node:timers/promises";
import type { Actor } from "@/lib/auth/actor";
import { mustEditSomething } from "@/lib/auth/editor";
import { engineChoices } from "@/lib/engines";
import { DomainError } from "@/lib/errors";
import { targetStatement } from "@/lib/format/target";
import {
  type ImportedDocument,
  type ImportedSlo,
  importingDocuments,
  refuseDoubles,
  refusedFor,
} from "@/lib/interop/import";
import { type ImportDraft, MOST_IMPORTED } from "@/lib/interop/import-draft";
import { readDraft } from "@/lib/interop/slo-draft";
import type { Note, Outcome } from "@/lib/interop/translation";
import { mayEdit } from "@/lib/rights";
import { refusalOf as refusalOfExclusion } from "@/lib/slo/exclusion";
import { publicKind, type SliKind } from "@/lib/slo/sli";
import { targetInForce } from "@/lib/slo/target-history";
import { type Database, database } from "@/lib/store/database";
import { activeSloById, countsTheSame, IN_APP, sloById } from "@/lib/store/slos";

/** What became of one document; `n` counts them from 1. */
export type DocumentReport = {
  n: number;
  file: string;
  line: number;
  format: string;
  kind: string;
  name: string | null;
  outcome: Outcome;
  notes: Note[];
  slos: { id: string; name: string; service: string; kind: SliKind; statement: string; window: string }[];
};

export type ImportReport = {
  /** Whether it was written. */
  applied: boolean;
  counts: { documents: number; mapped: number; approximated: number; refused: number; notUsed: number; slos: number };
  /** The ids of what was made. */
  made: string[];
  documents: DocumentReport[];
};

/**
 * What an import would do, document by document and field by field. Nothing is kept of it.
 * @throws DomainError `not-signed-in`, `not-allowed`, `bad-input`
 */
export async function importCheck(actor: Actor, { files, documents }: ImportDraft, now: Date): Promise<ImportReport> {
  mustEditSomething(actor);
  const judged = await judgedDocuments(actor, await readDocuments(files), now);
  mustBeThere(documents, judged.length);
  return importReport(judged, null);
}

/** Reads the files, with others served meanwhile. @throws DomainError `bad-input` where they hold too much for one import */
export async function readDocuments(files: ImportDraft["files"]): Promise<ImportedDocument[]> {
  const importing = importingDocuments(files, engineChoices());
  for (let step = importing.next(); ; step = importing.next()) {
    if (!step.done) {
      mustBeFew(step.value, "documents");
      await breathe();
      continue;
    }
    mustBeFew(step.value.length, "documents");
    mustBeFew(
      step.value.reduce((sum, { slos }) => sum + slos.length, 0),
      "SLOs",
    );
    return refuseDoubles(step.value);
  }
}

function mustBeFew(count: number, what: string): void {
  if (count <= MOST_IMPORTED) return;
  const message = `hold more than ${MOST_IMPORTED} ${what}, the most of one import`;
  const issues = [{ field: "files", message }];
  throw new DomainError("bad-input", `files: ${message}.`, "Import them in several parts.", { details: { issues } });
}

/** Every document as it would be taken by this person now. */
export async function judgedDocuments(
  actor: Actor,
  documents: readonly ImportedDocument[],
  now: Date,
): Promise<ImportedDocument[]> {
  const judged: ImportedDocument[] = [];
  for (const document of documents) judged.push(await judgedDocument(actor, document, now));
  return judged;
}

async function judgedDocument(actor: Actor, document: ImportedDocument, now: Date): Promise<ImportedDocument> {
  const db = database();
  const [known, fresh, refusals]: [ImportedSlo[], ImportedSlo[], string[]] = [[], [], []];
  for (const slo of document.slos) {
    if (isKnown(db, slo, now)) known.push(slo);
    else {
      fresh.push(slo);
      refusals.push(...refusalsOf(db, actor, slo, now));
    }
    await breathe();
  }
  if (refusals.length > 0) return refusedFor(document, refusals);
  if (known.length === 0) return document;
  const { file, line } = document;
  const notes = known.map(({ definition: { id } }): Note => {
    return { outcome: "not-used", file, line, field: null, message: `${id} is there already, and says the same` };
  });
  return {
    ...document,
    slos: fresh,
    outcome: fresh.length === 0 ? "not-used" : document.outcome,
    notes: [...document.notes, ...notes],
  };
}

/** The same file may be imported again and again: what it says already holds. */
function isKnown(db: Database, { definition: { id, sli, target } }: ImportedSlo, now: Date): boolean {
  const slo = activeSloById(db, id);
  if (!slo || slo.source !== IN_APP || !countsTheSame(slo.sli, sli)) return false;
  const { objective, threshold, window } = targetInForce(slo.targets, now.getTime());
  return (
    JSON.stringify([objective, threshold, window]) ===
    JSON.stringify([target.objective, target.threshold, target.window])
  );
}

/** Why it cannot be made by this person now. */
function refusalsOf(db: Database, actor: Actor, { definition, document }: ImportedSlo, now: Date): string[] {
  const { id, service, exclusions } = definition;
  const read = readDraft({ document }, engineChoices());
  const other = sloById(db, id);
  return [
    ...("issues" in read ? read.issues.map(({ message }) => `${id}: ${message}`) : []),
    ...(mayEdit(actor, service) ? [] : [`${id}: ${actor.name} may not change what belongs to ${service}`]),
    ...(other ? [`${id} is taken by ${other.name}, which says something else or is retired`] : []),
    ...exclusions.flatMap((exclusion, i) => {
      const message = refusalOfExclusion({ ...exclusion, endedAt: null }, now);
      return message === null ? [] : [`${id}: exclusion ${i + 1} ${message}`];
    }),
  ];
}

/** @throws DomainError `bad-input` where there is no such document */
export function mustBeThere(documents: ImportDraft["documents"], length: number): void {
  const missing = documents?.find((n) => n > length);
  if (missing === undefined) return;
  const message = `documents: there is no document ${missing}; the files hold ${length}.`;
  throw new DomainError("bad-input", message, null, { details: { issues: [{ field: "documents", message }] } });
}

/** `made`: what was written; null where nothing was. */
export function importReport(documents: readonly ImportedDocument[], made: readonly string[] | null): ImportReport {
  const of = (outcome: Outcome): number => documents.filter((each) => each.outcome === outcome).length;
  return {
    applied: made !== null,
    counts: {
      documents: documents.length,
      mapped: of("mapped"),
      approximated: of("approximated"),
      refused: of("refused"),
      notUsed: of("not-used"),
      slos: documents.reduce((sum, { slos }) => sum + slos.length, 0),
    },
    made: [...(made ?? [])],
    documents: documents.map(({ slos, ...document }, i) => ({
      n: i + 1,
      ...document,
      slos: slos.map(({ definition: { id, name, service, sli, target } }) => ({
        ...{ id, name, service, kind: publicKind(sli), window: target.window },
        statement: targetStatement(target, sli),
      })),
    })),
  };
}
