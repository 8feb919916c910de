import "server-only";
import type { Stood } from "@/lib/slo/review-changes";
import type { Database } from "@/lib/store/database";
import { keptView } from "@/lib/store/reviews";
import type { AdrIndex } from "./adr-index";
import type { ProposalView } from "./proposals";
import type { Ranked } from "./ranking";

/** What a finished review keeps: the page as it was, and how everything stood, to tell what has changed since. */
export type Kept = {
  /** Of this description; what was kept by another one is listed, and not drawn. */
  shape: typeof SHAPE;
  view: unknown;
  /** Every SLO, by its id. */
  stood: Record<string, Stood>;
  /** Every record, by its path: its number and title, and its status. */
  records: Record<string, string>;
};

const SHAPE = 1;

export function keep(
  view: { waiting: { items: readonly ProposalView[]; total: number } },
  all: readonly Ranked[],
  adrs: AdrIndex,
): Kept {
  const items = view.waiting.items.map((each) => ({ ...each, mayDecide: false, mayWithdraw: false }));
  return {
    shape: SHAPE,
    view: { ...view, waiting: { ...view.waiting, items } },
    stood: Object.fromEntries(all.map(({ slo, verdict, gist }) => [slo.id, [verdict, gist?.remaining ?? null]])),
    records: Object.fromEntries(adrs.records.map(({ path, status }) => [path, status])),
  };
}

let read: { db: Database; id: number; kept: Kept | null } | undefined;

/** What a review kept never changes, so that the last one that was read need not be read again. null: of another shape. */
export function keptOf(db: Database, id: number): Kept | null {
  if (read?.db !== db || read.id !== id) {
    const found = keptView(db, id) as Partial<Kept> | null;
    read = { db, id, kept: found?.shape === SHAPE ? (found as Kept) : null };
  }
  return read.kept;
}
