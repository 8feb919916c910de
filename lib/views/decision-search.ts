import "server-only";
import MiniSearch from "minisearch";
import { decisionHref } from "@/lib/adr/decision-address";
import type { AdrRecord } from "@/lib/adr/record";
import { type SearchText, type Snippet, searchText, snippetOf } from "@/lib/adr/search-text";
import type { Reader } from "@/lib/auth/actor";
import { config } from "@/lib/config";
import { readAdrFolders } from "@/lib/gateways/adr-folder";

export type DecisionHit = {
  path: string;
  href: string;
  number: string | null;
  title: string;
  status: string;
  date: string | null;
  snippet: Snippet;
};
export type DecisionSearchView = { now: string; q: string; hits: DecisionHit[]; more: boolean };

const LONGEST_QUESTION = 200;
const MOST_HITS = 25;
/** Characters taken in before others have their turn: some ten records as people write them. */
const AT_ONCE = 48 * 1024;

const index = new MiniSearch<SearchText>({
  fields: ["title", "decisions", "headings", "body"],
  searchOptions: {
    boost: { title: 8, decisions: 4, headings: 2 },
    combineWith: "AND",
    prefix: (term) => term.length > 1,
  },
});
/** What the index holds, so that a changed record alone is taken in anew. */
const held = new Map<string, AdrRecord>();
let updating: Promise<void> = Promise.resolve();

export async function decisionSearch(_reader: Reader, now: Date, question: string): Promise<DecisionSearchView> {
  const { records } = await readAdrFolders(config().adrDirs);
  return { now: now.toISOString(), ...(await searchRecords(records, question)) };
}

/** Every word has to be there, whole, begun or with a typing error in it. */
export async function searchRecords(
  records: readonly AdrRecord[],
  question: string,
): Promise<Omit<DecisionSearchView, "now">> {
  const q = question.trim().slice(0, LONGEST_QUESTION);
  if (q === "") return { q, hits: [], more: false };
  updating = updating.then(() => takeIn(records));
  await updating;
  // Typing errors are looked for only where nothing fits as it is typed: that takes many times as long.
  const exact = index.search(q);
  const found =
    exact.length > 0 ? exact : index.search(q, { fuzzy: (term) => (term.length > 4 ? 0.2 : false), maxFuzzy: 2 });
  const hits = found.slice(0, MOST_HITS).flatMap(({ id, terms }) => {
    const record = held.get(id);
    if (!record) return [];
    const { path, number, title, status, date } = record;
    return [{ path, href: decisionHref({ path }), number, title, status, date, snippet: snippetOf(record, terms) }];
  });
  return { q, hits, more: found.length > MOST_HITS };
}

async function takeIn(records: readonly AdrRecord[]): Promise<void> {
  const paths = new Set(records.map(({ path }) => path));
  for (const path of held.keys()) if (!paths.has(path)) forget(path);
  const changed = records.filter((record) => held.get(record.path) !== record);
  let taken = 0;
  for (const record of changed) {
    taken += record.body.length;
    if (taken > AT_ONCE) {
      await new Promise(setImmediate);
      taken = record.body.length;
    }
    forget(record.path);
    index.add(searchText(record));
    held.set(record.path, record);
  }
}

function forget(path: string): void {
  if (held.delete(path)) index.discard(path);
}
