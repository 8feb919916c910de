import "server-only";
import { decisionHref } from "@/lib/adr/decision-address";
import { targetStatement } from "@/lib/format/target";
import { CHANGES, type ChangeKind, changeOf, type Stood } from "@/lib/slo/review-changes";
import { minuteAt, msOf } from "@/lib/slo/window";
import { annotationsIn } from "@/lib/store/annotations";
import { type Breach, breachesTouchedSince } from "@/lib/store/breaches";
import type { Database } from "@/lib/store/database";
import type { Review } from "@/lib/store/reviews";
import { targetsMadeSince } from "@/lib/store/targets";
import type { AdrIndex } from "./adr-index";
import { type Kept, keptOf } from "./kept-review";
import type { Ranked } from "./ranking";
import { slosById } from "./slos-by-id";

/** Times are ISO 8601 UTC. */
export type ChangedVerdict = {
  what: ChangeKind;
  slo: { id: string; name: string };
  was: Stood | null;
  is: Stood;
  /** The episode that tells when. */
  breach: { id: number; openedAt: string; closedAt: string | null } | null;
};

export type ChangedElse = {
  kind: "deploy" | "event" | "note" | "target" | "record";
  /** What it is called, and what is said of it. */
  name: string;
  words: string;
  href: string | null;
  /** null: some time since. */
  at: string | null;
  generated: boolean;
};

export type Since = {
  at: string;
  /** Who finished the review that it is since; null: there was none, and it is the last 24 h. */
  by: string | null;
  verdicts: ChangedVerdict[];
  verdictsTotal: number;
  others: ChangedElse[];
  othersTotal: number;
};

const DAY_MS = 86_400_000;
const MOST = 12;
/** Read of each kind: what is not shown of them is counted. */
const MOST_READ = 200;

export function sinceReview(
  db: Database,
  adrs: AdrIndex,
  all: readonly Ranked[],
  last: Review | null,
  now: Date,
): Since {
  const sinceMs = last?.finishedAt ?? now.getTime() - DAY_MS;
  const kept = last && keptOf(db, last.id);
  const verdicts = verdictsSince(db, all, kept, sinceMs);
  const others = othersSince(db, adrs, kept, sinceMs, now);
  return {
    at: iso(sinceMs),
    by: last?.author ?? null,
    verdicts: verdicts.slice(0, MOST),
    verdictsTotal: verdicts.length,
    others: others.slice(0, MOST),
    othersTotal: others.length,
  };
}

function verdictsSince(db: Database, all: readonly Ranked[], kept: Kept | null, sinceMs: number): ChangedVerdict[] {
  const touched = new Map<string, Breach[]>();
  for (const breach of breachesTouchedSince(db, minuteAt(sinceMs)))
    touched.set(breach.sloId, [...(touched.get(breach.sloId) ?? []), breach]);
  // Without a review there is nothing to compare with but the breaches.
  const candidates = kept === null ? all.filter(({ slo }) => touched.has(slo.id)) : all;
  const changes = candidates.flatMap(({ slo, verdict, gist }): ChangedVerdict[] => {
    const is: Stood = [verdict, gist?.remaining ?? null];
    const change = changeOf(kept?.stood[slo.id] ?? null, is, touched.get(slo.id) ?? NONE);
    if (change === null) return [];
    const { what, was, breach } = change;
    const episode = breach && {
      id: breach.id,
      openedAt: iso(msOf(breach.openedMinute)),
      closedAt: breach.closedMinute === null ? null : iso(msOf(breach.closedMinute)),
    };
    return [{ what, slo: { id: slo.id, name: slo.name }, was, is, breach: episode }];
  });
  return changes.sort((a, b) => CHANGES.indexOf(a.what) - CHANGES.indexOf(b.what));
}

const NONE: readonly Breach[] = [];

function othersSince(db: Database, adrs: AdrIndex, kept: Kept | null, sinceMs: number, now: Date): ChangedElse[] {
  const sloOf = slosById(db);
  const happened = annotationsIn(db, undefined, sinceMs, now.getTime(), MOST_READ).map(
    ({ kind, title, service, author, url, fromAt, generated }): ChangedElse => {
      const where = service === null ? "" : ` of ${service}`;
      return { kind, name: title, words: `${where} by ${author}`.trim(), href: url, at: iso(fromAt), generated };
    },
  );
  const targets = targetsMadeSince(db, sinceMs, MOST_READ).flatMap((version): ChangedElse[] => {
    const slo = sloOf(version.sloId);
    if (!slo) return [];
    const before = slo.targets.findLast(({ version: n }) => n < version.version);
    const stated = targetStatement(version, slo.sli);
    const was = before ? targetStatement(before, slo.sli) : "";
    const words = was === "" || was === stated ? `now ${stated} over ${version.window}` : `${was} to ${stated}`;
    const href = `/slos/${encodeURIComponent(slo.id)}#history`;
    const at = iso(version.createdAt);
    return [{ kind: "target", name: slo.name, words: `${words}, by ${version.author}`, href, at, generated: false }];
  });
  const records = kept === null ? [] : adrs.records.flatMap((record) => recordChange(record, kept));
  return [...happened, ...targets].sort((a, b) => ((a.at ?? "") < (b.at ?? "") ? 1 : -1)).concat(records);
}

function recordChange({ path, number, title, status }: AdrIndex["records"][number], kept: Kept): ChangedElse[] {
  const was = kept.records[path];
  if (was === status) return [];
  const name = number === null ? title : `ADR ${number} ${title}`;
  const words = was === undefined ? `new, ${status}` : `${status}, was ${was}`;
  return [{ kind: "record", name, words, href: decisionHref({ path }), at: null, generated: false }];
}

const iso = (ms: number): string => new Date(ms).toISOString();
