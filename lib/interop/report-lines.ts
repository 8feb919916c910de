import type { Note, Outcome } from "./translation";

type Told = {
  n: number;
  file: string;
  line: number;
  format: string;
  kind: string;
  name: string | null;
  outcome: Outcome;
  notes: readonly Note[];
  slos: readonly { id: string }[];
};

const WORDS: Record<Outcome, string> = {
  mapped: "mapped",
  approximated: "approximated",
  refused: "refused",
  "not-used": "not used",
};

/** The report of an import for a terminal: a line for each document, and one below it for each of its fields. */
export function reportLines(documents: readonly Told[]): string[] {
  return documents.flatMap(({ n, file, line, format, kind, name, outcome, notes, slos }) => [
    `${n}. ${file}:${line}: ${WORDS[outcome]}: ${kind}${name === null ? "" : ` ${name}`} (${format})${slos.length > 0 ? `: ${slos.map(({ id }) => id).join(", ")}` : ""}`,
    ...notes.map(
      (note) => `   ${note.file === file ? "" : `${note.file}:`}${note.line}: ${WORDS[note.outcome]}: ${placed(note)}`,
    ),
  ]);
}

const placed = ({ field, message, outcome }: Note): string =>
  field === null ? message : `${field}${outcome === "mapped" ? " → " : " "}${message}`;

/** "3 documents: 1 mapped, 1 approximated, 1 refused; 2 SLOs" */
export function countedWords(documents: readonly Pick<Told, "outcome" | "slos">[]): string {
  const parts = (Object.keys(WORDS) as Outcome[]).flatMap((outcome) => {
    const count = documents.filter((each) => each.outcome === outcome).length;
    return count > 0 ? [`${count} ${WORDS[outcome]}`] : [];
  });
  const slos = documents.reduce((sum, each) => sum + each.slos.length, 0);
  const counted = `${counting(documents.length, "document")}${parts.length > 0 ? `: ${parts.join(", ")}` : ""}`;
  return `${counted}; ${counting(slos, "SLO")}`;
}

const counting = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;
