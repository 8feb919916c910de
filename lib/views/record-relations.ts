import "server-only";
import { linksIn, type RecordLink } from "@/lib/adr/backlinks";
import { decisionHref } from "@/lib/adr/decision-address";
import type { AdrRecord } from "@/lib/adr/record";
import { type Succession, successionsOf } from "@/lib/adr/succession";

export type Relations = { successions: Succession[]; links: (RecordLink & { from: string })[] };

/** Another record, as it is named beside this one. */
export type NamedRecord = { path: string; href: string; number: string | null; title: string; status: string };

export type SuccessionLink = {
  kind: "superseded-by" | "supersedes";
  /** null: no record here alone is meant, `text` says what was written. */
  record: NamedRecord | null;
  text: string;
  /** Those that bear the number or the name that was written, where several do. */
  several: NamedRecord[];
  ids: string[];
  successorIds: string[];
  inPart: boolean;
  /** `here`: this record alone says so; `there`: the other one alone. */
  said: "both" | "here" | "there";
};
export type Backlink = NamedRecord & {
  /** Where its text does, in order, each section once. */
  places: { section: string | null; line: number; fragment: string | null }[];
};

/** Text of Markdown that is looked through before others have their turn, some milliseconds' worth. */
const AT_ONCE = 500_000;

/** A record, and the records of a folder, are the same objects as long as no file has changed. */
const linksOf = new WeakMap<AdrRecord, RecordLink[]>();
const known = new WeakMap<readonly AdrRecord[], Promise<Relations>>();

/** How the records lead to one another. */
export function relationsAmong(records: readonly AdrRecord[]): Promise<Relations> {
  const found = known.get(records) ?? look(records);
  known.set(records, found);
  return found;
}

async function look(records: readonly AdrRecord[]): Promise<Relations> {
  const paths = new Set(records.map(({ path }) => path));
  const links: Relations["links"] = [];
  let looked = 0;
  for (const record of records) {
    const own = linksOf.get(record) ?? linksIn(record);
    if (!linksOf.has(record)) looked += record.body.length;
    linksOf.set(record, own);
    for (const link of own) if (paths.has(link.to)) links.push({ from: record.path, ...link });
    if (looked > AT_ONCE) {
      looked = 0;
      await new Promise(setImmediate);
    }
  }
  return { successions: successionsOf(records), links };
}

/** Of one record: what it takes the place of and what takes its place, and where the text of others leads to it. */
export function relationsOfRecord(
  { successions, links }: Relations,
  path: string,
  record: (path: string) => AdrRecord | null,
): { successions: SuccessionLink[]; backlinks: Backlink[] } {
  const named = (other: string | null): NamedRecord | null => {
    const found = other === null ? null : record(other);
    return found && nameOf(found);
  };
  const of = (kind: SuccessionLink["kind"], each: Succession): SuccessionLink => {
    const [self, other] =
      kind === "supersedes" ? (["successor", each.old] as const) : (["old", each.successor] as const);
    const { text, ids, successorIds, inPart, saidBy } = each;
    const said = saidBy === "both" ? "both" : saidBy === self ? "here" : "there";
    const several = each.several.flatMap((path) => named(path) ?? []);
    return { kind, record: named(other), text, several, ids, successorIds, inPart, said };
  };
  return {
    successions: [
      ...successions.filter(({ old }) => old === path).map((each) => of("superseded-by", each)),
      ...successions.filter(({ successor }) => successor === path).map((each) => of("supersedes", each)),
    ],
    backlinks: backlinksAmong(
      links.filter(({ to }) => to === path),
      named,
    ),
  };
}

export function nameOf({ path, number, title, status }: AdrRecord): NamedRecord {
  return { path, href: decisionHref({ path }), number, title, status };
}

/** Each record that links here once, however often it does. */
function backlinksAmong(links: Relations["links"], named: (path: string) => NamedRecord | null): Backlink[] {
  const byRecord = new Map<string, Backlink>();
  for (const { from, section, line, fragment } of links) {
    const known = byRecord.get(from);
    const other = known ?? named(from);
    if (!other) continue;
    const places = known?.places ?? [];
    if (!places.some((place) => place.section === section)) places.push({ section, line, fragment });
    byRecord.set(from, { ...other, places });
  }
  return [...byRecord.values()];
}
