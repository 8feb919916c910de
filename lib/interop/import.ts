import type { NamedEngine } from "@/lib/rules/engine-labels";
import { pathOf } from "./annotations";
import { EXCLUSIONS_ANNOTATION } from "./declared-exclusions";
import { fromAlpha, OPENSLO_ALPHA } from "./import-alpha";
import { fromOpenSlo, OPENSLO } from "./import-openslo";
import { fromPyrra, PYRRA } from "./import-pyrra";
import { fromSloth, SLOTH, SLOTH_CRD } from "./import-sloth";
import { definitionOf, type SloDefinition } from "./openslo";
import { FILL_IN, placeholdersOf } from "./template";
import {
  type Note,
  type Notebook,
  notebook,
  type Outcome,
  originOf,
  type References,
  type SourcePart,
  scalarText,
  type Translation,
  textAt,
  valueAt,
} from "./translation";
import { withUnit } from "./unit-told";
import { writeOpenSlo } from "./write-openslo";
import { readingYaml } from "./yaml-documents";

export type ImportedFile = { name: string; text: string };

/** `document`: OpenSLO v1 that is read as this definition. */
export type ImportedSlo = { definition: SloDefinition; document: string };

/** What became of one document. It is taken whole or not at all: one that is refused has no SLOs. */
export type ImportedDocument = {
  file: string;
  line: number;
  format: string;
  kind: string;
  name: string | null;
  outcome: Outcome;
  /** By line. */
  notes: Note[];
  slos: ImportedSlo[];
};

const MAX_BYTES = 1024 * 1024;
const OPERATOR = "openslo.com/v1";
/** Kinds that SLOs refer to, and what is done with them. */
const BESIDE: Readonly<Record<string, string>> = {
  Service: "a service is named by its SLOs",
  SLI: "no SLO of these documents refers to it",
  DataSource: "the engine is the one of this Plumbline",
  Datasource: "the engine is the one of this Plumbline",
  AlertPolicy: "burn alerts follow from the objective here",
  AlertCondition: "burn alerts follow from the objective here",
  AlertNotificationTarget: "who is told is for Alertmanager to say",
};

/** Reads OpenSLO v1 and v1alpha, Sloth and Pyrra, any of them in any file, and says of every document what became of it. */
export function importDocuments(
  files: readonly ImportedFile[],
  engines: readonly NamedEngine[] = [],
): ImportedDocument[] {
  const importing = importingDocuments(files, engines);
  for (let step = importing.next(); ; step = importing.next()) if (step.done) return step.value;
}

/** The same, pausing wherever others can have their turn, with how many documents were found so far. */
export function* importingDocuments(
  files: readonly ImportedFile[],
  engines: readonly NamedEngine[] = [],
): Generator<number, ImportedDocument[]> {
  const parts: SourcePart[] = [];
  const documents: ImportedDocument[] = [];
  for (const { name: file, text } of files) {
    const reading = readingYaml(text, MAX_BYTES);
    let step = reading.next();
    for (; !step.done; step = reading.next()) yield parts.length + documents.length + step.value;
    const { parts: found, problems } = step.value;
    for (const part of found) parts.push({ ...part, file });
    for (const problem of problems)
      documents.push({
        ...{ file, line: problem.line, format: "unknown", kind: "unknown", name: null, outcome: "refused", slos: [] },
        notes: [{ ...problem, outcome: "refused", file }],
      });
    yield parts.length + documents.length;
  }
  const total = parts.length + documents.length;
  const refs = referencesIn(parts);
  for (const part of parts) documents.push(yield* documentOf(part, refs, engines, total));
  const order = new Map(files.map(({ name }, i) => [name, i]));
  documents.sort((a, b) => (order.get(a.file) ?? 0) - (order.get(b.file) ?? 0) || a.line - b.line);
  tellUsed(documents, refs.used);
  return documents;
}

/** Refuses what is defined a second time: of two SLOs under one name nobody can say which is meant. */
export function refuseDoubles(documents: readonly ImportedDocument[]): ImportedDocument[] {
  const first = new Map<string, string>();
  return documents.map((document) => {
    const doubles = document.slos.flatMap(({ definition: { id } }) => {
      const other = first.get(id);
      if (other === undefined) first.set(id, `${document.file}:${document.line}`);
      return other === undefined ? [] : [`${id} is defined in ${other} already: give one of them another name`];
    });
    return doubles.length > 0 ? refusedFor(document, doubles) : document;
  });
}

/** The document, refused as a whole for reasons that it does not show itself. */
export function refusedFor(document: ImportedDocument, messages: readonly string[]): ImportedDocument {
  const { file, line } = document;
  const notes = messages.map((message): Note => ({ outcome: "refused", file, line, field: null, message }));
  return { ...document, outcome: "refused", slos: [], notes: [...document.notes, ...notes] };
}

function referencesIn(parts: readonly SourcePart[]): References {
  const named = (kind: string) =>
    parts.flatMap((part) => {
      const name = scalarText(valueAt(part.value, "metadata", "name"));
      return isOpenSlo(part) && valueAt(part.value, "kind") === kind && name !== null ? [[name, part] as const] : [];
    });
  return {
    slis: new Map(named("SLI")),
    dataSources: new Map(named("DataSource").map(([name, { value }]) => [name, textAt(value, "spec", "type") ?? ""])),
    used: new Set(),
  };
}

const isOpenSlo = ({ value }: SourcePart): boolean =>
  [OPENSLO, OPENSLO_ALPHA, OPERATOR].includes(textAt(value, "apiVersion") ?? "");

function* documentOf(
  part: SourcePart,
  refs: References,
  engines: readonly NamedEngine[],
  total: number,
): Generator<number, ImportedDocument> {
  const { value, file, line } = part;
  const version = textAt(value, "version");
  const format = textAt(value, "apiVersion") ?? (version === SLOTH ? version : null);
  const kind = textAt(value, "kind") ?? (format === SLOTH ? "SLOs" : "unknown");
  const name = scalarText(valueAt(value, "metadata", "name")) ?? textAt(value, "service");
  const book = notebook(part);
  const told = (outcome: Outcome, slos: ImportedSlo[]): ImportedDocument => ({
    ...{ file, line, format: format ?? "unknown", kind, name, outcome, slos },
    notes: book.notes.sort((a, b) => Number(a.file !== file) - Number(b.file !== file) || a.line - b.line),
  });
  if (isCounted(part, format, kind))
    for (const { path, text } of placeholdersOf(value)) book.add("refused", path, `holds ${text}: ${FILL_IN}`);
  if (book.notes.length > 0) return told("refused", []);
  const translations = translationsOf(part, format, kind, refs, book);
  if (translations === null) return told(book.notes.some(isRefusal) ? "refused" : "not-used", []);
  const slos: ImportedSlo[] = [];
  for (const translation of translations) {
    slos.push(...read(part, translation, translations.length, engines, book));
    yield total;
  }
  if (book.notes.some(isRefusal) || slos.length === 0) return told("refused", []);
  return told(book.notes.some(({ outcome }) => outcome === "approximated") ? "approximated" : "mapped", slos);
}

const isRefusal = ({ outcome }: { outcome: Outcome }): boolean => outcome === "refused";

/** Whether it is of a kind that says what is counted. */
const isCounted = (part: SourcePart, format: string | null, kind: string): boolean =>
  [SLOTH, SLOTH_CRD, PYRRA].includes(format ?? "") || (isOpenSlo(part) && (kind === "SLO" || kind === "SLI"));

/** null for what defines no SLO. */
function translationsOf(
  part: SourcePart,
  format: string | null,
  kind: string,
  refs: References,
  book: Notebook,
): Translation[] | null {
  const { value } = part;
  if (format === SLOTH) return fromSloth(part, [], book);
  if (format === SLOTH_CRD && kind === "PrometheusServiceLevel") return fromSloth(part, ["spec"], book);
  if (format === PYRRA && kind === "ServiceLevelObjective") return fromPyrra(part, book);
  if (isOpenSlo(part) && kind === "SLO") {
    const whole = { value, origins: [{ of: [], place: { part, path: [] }, same: true }], at: 0 };
    const sources = format === OPENSLO_ALPHA ? fromAlpha(part, book) : [whole];
    return sources.flatMap((source) => fromOpenSlo(source, refs, book));
  }
  if (isOpenSlo(part) && BESIDE[kind] !== undefined) book.add("not-used", ["kind"], BESIDE[kind] ?? "");
  else if (isOpenSlo(part)) book.add("refused", ["kind"], "is no kind of OpenSLO");
  else if (format === SLOTH_CRD || format === PYRRA) book.add("not-used", ["kind"], `${kind} defines no SLO`);
  else if (format === null || kind === "unknown" || /slo|pyrra/i.test(format))
    book.add(
      "refused",
      format === null ? [] : [textAt(value, "apiVersion") === null ? "version" : "apiVersion"],
      `is none of ${OPENSLO}, ${OPENSLO_ALPHA}, ${SLOTH}, ${SLOTH_CRD} and ${PYRRA}`,
    );
  else book.add("not-used", ["kind"], `${kind} of ${format} defines no SLO`);
  return null;
}

/** Goes the way of every document: it is read as OpenSLO v1, and what is refused there is told where the source says it. */
function read(
  part: SourcePart,
  translation: Translation,
  siblings: number,
  engines: readonly NamedEngine[],
  book: Notebook,
): ImportedSlo[] {
  const { value, origins } = withUnit(translation, book);
  const found = definitionOf(value, engines);
  if ("issues" in found) {
    for (const { path, message } of found.issues) book.add("refused", originOf(origins, path), message);
    return [];
  }
  const place = originOf(origins, pathOf(EXCLUSIONS_ANNOTATION));
  const definition = { ...found.definition, exclusionsLine: place.part.lineOf(place.path) };
  const written = writeOpenSlo(definition);
  return [{ definition, document: siblings === 1 ? asWritten(part, written, engines) : written }];
}

/** The document with its comments and labels, where it says itself all that was read of it. */
function asWritten({ value, text }: SourcePart, written: string, engines: readonly NamedEngine[]): string {
  if (text === null || valueAt(value, "apiVersion") !== OPENSLO) return written;
  const own = definitionOf(value, engines);
  const same = "definition" in own && writeOpenSlo({ ...own.definition, exclusionsLine: 0 }) === written;
  return same ? text : written;
}

/** An SLI that some SLO names is used, whether that is refused or not. */
function tellUsed(documents: ImportedDocument[], parts: ReadonlySet<SourcePart>): void {
  const used = new Set([...parts].map(({ file, line }) => `${file}:${line}`));
  for (const document of documents)
    if (document.kind === "SLI" && used.has(`${document.file}:${document.line}`))
      document.notes = document.notes.map((note) =>
        note.field === "kind" || note.field?.endsWith(".kind")
          ? { ...note, outcome: "mapped", message: "is counted by the SLOs that refer to it" }
          : note,
      );
}
