import "server-only";
import type { Reader } from "@/lib/auth/actor";
import { mayReview } from "@/lib/rights";
import { parseQuarter, type Quarter, quarterBefore, quarterOf } from "@/lib/slo/quarter";
import { minuteAt } from "@/lib/slo/window";
import { database } from "@/lib/store/database";
import { allRevisits, entriesOf, outcomesOf } from "@/lib/store/revisits";
import { adrIndex } from "./adr-index";
import { notNow } from "./revisit";
import { type QueuedDecision, revisitQueue } from "./revisit-queue";

export type { QueuedDecision } from "./revisit-queue";

/** Times are ISO 8601 UTC. */
export type RevisitRow = {
  quarter: string;
  label: string;
  state: "open" | "finished";
  startedAt: string;
  startedBy: string;
  finishedAt: string | null;
  agenda: number;
  decided: number;
};

export type RevisitsView = {
  now: string;
  current: Pick<Quarter, "id" | "label" | "lastDay">;
  /** The quarters whose meeting can be started. */
  startable: { id: string; label: string }[];
  /** Why that of this quarter cannot be started; null where it can, or is there. */
  notNow: string | null;
  mayReview: boolean;
  signedIn: boolean;
  /** Newest quarter first. */
  items: RevisitRow[];
  /** What would be on the agenda now. */
  queue: QueuedDecision[];
  /** There is at least one decision that could be looked at again. */
  decisions: number;
  folderProblem: string | null;
};

/** So long into a quarter the meeting of the one before is offered. */
const LATE_DAYS = 31;

export async function revisitsView(reader: Reader, now: Date): Promise<RevisitsView> {
  const db = database();
  const adrs = await adrIndex();
  const current = quarterOf(now);
  const meetings = allRevisits(db);
  const isHeld = ({ id }: Quarter): boolean => meetings.some(({ quarter }) => quarter === id);
  return {
    now: now.toISOString(),
    current: { id: current.id, label: current.label, lastDay: current.lastDay },
    startable: [current, quarterBefore(current)]
      .filter((quarter) => !isHeld(quarter) && notNow(db, quarter, now) === null)
      // Over the API that of the quarter before can be started later too.
      .filter(({ id }) => id === current.id || minuteAt(now.getTime()) < current.from + LATE_DAYS * 1440)
      .map(({ id, label }) => ({ id, label })),
    notNow: isHeld(current) ? null : notNow(db, current, now),
    mayReview: mayReview(reader),
    signedIn: reader.kind !== "anonymous",
    items: meetings.map(({ quarter, startedAt, startedBy, finishedAt, agenda }) => {
      const added = entriesOf(db, quarter).filter(({ what }) => what === "added").length;
      const decided = new Set(outcomesOf(db, quarter).map(({ path, decisionId }) => `${path}#${decisionId}`));
      return {
        quarter,
        label: parseQuarter(quarter)?.label ?? quarter,
        state: finishedAt === null ? "open" : "finished",
        startedAt: new Date(startedAt).toISOString(),
        startedBy,
        finishedAt: finishedAt === null ? null : new Date(finishedAt).toISOString(),
        agenda: agenda.length + added,
        decided: decided.size,
      };
    }),
    queue: revisitQueue(db, adrs, now, current.lastDay),
    decisions: adrs.records.reduce((sum, { decisions }) => sum + decisions.length, 0),
    folderProblem: adrs.problems.map(({ path, message }) => `${path}: ${message}`).join(" ") || null,
  };
}
