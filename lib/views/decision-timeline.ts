import "server-only";
import type { AdrRecord } from "@/lib/adr/record";
import { isGone } from "@/lib/adr/status-word";
import { firstOf, type Timeline, timelineOf, UNDATED } from "@/lib/adr/timeline";
import type { Reader } from "@/lib/auth/actor";
import { adrIndex } from "./adr-index";
import { keptByRecords } from "./kept-by-records";
import { type NamedRecord, nameOf, relationsAmong } from "./record-relations";
import { shortStatus, statusesOf } from "./record-statuses";

/** As much as a page holds. */
const MOST = 400;

/** The other side of a supersession. */
export type Partner = NamedRecord & { inPart: boolean };

export type TimelineRow = NamedRecord & {
  date: string | null;
  /** There is a date, and day and month cannot be told apart. */
  dateAmbiguous: boolean;
  gone: boolean;
  supersedes: Partner[];
  supersededBy: Partner[];
};

export type DecisionTimelineView = {
  now: string;
  records: number;
  statuses: { status: string; records: number }[];
  /** Newest first, of the records that have the status that was asked for. */
  years: { year: string; records: number }[];
  undated: number;
  asked: { status: string | null; year: string | null };
  timeline: Timeline<TimelineRow>;
  /** Records that do not fit on the page. */
  left: number;
};

const kept = keptByRecords<Timeline<AdrRecord>>(50);

/** The records by the day of their decision, newest first; of one year, or as many as fit. */
export async function decisionTimelineView(
  _reader: Reader,
  now: Date,
  asked: { status: string | null; year: string | null },
): Promise<DecisionTimelineView> {
  const adrs = await adrIndex();
  const { successions } = await relationsAmong(adrs.records);
  const { status } = asked;
  const records = adrs.records.filter((record) => status === null || shortStatus(record) === status);
  // A status that no record has pushes out nothing that is kept.
  const all = records.length === 0 ? timelineOf(records) : kept(adrs.records, status, () => timelineOf(records));
  const { timeline, left } = firstOf(within(all, asked.year), MOST);
  const [supersedes, supersededBy] = [new Map<string, Partner[]>(), new Map<string, Partner[]>()];
  const add = (to: Map<string, Partner[]>, path: string, other: string, inPart: boolean): void => {
    const found = adrs.record(other);
    if (found) to.set(path, [...(to.get(path) ?? []), { ...nameOf(found), inPart }]);
  };
  for (const { old, successor, inPart } of successions) {
    if (old === null || successor === null) continue;
    add(supersedes, successor, old, inPart);
    add(supersededBy, old, successor, inPart);
  }
  const row = (record: AdrRecord): TimelineRow => ({
    ...nameOf(record),
    date: record.date,
    dateAmbiguous: record.dateAmbiguous,
    gone: !record.statusPartial && isGone(record.status),
    supersedes: supersedes.get(record.path) ?? [],
    supersededBy: supersededBy.get(record.path) ?? [],
  });
  return {
    now: now.toISOString(),
    records: adrs.records.length,
    statuses: statusesOf(adrs.records),
    years: all.years.map(({ year, items }) => ({ year, records: items })),
    undated: all.undated.length,
    asked,
    timeline: {
      years: timeline.years.map((year) => ({
        ...year,
        quarters: year.quarters.map(({ quarter, items }) => ({ quarter, items: items.map(row) })),
      })),
      undated: timeline.undated.map(row),
    },
    left,
  };
}

function within(timeline: Timeline<AdrRecord>, year: string | null): Timeline<AdrRecord> {
  if (year === null) return timeline;
  return {
    years: timeline.years.filter((each) => each.year === year),
    undated: year === UNDATED ? timeline.undated : [],
  };
}
