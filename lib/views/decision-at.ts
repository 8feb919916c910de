import type { Root } from "hast";
import "server-only";
import { hasOwnImages } from "@/lib/adr/images";
import type { AdrRecord } from "@/lib/adr/record";
import { dayIn, type InForce, inForceOn, type Version, versionNamed } from "@/lib/adr/versions";
import { mustReadUnhurried, type Reader } from "@/lib/auth/actor";
import { config } from "@/lib/config";
import { day } from "@/lib/format/time";
import { adrHistory, adrVersion } from "@/lib/gateways/adr-history";
import type { FileHistory, Unread } from "@/lib/gateways/git-history";
import { adrIndex } from "./adr-index";
import { drawn } from "./decision";
import { type DecisionHistoryView, historyView } from "./decision-history";

export type RecordHead = Pick<
  AdrRecord,
  "number" | "title" | "status" | "statusWhere" | "date" | "decisionMakers" | "confidence" | "review"
>;

export type RecordThen = RecordHead & {
  version: Version;
  /** Nothing has changed since. */
  isNow: boolean;
  /** They are served as they are today, not as they were then. */
  hasImages: boolean;
  lead: Root;
  sections: { anchor: string; level: 2 | 3 | 4; title: string; decisionId: string | null; body: Root }[];
  /** The raw text, where it could not be rendered, and why. */
  source: string | null;
  problem: string | null;
};

export type DecisionAtView = {
  now: string;
  path: string;
  /** As it is called now. */
  title: string;
  /** The day, or the beginning of a sha, that was asked for. */
  asked: { on: string } | { at: string };
  found: RecordThen | null;
  /** Where none was found: what there is instead, in words. */
  missing: { title: string; text: string; first: Version | null } | null;
  history: DecisionHistoryView;
};

/** A record as it stood at the end of a day, or at one of its commits. null: there is no such record now. */
export async function decisionAt(
  reader: Reader,
  now: Date,
  path: string,
  asked: DecisionAtView["asked"],
): Promise<DecisionAtView | null> {
  await mustReadUnhurried(reader);
  const record = (await adrIndex()).record(path);
  const known = record && (await adrHistory(config().adrDirs, path));
  if (!record || !known) return null;
  const { history } = known;
  const view = { now: now.toISOString(), path, title: record.title, asked, history: historyView(now, path, history) };
  const without = (title: string, text: string, first: Version | null = null): DecisionAtView => ({
    ...view,
    found: null,
    missing: { title, text, first },
  });
  if ("on" in asked && dayIn(asked.on) === null)
    return without(
      "This is no day",
      `“${asked.on.slice(0, 40)}” is not in the calendar. A day is written as 2026-09-01.`,
    );
  if (typeof history === "string") return without("No version of then is known", view.history.says ?? "");
  const inForce = versionFor(history, asked);
  if (inForce === null)
    return without(
      "This record has no such version",
      "No commit of its history begins so. It may be one that did not touch this record, or one that is not in this clone.",
    );
  if (inForce.state !== "in-force") return without(...whyNot(inForce, asked));
  const { version } = inForce;
  const read = await adrVersion(history, version);
  if ("unread" in read) return without("This version cannot be shown", UNREAD[read.unread]);
  const isNow = !history.uncommitted && history.versions.find(({ onLine }) => onLine)?.sha === version.sha;
  return { ...view, missing: null, found: await then(read.record, read.text, version, isNow) };
}

const UNREAD: Record<Unread, string> = {
  "too-large": "Its text is larger than 256 KiB.",
  "not-there": "Git does not have its text: the clone may be a partial one.",
  "took-too-long": "Git did not answer within five seconds. It is asked again when the page is loaded.",
};

function versionFor(history: FileHistory, asked: DecisionAtView["asked"]): InForce | null {
  if ("on" in asked) return inForceOn(history, asked.on);
  const version = versionNamed(history.versions, asked.at);
  return version && { state: version.change === "deleted" ? "deleted" : "in-force", version };
}

function whyNot(
  inForce: Exclude<InForce, { state: "in-force" }>,
  asked: DecisionAtView["asked"],
): [title: string, text: string, first: Version | null] {
  const then = "on" in asked ? `on ${day(asked.on)}` : "then";
  if (inForce.state === "deleted")
    return [
      `This record was deleted ${then}`,
      `It was deleted with “${inForce.version.subject}”, and is there again now.`,
      null,
    ];
  if (inForce.state === "not-known")
    return [
      `What stood ${then} is not known`,
      `The history that is here begins ${inForce.oldest ? `on ${day(inForce.oldest.at)}` : "later"}.`,
      inForce.oldest,
    ];
  const { first } = inForce;
  return [`This record did not exist ${then}`, first ? `It was first committed on ${day(first.at)}.` : "", first];
}

async function then(record: AdrRecord, text: string, version: Version, isNow: boolean): Promise<RecordThen> {
  const { rendered, refused } = await drawn(record);
  const { number, title, status, statusWhere, date, decisionMakers, confidence, review } = record;
  return {
    ...{ number, title, status, statusWhere, date, decisionMakers, confidence, review },
    version,
    isNow,
    hasImages: rendered !== null && [rendered.lead, ...rendered.sections.map(({ body }) => body)].some(hasOwnImages),
    lead: rendered?.lead ?? { type: "root", children: [] },
    sections: rendered?.sections ?? [],
    source: rendered ? null : text,
    problem: refused && `${refused} It is shown as it stands.`,
  };
}
