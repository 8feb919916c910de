import type { AdrRecord } from "./record";
import type { AdrReference } from "./references";
import { recordsMeant } from "./resolve";

/** One record takes the place of another, wholly or in part. */
export type Succession = {
  /** Paths; null: no record here alone is meant, `text` says what was written. */
  old: string | null;
  successor: string | null;
  text: string;
  /** The paths of all records that bear the number or the name that was written, where that is more than one. */
  several: string[];
  /** The decisions of the old record that are meant; none: all, or it is not said which. */
  ids: string[];
  /** The decisions of the successor that take their place, where it is said. */
  successorIds: string[];
  inPart: boolean;
  /** Who says so. Both should. */
  saidBy: "both" | "old" | "successor";
};

type Superseding = Pick<
  AdrRecord,
  "path" | "number" | "status" | "statusPartial" | "decisions" | "supersedes" | "supersededBy"
>;

const SUPERSEDED = /^(?:super[sc]|replac|obsolet|ersetzt|remplac|reemplaz|substitu|sustitu)/i;

/** Every succession that the records tell of, each once. */
export function successionsOf(records: readonly Superseding[]): Succession[] {
  // Most records of most folders name no other: for them alone the names are not looked through.
  if (records.every(({ supersedes, supersededBy }) => supersedes.length + supersededBy.length === 0)) return [];
  const find = recordsMeant(records);
  const byPath = new Map(records.map((record) => [record.path, record]));
  const found = new Map<string, Succession>();
  const say = (by: "old" | "successor", record: Superseding, reference: AdrReference): void => {
    const candidates = find(record.path, reference);
    const several = candidates.length > 1 ? candidates : [];
    const other = several.length > 0 ? null : (candidates[0] ?? null);
    if (other === record.path) return;
    const [old, successor] = by === "old" ? [record.path, other] : [other, record.path];
    const key = other === null ? `${by} ${record.path} ${reference.target ?? reference.text}` : `${old}\n${successor}`;
    const known = found.get(key);
    const meant = other === null ? [] : idIn(reference, byPath.get(other));
    const next: Succession = known ?? {
      old,
      successor,
      text: reference.text,
      several,
      ids: [],
      successorIds: [],
      inPart: false,
      saidBy: by,
    };
    const ids = by === "successor" ? "ids" : "successorIds";
    next[ids] = [...new Set([...next[ids], ...meant])];
    if (next.saidBy !== by) next.saidBy = "both";
    found.set(key, next);
  };
  for (const record of records) {
    for (const reference of record.supersedes) say("successor", record, reference);
    for (const reference of record.supersededBy) say("old", record, reference);
  }
  const all = [...found.values()];
  const times = new Map<string, number>();
  for (const { old } of all) if (old !== null) times.set(old, (times.get(old) ?? 0) + 1);
  return all.map((each) => partOf(each, byPath.get(each.old ?? ""), times.get(each.old ?? "") ?? 0));
}

/** Which decisions are meant may stand in the old record alone: those that it says are superseded. */
function partOf(succession: Succession, old: Superseding | undefined, successors: number): Succession {
  if (!old) return { ...succession, inPart: succession.ids.length > 0 };
  const gone = old.decisions.filter(({ status }) => status !== null && SUPERSEDED.test(status)).map(({ id }) => id);
  const ids =
    succession.ids.length === 0 && successors === 1 && gone.length < old.decisions.length ? gone : succession.ids;
  return { ...succession, ids, inPart: old.statusPartial || (ids.length > 0 && ids.length < old.decisions.length) };
}

/** "docs/adr/0001-caching.md#d2" names a decision where the record has one of that id. */
function idIn({ target }: AdrReference, record: Superseding | undefined): string[] {
  const fragment = /#(.+)$/.exec(target ?? "")?.[1]?.toLowerCase();
  return record?.decisions.map(({ id }) => id).filter((id) => id.toLowerCase() === fragment) ?? [];
}
