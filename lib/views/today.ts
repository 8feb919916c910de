import "server-only";
import { decisionHref } from "@/lib/adr/decision-address";
import type { Reader } from "@/lib/auth/actor";
import { config } from "@/lib/config";
import { mayEdit, mayReview } from "@/lib/rights";
import { gravestOf } from "@/lib/slo/breach-kind";
import type { ReviewKind } from "@/lib/slo/review-item";
import { msOf } from "@/lib/slo/window";
import type { Annotation } from "@/lib/store/annotations";
import { type Database, database } from "@/lib/store/database";
import { lastReview } from "@/lib/store/reviews";
import { type AdrIndex, adrIndex, type DecisionLink } from "./adr-index";
import { changesBefore } from "./breach-timeline";
import { type Carried, carriedOver } from "./carried";
import { type ItemWords, itemWords } from "./item-words";
import { type ProposalView, waitingFor } from "./proposals";
import { type Ranked, ranking } from "./ranking";
import { type Handling, type Item, reviewItems, type Said, type Told, toldOf } from "./review-items";
import { type ReviewWeek, reviewWeek } from "./reviews";
import { type SilenceView, silencedNow } from "./silences";
import { type Since, sinceReview } from "./since-review";
import { type SloRow, sloRow } from "./slo-row";
import { readFigures } from "./standing";

/** Something that needs somebody, with what was done about it. */
export type ReviewItem = {
  /** What a mark names: the item, and the state that it is in. */
  subject: string;
  state: string;
  kind: ReviewKind;
  name: string;
  href: string;
  /** Figures of its SLO; null for a revisit. */
  row: SloRow | null;
  decision: DecisionLink | null;
  words: ItemWords;
  /** Alertmanager tells nobody of its breach for a while; left out where it does, or is not asked. */
  silence?: SilenceView;
  handled: (Omit<Handling, "authorId"> & { mine: boolean }) | null;
  notes: (Omit<Said, "authorId"> & { mine: boolean })[];
  mayMark: boolean;
};

/** As many of a group as a review can take in, the neediest first, and how many there are. */
export type ReviewGroup = { items: ReviewItem[]; total: number };

export type TodayView = {
  now: string;
  /** Every SLO is counted in exactly one of the first four groups or in `met`; each is sorted by time to exhaustion. */
  breached: ReviewGroup;
  atRisk: ReviewGroup;
  unknown: ReviewGroup;
  noTraffic: ReviewGroup;
  /** Targets that drift and revisits that are due. */
  toSettle: ReviewGroup;
  /** By what is left. */
  met: { rows: SloRow[]; total: number };
  items: { total: number; handled: number };
  /** End of the last minute that is counted for everything that could be asked. */
  finalTo: string | null;
  /** What is final is older than it should be from this age on. */
  lateAfterSeconds: number;
  /** Mean over all SLOs, each over its own window. */
  coverage: number | null;
  since: Since;
  carried: Carried;
  reviews: ReviewWeek;
  /** Proposed targets that wait for an editor, newest first, and how many. */
  waiting: { items: ProposalView[]; total: number };
  /** What whoever looks may do. */
  reader: { signedIn: boolean; mayReview: boolean };
  /** Where people find the app; null: where they look at it. */
  publicUrl: string | null;
};

/** Beyond so many rows the page of all SLOs is the better place; as many more that were handled stay beside them. */
const MOST_NEEDY = 25;
const MOST_IDLE = 10;
const MOST_MET = 24;

type Context = {
  db: Database;
  adrs: AdrIndex;
  reader: Reader;
  now: Date;
  told: (item: Item) => Told;
  silenced: ReadonlyMap<number, SilenceView>;
};

export async function todayView(reader: Reader, now: Date): Promise<TodayView> {
  return viewOf(database(), await adrIndex(), reader, now);
}

/** For whoever holds the records already, and reads within a transaction. */
export function viewOf(db: Database, adrs: AdrIndex, reader: Reader, now: Date): TodayView {
  const all = ranking(db, now);
  const items = reviewItems(db, adrs, now);
  const told = toldOf(db, items, now);
  const context: Context = { db, adrs, reader, now, told, silenced: silencedNow(db, now) };
  const of = (kinds: readonly ReviewKind[], most = MOST_NEEDY): ReviewGroup =>
    group(
      context,
      items.filter(({ kind }) => kinds.includes(kind)),
      most,
    );
  const final = finalTo(all);
  const { tickSeconds, delaySeconds, publicUrl } = config();
  const signedIn = reader.kind !== "anonymous";
  return {
    now: now.toISOString(),
    breached: of(["breached"]),
    atRisk: of(["at-risk"]),
    unknown: of(["unknown"]),
    noTraffic: of(["no-traffic"], MOST_IDLE),
    toSettle: of(["drift", "revisit"]),
    met: metGroup(context, all),
    items: { total: items.length, handled: items.filter((item) => told(item).handled !== null).length },
    finalTo: final === null ? null : new Date(final).toISOString(),
    lateAfterSeconds: 60 + 2 * tickSeconds + delaySeconds,
    coverage: all.length > 0 ? all.reduce((sum, each) => sum + (each.gist?.coverage ?? 0), 0) / all.length : null,
    since: sinceReview(db, adrs, all, lastReview(db), now),
    carried: carriedOver(db, adrs, reader, now),
    reviews: reviewWeek(db, now),
    waiting: waitingFor(db, adrs, reader, now),
    reader: { signedIn, mayReview: signedIn && mayReview(reader) },
    publicUrl,
  };
}

function group(context: Context, of: readonly Item[], most: number): ReviewGroup {
  const shown = worthShowing(of, most, (item) => context.told(item).handled !== null);
  const withFigures = shown.flatMap(({ each }) => (each ? [each] : []));
  readFigures(context.db, withFigures);
  const happened = happenedBefore(context.db, withFigures);
  const changeOf = ({ each }: Item): Annotation | null => (each && happened.get(each.slo.id)) ?? null;
  return { items: shown.map((item) => itemView(context, item, changeOf(item))), total: of.length };
}

/** What waits comes before what was handled, and each keeps its place in the order of need. */
function worthShowing(of: readonly Item[], most: number, isHandled: (item: Item) => boolean): Item[] {
  if (of.length <= most) return [...of];
  let [waiting, handled] = [0, 0];
  return of.filter((item) => (isHandled(item) ? handled++ : waiting++) < most);
}

/** What happened shortly before the open breaches, by SLO. */
function happenedBefore(db: Database, shown: readonly Ranked[]): Map<string, Annotation | null> {
  const open = shown.flatMap(({ slo, open }) => {
    const gravest = gravestOf(open);
    return gravest ? [{ openedMinute: gravest.openedMinute, slo }] : [];
  });
  const changes = changesBefore(db, open);
  return new Map(open.map(({ slo }, i) => [slo.id, changes[i] ?? null]));
}

function itemView(context: Context, item: Item, change: Annotation | null): ReviewItem {
  const { adrs, reader, now, told, silenced } = context;
  const { each, drift, subject, state, kind } = item;
  const row = each && sloRow(adrs, each);
  const { handled, notes } = told(item);
  const isMine = (authorId: string): boolean => reader.id !== null && authorId === reader.id;
  const mine = <Each extends { authorId: string }>({ authorId, ...rest }: Each) => ({
    ...rest,
    mine: isMine(authorId),
  });
  const signedIn = reader.kind !== "anonymous";
  const silence = drift || !row?.openBreach ? undefined : silenced.get(row.openBreach.id);
  return {
    subject,
    state,
    kind,
    ...placeOf(item, row),
    row,
    decision: decisionOf(adrs, item, row),
    words: itemWords(item, row, change, now),
    ...(silence ? { silence } : {}),
    handled: handled && mine(handled),
    notes: notes.map(mine),
    mayMark: signedIn && (each && !drift ? mayEdit(reader, each.slo.service) : mayReview(reader)),
  };
}

function placeOf({ revisit, drift }: Item, row: SloRow | null): { name: string; href: string } {
  const record = revisit?.record;
  if (row) {
    const { id, name, openBreach } = row;
    const toBreach = openBreach !== null && drift === null;
    return { name, href: toBreach ? `/breaches/${openBreach.id}` : `/slos/${encodeURIComponent(id)}` };
  }
  if (!record) throw new RangeError("an item is about an SLO or a record");
  return {
    name: record.number === null ? `Revisit of ${record.title}` : `Revisit of ADR ${record.number}`,
    href: decisionHref({ path: record.path }),
  };
}

function decisionOf(adrs: AdrIndex, { revisit, drift }: Item, row: SloRow | null): DecisionLink | null {
  if (drift) return adrs.link(drift.target.decisionPath, drift.target.decisionId);
  const record = revisit?.record;
  const first = record?.decisions[0];
  if (!record || !first) return row?.decision ?? null;
  return adrs.link(record.path, first.id);
}

function metGroup({ db, adrs }: Context, all: readonly Ranked[]): TodayView["met"] {
  const met = all.filter(({ verdict }) => verdict === "met");
  const left = ({ gist }: Ranked): number => gist?.remaining ?? 1;
  const shown = met.sort((a, b) => left(a) - left(b)).slice(0, MOST_MET);
  readFigures(db, shown);
  // What needs nobody is listed in one line each.
  return { rows: shown.map((each) => sloRow(adrs, each, false)), total: met.length };
}

function finalTo(all: readonly Ranked[]): number | null {
  let first: number | null = null;
  for (const { verdict, gist } of all)
    if (gist && verdict !== "unknown" && (first === null || gist.minute < first)) first = gist.minute;
  return first === null ? null : msOf(first);
}
