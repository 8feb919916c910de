import "server-only";
import { decisionHref } from "@/lib/adr/decision-address";
import type { AdrRecord } from "@/lib/adr/record";
import { config } from "@/lib/config";
import { duration } from "@/lib/format/duration";
import { targetStatement } from "@/lib/format/target";
import { adrFile } from "@/lib/gateways/adr-folder";
import { commitsSince } from "@/lib/gateways/git";
import { minuteAt, msOf } from "@/lib/slo/window";
import { breachesOf } from "@/lib/store/breaches";
import type { Database } from "@/lib/store/database";
import type { Slo } from "@/lib/store/slos";
import type { AdrIndex } from "./adr-index";
import type { Ranked } from "./ranking";

/** Something that happened to a decision. `at` is ISO 8601 UTC. */
export type SinceItem = {
  at: string;
  kind: "target" | "breach" | "commit" | "record";
  text: string;
  href: string | null;
};

const MOST_COMMITS = 10;
const MOST_BREACHES = 8;
const MOST = 24;

/** Changed targets, breaches, commits of the record and records that name it, from an instant (ms) to the cut-off, newest first. */
export async function sinceThen(
  db: Database,
  adrs: AdrIndex,
  record: AdrRecord,
  measured: readonly Ranked[],
  since: number,
  cutOff: number,
): Promise<SinceItem[]> {
  const file = await adrFile(config().adrDirs, record.path);
  const commits = file === null ? [] : await commitsSince(file, since, MOST_COMMITS);
  const items: SinceItem[] = [
    ...measured.flatMap(({ slo }) => [...targetChanges(slo, since, cutOff), ...breachesIn(db, slo, since, cutOff)]),
    ...commits.map(({ sha, at, subject }) => ({
      at,
      kind: "commit" as const,
      text: `Commit ${sha.slice(0, 7)}: ${subject}`,
      href: null,
    })),
    ...recordsAbout(adrs, record, since),
  ];
  return items
    .filter(({ at }) => Date.parse(at) <= msOf(cutOff) + 60_000)
    .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
    .slice(0, MOST);
}

function targetChanges({ id, name, targets, sli }: Slo, since: number, cutOff: number): SinceItem[] {
  return targets.flatMap((version, i): SinceItem[] => {
    const before = targets[i - 1];
    if (!before || version.inForceFrom < since || version.inForceFrom > msOf(cutOff)) return [];
    const [was, is] = [targetStatement(before, sli), targetStatement(version, sli)];
    const text = `${name}: ${was} became ${is}${version.asDrift ? ", as drift" : ""}. ${version.reason}`;
    return [
      {
        at: iso(version.inForceFrom),
        kind: "target",
        text: text.trim(),
        href: `/slos/${encodeURIComponent(id)}#history`,
      },
    ];
  });
}

function breachesIn(db: Database, { id, name }: Slo, since: number, cutOff: number): SinceItem[] {
  return breachesOf(db, id, minuteAt(since), Number.MAX_SAFE_INTEGER)
    .filter(({ kind, openedMinute }) => kind === "objective-missed" && openedMinute <= cutOff)
    .sort((a, b) => lengthOf(b, cutOff) - lengthOf(a, cutOff))
    .slice(0, MOST_BREACHES)
    .map((breach) => {
      const state = breach.closedMinute === null ? "open" : duration(lengthOf(breach, cutOff) * 60);
      const text = `Breach ${breach.id} of ${name}, ${state}`;
      return { at: iso(msOf(breach.openedMinute)), kind: "breach", text, href: `/breaches/${breach.id}` };
    });
}

const lengthOf = (
  { openedMinute, closedMinute }: { openedMinute: number; closedMinute: number | null },
  cutOff: number,
): number => (closedMinute ?? cutOff) - openedMinute;

/** Records of since then that name this one. */
function recordsAbout({ records }: AdrIndex, { path }: AdrRecord, since: number): SinceItem[] {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const firstDay = iso(since).slice(0, 10);
  return records.flatMap((each): SinceItem[] => {
    if (each.path === path || each.date === null || each.date < firstDay || !each.body.includes(name)) return [];
    const text = `${each.number === null ? "" : `ADR ${each.number} `}${each.title}: ${each.status}`;
    return [{ at: `${each.date}T00:00:00.000Z`, kind: "record", text, href: decisionHref({ path: each.path }) }];
  });
}

const iso = (ms: number): string => new Date(ms).toISOString();
