import "server-only";
import type { Reader } from "@/lib/auth/actor";
import { mayReview } from "@/lib/rights";
import { fits } from "@/lib/slo/list-filter";
import { type ListTerms, termsIn } from "@/lib/slo/list-terms";
import { publicKind } from "@/lib/slo/sli";
import { type Database, database } from "@/lib/store/database";
import { type SavedView, savedViewsFor } from "@/lib/store/saved-views";
import type { AdrIndex } from "./adr-index";
import type { Ranked } from "./ranking";

/** A view of the list that somebody keeps. Times are ISO 8601 UTC. */
export type SavedViewItem = {
  id: number;
  name: string;
  /** The query part of the list's address, without `?`. */
  query: string;
  /** Everybody sees it. */
  shared: boolean;
  author: string;
  createdAt: string;
  mayRemove: boolean;
};

export type SavedViewsView = { now: string; items: SavedViewItem[] };

const seenBy = (db: Database, reader: Reader): SavedView[] =>
  savedViewsFor(db, reader.kind === "person" ? reader.id : null);

/** Those that the reader sees, in the order in which they were made. */
export function savedViewsView(reader: Reader, now: Date): SavedViewsView {
  const items = seenBy(database(), reader).map(({ id, name, query, personId, author, createdAt }) => ({
    id,
    name,
    query,
    shared: personId === null,
    author,
    createdAt: new Date(createdAt).toISOString(),
    mayRemove: personId !== null || (reader.kind !== "anonymous" && mayReview(reader)),
  }));
  return { now: now.toISOString(), items };
}

/** `count`: how many SLOs fit it now; null where only the list itself can tell. */
export type CountedView = Pick<SavedViewItem, "id" | "name" | "query" | "shared" | "mayRemove"> & {
  count: number | null;
};

/** The same with how many SLOs fit each. Nothing is read for it that an order does not need. */
export function countedViews(adrs: AdrIndex, all: readonly Ranked[], reader: Reader, now: Date): CountedView[] {
  return savedViewsView(reader, now).items.map(({ id, name, query, shared, mayRemove }) => ({
    id,
    name,
    query,
    shared,
    mayRemove,
    count: countOf(adrs, all, query),
  }));
}

let counted: { all: readonly Ranked[]; counts: Map<string, number | null> } | undefined;

/** An order is kept for a second, and so are its counts: many readers come within one. */
function countOf(adrs: AdrIndex, all: readonly Ranked[], query: string): number | null {
  if (counted?.all !== all) counted = { all, counts: new Map() };
  const known = counted.counts.get(query);
  if (known !== undefined) return known;
  const { terms } = termsIn(query);
  // Findings are looked for in a thousand ledgers: not for a number at the side.
  const n = terms.lint ? null : countIn(adrs, all, terms);
  counted.counts.set(query, n);
  return n;
}

function countIn(adrs: AdrIndex, all: readonly Ranked[], terms: ListTerms): number {
  const isIn = fits(terms);
  return rowsOf(adrs, all).reduce((n, row, i) => {
    const { slo, target } = all[i] ?? {};
    const drift = terms.drift && slo !== undefined && target !== undefined && adrs.drift(slo.id, target) !== null;
    return n + Number(isIn({ ...row, drift }));
  }, 0);
}

type Row = Parameters<ReturnType<typeof fits>>[0];

let rows: { all: readonly Ranked[]; rows: readonly Row[] } | undefined;

/** What views are counted over, made once for all of them. */
function rowsOf(adrs: AdrIndex, all: readonly Ranked[]): readonly Row[] {
  if (rows?.all !== all)
    rows = {
      all,
      rows: all.map(({ slo: { id, name, service, team, tier, sli }, gist, target, verdict }) => ({
        id,
        name,
        service,
        team,
        tier,
        kind: publicKind(sli),
        window: target.window,
        verdict,
        decision: adrs.link(target.decisionPath, target.decisionId),
        drift: false,
        findings: 0,
        budget: { remaining: gist?.remaining ?? null },
      })),
    };
  return rows.rows;
}
