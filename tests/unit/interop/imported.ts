import { readFileSync } from "node:fs";
import { type ImportedDocument, importDocuments, refuseDoubles } from "@/lib/interop/import";

/** What becomes of one text. */
export const imported = (text: string, name = "file.yaml"): ImportedDocument[] =>
  refuseDoubles(importDocuments([{ name, text }]));

export const fixture = (name: string): string => readFileSync(`tests/fixtures/interop/${name}`, "utf8");

/** The notes of one outcome, as `line field: message`. */
export const told = (document: ImportedDocument | undefined, outcome: string): string[] =>
  (document?.notes ?? [])
    .filter((note) => note.outcome === outcome)
    .map(({ line, field, message }) => `${line} ${field}: ${message}`);

/** Its SLOs, each in short. */
export const slosOf = (document: ImportedDocument | undefined): object[] =>
  (document?.slos ?? []).map(({ definition: { id, service, team, sli, target } }) => ({
    ...{ id, service, team, kind: sli.kind },
    ...target,
  }));
