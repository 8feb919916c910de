import "server-only";
import { UNCOMMITTED, type Version, versionNamed } from "@/lib/adr/versions";
import type { Difference } from "@/lib/adr/word-diff";
import { mustReadUnhurried, type Reader } from "@/lib/auth/actor";
import { config } from "@/lib/config";
import { adrDifference, adrHistory } from "@/lib/gateways/adr-history";
import type { Unread } from "@/lib/gateways/git-history";
import { adrIndex } from "./adr-index";
import { type DecisionHistoryView, historyView } from "./decision-history";

export type DecisionDifferenceView = {
  now: string;
  path: string;
  title: string;
  from: Version | null;
  to: Version | typeof UNCOMMITTED | null;
  difference: Difference | null;
  /** Why there is none, in words. */
  missing: { title: string; text: string } | null;
  history: DecisionHistoryView;
};

/** What differs between two versions of a record. null: there is no such record. */
export async function decisionDifference(
  reader: Reader,
  now: Date,
  path: string,
  asked: { from: string; to: string },
): Promise<DecisionDifferenceView | null> {
  await mustReadUnhurried(reader);
  const record = (await adrIndex()).record(path);
  const known = record && (await adrHistory(config().adrDirs, path));
  if (!record || !known) return null;
  const { history, file } = known;
  const base = { now: now.toISOString(), path, title: record.title, history: historyView(now, path, history) };
  if (typeof history === "string")
    return {
      ...base,
      from: null,
      to: null,
      difference: null,
      missing: { title: "No versions are known", text: base.history.says ?? "" },
    };
  const from = versionNamed(history.versions, asked.from);
  const to: DecisionDifferenceView["to"] =
    asked.to === UNCOMMITTED ? UNCOMMITTED : versionNamed(history.versions, asked.to);
  const view = { ...base, from, to };
  if (from === null || to === null)
    return { ...view, difference: null, missing: { title: "This record has no such version", text: NOT_FOUND } };
  const read = await adrDifference(history, file, from, to === UNCOMMITTED ? null : to);
  return "unread" in read
    ? { ...view, difference: null, missing: { title: "These versions cannot be compared", text: UNREAD[read.unread] } }
    : { ...view, difference: read.difference, missing: null };
}

const NOT_FOUND =
  "No commit of its history begins so. It may be one that did not touch this record, or one that is not in this clone.";

const UNREAD: Record<Unread, string> = {
  "too-large": "Their texts are too large.",
  "not-there": "Git does not have the text of both: one of them deleted the record, or the clone is a partial one.",
  "took-too-long": "Git did not answer within five seconds. It is asked again when the page is loaded.",
};
