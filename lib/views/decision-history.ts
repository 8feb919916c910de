import "server-only";
import { decisionHref } from "@/lib/adr/decision-address";
import { dayIn, type InForce, inForceOn, type Version } from "@/lib/adr/versions";
import { mustReadUnhurried, type Reader } from "@/lib/auth/actor";
import { config } from "@/lib/config";
import { DomainError } from "@/lib/errors";
import { adrHistory } from "@/lib/gateways/adr-history";
import type { FileHistory, NoHistory } from "@/lib/gateways/git-history";

export type DecisionHistoryView = {
  now: string;
  path: string;
  href: string;
  /** Newest first. */
  versions: Version[];
  /** Nothing older was left out. */
  whole: boolean;
  /** What stands in the file differs from the last commit. */
  uncommitted: boolean;
  /** Why there are no versions, or not all of them, in a sentence; null where there is nothing to say. */
  says: string | null;
};

const WHY: Record<NoHistory, string> = {
  "no-git": "There is no git program on the server, so nothing is known of earlier versions.",
  "no-repository": "The folder of this record is in no git repository, so nothing is known of earlier versions.",
  "never-committed": "This record has never been committed, so there are no earlier versions.",
  "not-trusted":
    "Git does not read this repository: its folder belongs to another account. The way out is git’s setting safe.directory for the account that runs Plumbline.",
  "took-too-long": "Git did not answer within five seconds. It is asked again when the page is loaded.",
  failed: "Git could not tell the history of this record.",
};

/** The commits that touched a record. null: there is no such record. */
export async function decisionHistory(reader: Reader, now: Date, path: string): Promise<DecisionHistoryView | null> {
  await mustReadUnhurried(reader);
  const found = await adrHistory(config().adrDirs, path);
  return found && historyView(now, path, found.history);
}

/** The same as a list for programs; with a day the version that was in force at its end. @throws DomainError for what is no day */
export async function versionsOf(
  reader: Reader,
  now: Date,
  path: string,
  on: string | null,
): Promise<{ items: Version[]; next: null; whole: boolean; uncommitted: boolean; reason: string | null } | null> {
  if (on !== null && dayIn(on) === null)
    throw new DomainError("bad-input", `on: “${on.slice(0, 40)}” is no day.`, "Write it as 2026-09-01.", {
      details: { issues: [{ field: "on", message: "is no day" }] },
    });
  const view = await decisionHistory(reader, now, path);
  if (view === null) return null;
  const { versions, whole, uncommitted, says } = view;
  const all = { next: null, whole, uncommitted };
  if (on === null || versions.length === 0) return { ...all, items: versions, reason: says };
  const inForce = inForceOn({ versions, whole }, on);
  const items = inForce.state === "in-force" ? [inForce.version] : [];
  return { ...all, items, reason: notInForce(inForce, on) };
}

export function historyView(now: Date, path: string, history: FileHistory | NoHistory): DecisionHistoryView {
  const head = { now: now.toISOString(), path, href: decisionHref({ path }) };
  if (typeof history === "string")
    return { ...head, versions: [], whole: false, uncommitted: false, says: WHY[history] };
  const { versions, whole, shallow, uncommitted } = history;
  const says = whole
    ? null
    : shallow
      ? "This is a shallow clone: what is older than its first commit is not known here."
      : "Only the newest commits are listed.";
  return { ...head, versions, whole, uncommitted, says };
}

/** Why no version was in force at the end of a day; null where one was. */
export function notInForce(inForce: InForce, on: string): string | null {
  if (inForce.state === "in-force") return null;
  if (inForce.state === "deleted") return `By ${on} this record had been deleted.`;
  return inForce.state === "not-yet"
    ? `This record did not exist on ${on}.`
    : `What stood on ${on} is not known: the history that is there begins later.`;
}
