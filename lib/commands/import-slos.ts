import "server-only";
import { type Actor, currentActor, mustEdit } from "@/lib/auth/actor";
import { mustEditSomething } from "@/lib/auth/editor";
import { config } from "@/lib/config";
import { DomainError } from "@/lib/errors";
import { adrCommit as commitOf } from "@/lib/gateways/adr-commit";
import { trialEngine } from "@/lib/gateways/trial";
import { type ImportedDocument, type ImportedSlo, refusedFor } from "@/lib/interop/import";
import type { ImportDraft } from "@/lib/interop/import-draft";
import type { Sli } from "@/lib/slo/sli";
import { atomicallyWhenFree, database } from "@/lib/store/database";
import { sloById } from "@/lib/store/slos";
import { refusalsOf } from "@/lib/views/dry-run";
import { type ImportReport, importReport, judgedDocuments, mustBeThere, readDocuments } from "@/lib/views/import-check";
import { saveNewSlo } from "./new-slo";

/** So long the engine is asked: every SLO has a question or two, and somebody waits. */
const ASKING_MS = 30_000;

/**
 * Makes the SLOs of documents in OpenSLO, Sloth's or Pyrra's words: all of those that are named, or none.
 * @throws DomainError `not-signed-in`, `not-allowed`, `conflict`, `unavailable`, and `bad-input` with the report where one is refused
 */
export async function importSlos(
  actor: Actor,
  { files, documents: chosen, reason }: ImportDraft,
  now: Date,
): Promise<ImportReport> {
  mustEditSomething(actor);
  const read = await readDocuments(files);
  mustBeThere(chosen, read.length);
  const isChosen = (_: ImportedDocument, i: number): boolean => chosen?.includes(i + 1) ?? true;
  for (const { slos } of read.filter(isChosen)) mustEditAll(actor, slos);
  const judged = await judgedDocuments(actor, read, now);
  const documents = await asked(judged, isChosen, now);
  const taken = documents.filter(isChosen);
  if (taken.some(({ outcome }) => outcome === "refused")) throw refused(documents, taken);
  const slos = taken.flatMap(({ file, slos }) =>
    slos.map((slo) => ({ ...slo, reason: reason ?? `Imported from ${file}.` })),
  );
  const { adrDirs } = config();
  const commits = new Map(
    await Promise.all(
      [...new Set(slos.flatMap(({ definition }) => definition.decision?.path ?? []))].map(
        async (path) => [path, await commitOf(adrDirs, path)] as const,
      ),
    ),
  );
  // The engine may have taken long: what they may do is looked up again.
  const present = await currentActor();
  mustEditSomething(present);
  mustEditAll(present, slos);
  const db = database();
  await atomicallyWhenFree(db, () => {
    for (const slo of slos) {
      const { id, decision } = slo.definition;
      if (sloById(db, id))
        throw new DomainError("conflict", `${id} was made meanwhile; nothing was imported.`, "Try again.");
      saveNewSlo(db, present, { ...slo, adrCommit: commits.get(decision?.path ?? "") ?? null }, now);
    }
  });
  return importReport(
    documents,
    slos.map(({ definition }) => definition.id),
  );
}

function mustEditAll(actor: Actor, slos: readonly ImportedSlo[]): void {
  for (const { definition } of slos) mustEdit(actor, definition.service);
}

/** The engine is asked before anything is made: what it refuses for good is refused. */
async function asked(
  documents: readonly ImportedDocument[],
  isChosen: (document: ImportedDocument, i: number) => boolean,
  now: Date,
): Promise<ImportedDocument[]> {
  const slis = documents.filter(isChosen).flatMap(({ slos }) => slos.map(({ definition }) => definition.sli));
  const refusals = new Map((await refusalsInTime(slis, now)).map((refusal, i) => [slis[i], refusal]));
  return documents.map((document) => {
    const messages = document.slos.flatMap(({ definition: { id, sli } }) => {
      const refusal = refusals.get(sli);
      return refusal ? [`${id}: the engine refuses it: ${refusal.message}`] : [];
    });
    return messages.length > 0 ? refusedFor(document, messages) : document;
  });
}

/** @throws DomainError `unavailable` where the engine takes too long */
async function refusalsInTime(slis: readonly Sli[], now: Date): ReturnType<typeof refusalsOf> {
  const givenUp = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      givenUp.abort();
      const message = `The engine did not answer for ${slis.length} SLOs within ${ASKING_MS / 1000} s; nothing was imported.`;
      reject(new DomainError("unavailable", message, "Import fewer at a time, or try again later."));
    }, ASKING_MS);
  });
  try {
    return await Promise.race([refusalsOf(trialEngine, slis, now, givenUp.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}

function refused(documents: readonly ImportedDocument[], taken: readonly ImportedDocument[]): DomainError {
  const found = taken.filter(({ outcome }) => outcome === "refused");
  const issues = found.flatMap(({ notes }) =>
    notes.flatMap(({ outcome, file, line, field, message }) =>
      outcome === "refused" ? [{ field: "files", file, line, message: field ? `${field} ${message}` : message }] : [],
    ),
  );
  const [first] = issues;
  return new DomainError(
    "bad-input",
    `Nothing was imported: ${found.length} of ${taken.length} documents cannot be.${first ? ` ${first.file}:${first.line}: ${first.message}` : ""}`,
    "Mend what issues names, or name in documents those that are to be taken.",
    { details: { issues, report: importReport(documents, null) } },
  );
}
