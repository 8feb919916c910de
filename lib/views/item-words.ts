import "server-only";
import { count } from "@/lib/format/count";
import { duration } from "@/lib/format/duration";
import { eventWords } from "@/lib/format/events";
import { percent } from "@/lib/format/percent";
import { briefly, shortDay } from "@/lib/format/time";
import { times } from "@/lib/format/times";
import { gravestOf } from "@/lib/slo/breach-kind";
import { daysBetween } from "@/lib/slo/review-item";
import { msOf } from "@/lib/slo/window";
import type { Annotation } from "@/lib/store/annotations";
import type { Breach } from "@/lib/store/breaches";
import { budgetSentence } from "./budget-sentence";
import { dayOf, type Item } from "./review-items";
import type { RevisitDue } from "./revisits-due";
import type { SloRow } from "./slo-row";

/** Why an item is one. `brief`: beneath its row, where it is not open; null where the figures say it. */
export type ItemWords = { bold: string; rest: string; brief: string | null };

/** `change`: the deploy or event shortly before its breach. */
export function itemWords(item: Item, row: SloRow | null, change: Annotation | null, now: Date): ItemWords {
  if (item.drift) return driftWords(item.drift, now);
  if (item.revisit) return revisitWords(item.revisit, now);
  const breach = item.each && gravestOf(item.each.open);
  if (item.each && row && breach && (item.kind === "breached" || item.kind === "at-risk"))
    return { ...breachWords(breach, row, change, now), brief: row.reason };
  if (item.kind === "at-risk" && row) return { bold: "No breach is open.", rest: budgetSentence(row), brief: null };
  const last = row?.finalTo ? ` Last counted to ${briefly(row.finalTo, now.getTime())} UTC.` : "";
  return { bold: row?.reason ?? "", rest: last.trim(), brief: row?.reason ?? null };
}

function breachWords(breach: Breach, row: SloRow, deploy: Annotation | null, now: Date) {
  const opened = msOf(breach.openedMinute);
  const bold = `Since ${briefly(opened, now.getTime())} UTC, ${duration((now.getTime() - opened) / 1000)}.`;
  const gap = deploy ? (opened - deploy.fromAt) / 1000 : 0;
  const just = deploy
    ? ` ${gap < 60 ? "With" : `${duration(gap)} after`} ${deploy.kind === "deploy" ? "the deploy" : "“"}${deploy.kind === "deploy" ? ` ${deploy.title}` : `${deploy.title}”`}.`
    : "";
  const bad = `${count(Math.max(0, breach.badEvents))} of ${count(breach.totalEvents)} ${eventWords(row.kind).all} missed.`;
  const spent =
    breach.budgetSpent === null ? "" : ` It spent ${percent(Math.max(0, breach.budgetSpent), 0)} of the budget.`;
  return { bold, rest: `${just} ${worstOf(breach, row)} ${bad}${spent}`.trim() };
}

function worstOf({ kind, worst }: Breach, { targetStatement }: SloRow): string {
  if (worst === null) return "";
  if (kind === "objective-missed") return `At worst ${percent(worst)} instead of ${targetStatement}.`;
  if (kind === "budget-exhausted") return `At worst the budget was overspent by ${percent(Math.max(0, -worst), 0)}.`;
  return `At worst the budget burnt ${times(worst)} as fast as allowed.`;
}

function driftWords({ target, words }: NonNullable<Item["drift"]>, now: Date): ItemWords {
  const since = `Version ${target.version} holds since ${briefly(target.inForceFrom, now.getTime())} UTC, by ${target.author}: ${target.reason}`;
  return { bold: words, rest: since, brief: words };
}

function revisitWords({ record, due, fired }: RevisitDue, now: Date): ItemWords {
  const owner = record.review?.owner ? `Owner ${record.review.owner}.` : "The record names no owner.";
  const bold = due === null ? "Called for before its date." : dueWords(due, now);
  const why = fired.length === 0 ? "" : ` ${fired.join(" ")}`;
  return { bold, rest: `${owner} The record is ${record.status}.${why}`, brief: `${bold} ${owner}${why}` };
}

function dueWords(due: string, now: Date): string {
  const days = daysBetween(dayOf(now), due);
  if (days < 0) return `Was due ${shortDay(due)}, overdue by ${dayCount(-days)}.`;
  return `Due ${shortDay(due)}, ${days === 0 ? "today" : days === 1 ? "tomorrow" : `in ${dayCount(days)}`}.`;
}

const dayCount = (n: number): string => `${count(n)} ${n === 1 ? "day" : "days"}`;
