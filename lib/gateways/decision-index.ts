import "server-only";
import Database from "better-sqlite3";
import { KnownWords } from "@/lib/adr/near-words";
import type { AdrRecord } from "@/lib/adr/record";
import { type Snippet, searchText, snippetOf } from "@/lib/adr/search-text";
import { askedWords, repeatedWords, wordsOf } from "@/lib/adr/search-words";

export type FoundRecord = Pick<AdrRecord, "path" | "number" | "title" | "status" | "date"> & { snippet: Snippet };
export type Found = { found: FoundRecord[]; more: boolean };

const MOST_FOUND = 25;
const MOST_WORDS = 12;
/** Words that are taken for a typing error of one that was asked for. */
const MOST_NEAR = 20;

/** So often a word stands in a text that the text is about it. */
const REPEATED = 3;

/** `weighty` has places, by which it is ranked; `word` says of every word only which records hold it, which ten thousand are asked quickly. */
const TABLES = `
  CREATE VIRTUAL TABLE weighty USING fts5(title, decisions, headings, repeated, content = '', contentless_delete = 1, prefix = '1 2 3');
  INSERT INTO weighty (weighty, rank) VALUES ('rank', 'bm25(24.0, 8.0, 4.0, 1.0)');
  CREATE VIRTUAL TABLE word USING fts5(words, content = '', contentless_delete = 1, detail = none, prefix = '1 2 3');`;
const HOLDS_ALL = "SELECT rowid FROM word WHERE word MATCH ? ORDER BY rowid";
const RANKED = "SELECT rowid FROM weighty WHERE weighty MATCH ? ORDER BY rank";

type Held = { rowid: number; record: AdrRecord; body: string };

/**
 * The words of records, in a database of SQLite that lives in memory: ten thousand records are taken in within seconds, and asked
 * within some milliseconds. A title weighs more than decisions, they more than headings, and those more than a word that the
 * text repeats; records that only mention a word come last, in their order.
 */
export class DecisionIndex {
  private readonly database = new Database(":memory:");
  private readonly held = new Map<string, Held>();
  private readonly paths = new Map<number, string>();
  private readonly words = new KnownWords();
  private rowid = 0;

  constructor() {
    this.database.exec(TABLES);
  }

  /** A slice of the records as they are now; those that did not change are passed over. */
  takeIn(records: readonly AdrRecord[]): void {
    const weighty = this.database.prepare(
      "INSERT INTO weighty (rowid, title, decisions, headings, repeated) VALUES (?, ?, ?, ?, ?)",
    );
    const word = this.database.prepare("INSERT INTO word (rowid, words) VALUES (?, ?)");
    this.database.transaction(() => {
      for (const record of records) {
        if (this.holds(record)) continue;
        this.forget(record.path);
        const { title, decisions, headings, body } = searchText(record);
        const text = wordsOf(body);
        const fields = [wordsOf(title), wordsOf(decisions), wordsOf(headings), repeatedWords(text, REPEATED)];
        const words = new Set([...fields.flat(), ...text]);
        for (const each of words) this.words.add(each);
        const rowid = ++this.rowid;
        weighty.run(rowid, ...fields.map((field) => field.join(" ")));
        word.run(rowid, [...words].join(" "));
        this.held.set(record.path, { rowid, record, body });
        this.paths.set(rowid, record.path);
      }
    })();
  }

  holds(record: AdrRecord): boolean {
    return this.held.get(record.path)?.record === record;
  }

  /** Forgets what is not among the paths. */
  keepOnly(paths: ReadonlySet<string>): void {
    for (const path of [...this.held.keys()]) if (!paths.has(path)) this.forget(path);
  }

  /** Every word has to be there, whole or begun; where no record holds them all, words with a typing error in them count as well. */
  search(question: string): Found {
    const asked = askedWords(question).slice(0, MOST_WORDS);
    if (asked.length === 0) return { found: [], more: false };
    const exact = asked.map((word) => [word]);
    const rows = this.ask(exact);
    if (rows.length > 0) return this.foundIn(rows, exact);
    const tolerant = asked.map((word) => [word, ...this.words.near(word, MOST_NEAR)]);
    return this.foundIn(this.ask(tolerant), tolerant);
  }

  /** Words are letters and digits alone, so that none of them can mean anything to SQLite. A whole word counts twice, one that is begun once. */
  private ask(asked: string[][]): number[] {
    const either = asked.map(([word = "", ...near]) => {
      const begun = word.length > 1 ? [`"${word}" *`] : [];
      return `(${[`"${word}"`, ...begun, ...near.map((each) => `"${each}"`)].join(" OR ")})`;
    });
    const rows = (sql: string, match: string) => this.database.prepare<[string], number>(sql).pluck().iterate(match);
    const holders = new Set(rows(HOLDS_ALL, either.join(" AND ")));
    const found = new Set<number>();
    for (const from of [() => rows(RANKED, either.join(" OR ")), () => holders])
      for (const rowid of from()) {
        if (found.size > MOST_FOUND || found.size === holders.size) return [...found];
        if (holders.has(rowid)) found.add(rowid);
      }
    return [...found];
  }

  private foundIn(rows: number[], asked: string[][]): Found {
    const terms = asked.flat();
    const found = rows.slice(0, MOST_FOUND).flatMap((rowid) => {
      const held = this.held.get(this.paths.get(rowid) ?? "");
      if (!held) return [];
      const { path, number, title, status, date } = held.record;
      return [{ path, number, title, status, date, snippet: snippetOf(held.body, terms) }];
    });
    return { found, more: rows.length > MOST_FOUND };
  }

  private forget(path: string): void {
    const held = this.held.get(path);
    if (!held) return;
    for (const table of ["weighty", "word"] as const)
      this.database.prepare(`DELETE FROM ${table} WHERE rowid = ?`).run(held.rowid);
    this.held.delete(path);
    this.paths.delete(held.rowid);
  }
}
