import type { AdrRecord } from "./record";
import { recordsAmong } from "./recordhood";
import { relationsOf } from "./resolve";
import { NOT_STATED } from "./status";
import { statusWord } from "./status-word";

/**
 * What was read of one file, for programs. `supersedes` and `supersededBy` hold paths relative to the folder where one file
 * alone is meant; else the reference as it is written ("ADR-0012", or the target of a link that leads nowhere).
 */
export type ListedFile = {
  path: string;
  isRecord: boolean;
  /** Without its number. */
  title: string;
  /** The first word in lower case; "not-stated" where the record does not say. */
  status: string;
  statusWhere: string;
  statusPartial: boolean;
  date: string | null;
  dateAmbiguous: boolean;
  dateWhere: string;
  supersedes: string[];
  supersededBy: string[];
  problems: { message: string; line: number | null }[];
};

export function listingOf(read: readonly AdrRecord[]): ListedFile[] {
  const among = recordsAmong(read);
  const relations = relationsOf(read.filter(({ path }) => among.has(path)));
  return read.map((record) => {
    const isRecord = among.has(record.path);
    const { supersedes = [], supersededBy = [] } = isRecord ? (relations.get(record.path) ?? {}) : {};
    return {
      path: record.path,
      isRecord,
      title: record.title,
      status: !isRecord || record.status === NOT_STATED ? "not-stated" : statusWord(record.status),
      statusWhere: isRecord ? record.statusWhere : "nowhere",
      statusPartial: isRecord && record.statusPartial,
      date: isRecord ? record.date : null,
      dateAmbiguous: isRecord && record.dateAmbiguous,
      dateWhere: isRecord ? record.dateWhere : "nowhere",
      supersedes,
      supersededBy,
      problems: isRecord ? record.problems : [],
    };
  });
}
