import { isAlive } from "./due";
import { visibleLines } from "./lines";
import type { AdrRecord } from "./record";
import { recordsMeant, relationsOf } from "./resolve";
import { NOT_STATED } from "./status";

export type FindingKind =
  | "status-not-stated"
  | "dead-link"
  | "supersession-unresolved"
  | "supersession-not-reciprocated"
  | "review-overdue"
  | "unreadable"
  | "target-drift"
  | "slo-without-decision"
  | "decision-without-slo"
  | "unknown-slo"
  | "unknown-decision";

/** What is doubtful about one record or SLO, in words; `line` is that of the file, where one is meant. */
export type Finding = {
  kind: FindingKind;
  path: string | null;
  line: number | null;
  slo: string | null;
  message: string;
};

const LINK = /\[[^[\]]{0,300}\]\(\s*<?([^()\s<>]{1,500})>?(?:\s[^()]{0,200})?\)/g;
const LONGEST_LINE = 2_000;

/** What the text of a folder's records says against itself. `exists` answers whether a path, relative as the records' are, is there. */
export function lintRecords(
  records: readonly AdrRecord[],
  today: string,
  exists: (path: string) => boolean,
): Finding[] {
  const relations = relationsOf(records);
  const meant = recordsMeant(records);
  const byPath = new Map(records.map((record) => [record.path, record]));
  return records.flatMap((record) => [
    ...record.problems.map(({ message, line }) => finding("unreadable", record, line, message)),
    ...statusFindings(record),
    ...deadLinks(record, exists),
    ...oneSided(record, relations, byPath, meant),
    ...overdue(record, today),
  ]);
}

export function finding(kind: FindingKind, record: AdrRecord, line: number | null, message: string): Finding {
  return { kind, path: record.path, line, slo: null, message };
}

function statusFindings(record: AdrRecord): Finding[] {
  if (record.status === NOT_STATED) return [finding("status-not-stated", record, null, "It does not say its status.")];
  return [];
}

function deadLinks(record: AdrRecord, exists: (path: string) => boolean): Finding[] {
  return visibleLines(record.body, record.bodyLine).flatMap(({ text, number }) =>
    [
      ...text
        .slice(0, LONGEST_LINE)
        .replace(/`[^`]*`/g, "")
        .matchAll(LINK),
    ].flatMap(([, href = ""]) => {
      const path = localPath(record.path, href);
      if (path === null || exists(path)) return [];
      return [finding("dead-link", record, number, `The link to “${href}” leads to no file.`)];
    }),
  );
}

/** Null for what is not a file below the root: another address, an anchor, a path from the root of a site. */
function localPath(from: string, href: string): string | null {
  const file = decoded(href.replace(/[?#].*$/, ""));
  if (file === "" || /^[a-z][a-z\d+.-]*:|^[/\\{$]/i.test(file)) return null;
  const segments = from.split("/").slice(0, -1);
  for (const segment of file.split("/")) {
    if (segment === "..") {
      if (segments.pop() === undefined) return null;
    } else if (segment !== "" && segment !== ".") segments.push(segment);
  }
  return segments.join("/");
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path.replace(/\\(?=\p{P})/gu, ""));
  } catch {
    return path;
  }
}

/** A record that takes another's place should be named there, and the other way round. */
function oneSided(
  record: AdrRecord,
  relations: ReturnType<typeof relationsOf>,
  byPath: ReadonlyMap<string, AdrRecord>,
  meant: ReturnType<typeof recordsMeant>,
): Finding[] {
  const own = relations.get(record.path) ?? { supersedes: [], supersededBy: [] };
  const unresolved = (other: string) => {
    const reference = [...record.supersedes, ...record.supersededBy].find(
      ({ target, text }) => (target ?? text) === other,
    );
    const several = reference ? meant(record.path, reference) : [];
    return several.length > 1
      ? `and several records are called that: ${several.join(", ")}. Link to the file of the one that is meant.`
      : "which is no record here.";
  };
  const check = (others: string[], back: "supersedes" | "supersededBy", says: string, missing: string) =>
    others.flatMap((other) => {
      if (!byPath.has(other)) {
        return [finding("supersession-unresolved", record, null, `It ${says} “${other}”, ${unresolved(other)}`)];
      }
      return relations.get(other)?.[back].includes(record.path)
        ? []
        : [finding("supersession-not-reciprocated", record, null, `It ${says} ${other}, which ${missing}.`)];
    });
  return [
    ...check(own.supersedes, "supersededBy", "supersedes", "does not say so"),
    ...check(own.supersededBy, "supersedes", "is superseded by", "does not say so"),
  ];
}

/** Only what still holds is looked at again. */
function overdue(record: AdrRecord, today: string): Finding[] {
  const due = record.review?.due ?? null;
  if (due === null || !isAlive(record, { status: null }) || due >= today) return [];
  return [finding("review-overdue", record, null, `Its review was due on ${due}.`)];
}
