import { count, countInWords } from "@/lib/format/count";
import { duration, theWindow, windowInWords } from "@/lib/format/duration";
import { eventWords } from "@/lib/format/events";
import { exactLatency } from "@/lib/format/latency";
import { objectivePercent, percent } from "@/lib/format/percent";
import { dayAndTime, shortDay } from "@/lib/format/time";
import type { TargetTerms } from "@/lib/slo/target-draft";
import type { TargetEditorView } from "@/lib/views/target-editor";
import type { WhatIfView } from "@/lib/views/what-if";

type Slo = TargetEditorView["slo"];
type Tried = NonNullable<WhatIfView["tried"]>;
const NBSP = "\u00a0";
const SIGNS = { lt: "<", lte: "≤", gt: ">", gte: "≥" };

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** "≤ 250 ms", "< 80"; "" for a ratio. */
export function boundWords({ kind, op }: Pick<Slo, "kind" | "op">, threshold: number | null): string {
  if (threshold === null) return "";
  return kind === "latency" ? `≤${NBSP}${exactLatency(threshold)}` : `${SIGNS[op ?? "lte"]}${NBSP}${threshold}`;
}

/** "95 % of requests ≤ 250 ms over 28 days" */
export function termsWords(slo: Pick<Slo, "kind" | "op">, { objective, threshold, window }: TargetTerms): string {
  const { all } = eventWords(slo.kind);
  const share = `${objectivePercent(objective)} of ${all}`;
  const bound = boundWords(slo, threshold);
  return `${share}${bound ? ` ${bound}` : " good"} over ${theWindow(window)}`;
}

/** "95 % of requests ≤ 250 ms is p95 ≤ 250 ms" */
export function bothForms({ objective, threshold }: TargetTerms): string {
  const bound = `≤${NBSP}${exactLatency(threshold ?? 0)}`;
  return `${objectivePercent(objective)} of requests ${bound} is p${Number((objective * 100).toFixed(4))} ${bound}`;
}

/** "26 Aug to 24 Nov, 618,400 requests, coverage 99.5 %." */
export function periodWords({ from, to, total, coverage, daysAsked }: Tried, kind: Slo["kind"]): string {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  const reach = days < daysAsked - 1 ? `, which is as far as the ledger reaches` : "";
  return `${shortDay(from)} to ${shortDay(to)}${reach}, ${count(total)} ${eventWords(kind).all}, coverage ${percent(coverage)}.`;
}

/** "Told minute by minute since 16 Nov, in steps of 5 min before." */
export function resolutionWords({ resolution }: Tried): string {
  const [newest, ...older] = resolution.toReversed();
  if (!newest || older.length === 0) return "";
  const grain = newest.everyMinutes === 1 ? "minute by minute" : `in steps of ${duration(newest.everyMinutes * 60)}`;
  return `Told ${grain} since ${shortDay(newest.from)}, in steps of ${older.map(({ everyMinutes }) => duration(everyMinutes * 60)).join(", then ")} before.`;
}

/** "Four of six breaches would not have been; two would have been shorter." */
export function breachesWords({ breaches, inForce }: Tried): string {
  const by = (change: string): number => breaches.filter((each) => each.change === change).length;
  const all = breaches.filter((each) => each.inForce !== null).length;
  const parts: string[] = [];
  if (by("lost") > 0)
    parts.push(
      `${countInWords(by("lost"))} of ${countInWords(all)} ${all === 1 ? "breach" : "breaches"} would not have been`,
    );
  if (by("gained") > 0)
    parts.push(`${countInWords(by("gained"))} more ${by("gained") === 1 ? "breach" : "breaches"} would have been`);
  if (by("shorter") > 0) parts.push(`${countInWords(by("shorter"))} would have been shorter`);
  if (by("longer") > 0) parts.push(`${countInWords(by("longer"))} would have been longer`);
  if (parts.length > 0) return `${capital(parts.join("; "))}.`;
  if (inForce.breaches === 0) return "No breach by either.";
  return "The same breaches by both.";
}

/** "7,420 requests lie between both thresholds." "" where the same events are good. */
export function givenWords({ inForce, proposed }: Tried, slo: Slo, was: TargetTerms, now: TargetTerms): string {
  const difference = Math.round(proposed.good - inForce.good);
  if (was.threshold === null || now.threshold === null || was.threshold === now.threshold || difference === 0)
    return "";
  const [low, high] = [Math.min(was.threshold, now.threshold), Math.max(was.threshold, now.threshold)];
  const unit = (value: number): string => (slo.kind === "latency" ? exactLatency(value) : String(value));
  return `${count(Math.abs(difference))} ${eventWords(slo.kind).all} between ${unit(low)} and ${unit(high)} count as ${difference > 0 ? "good" : "bad"} by the proposed target only.`;
}

/** "+1.2 points", "0.3 points less"; "–" where either is not known. */
export function pointsWords(before: number | null, after: number | null): string {
  if (before === null || after === null) return "–";
  const points = Number(((after - before) * 100).toFixed(1));
  if (points === 0) return Math.abs(after - before) < 1e-9 ? "the same" : "less than 0.1 points";
  return `${points > 0 ? "+" : "\u2212"}${Math.abs(points).toLocaleString("en")} points`;
}

export function fewerWords(before: number, after: number, words: (n: number) => string): string {
  if (before === after) return "the same";
  return `${words(Math.abs(after - before))} ${after < before ? "fewer" : "more"}`;
}

/** What saving makes: "v4: 95 % of requests ≤ 250 ms over 28 days, from 1 Dec 2026, 00:00 UTC." */
export function resultWords(slo: Slo, next: number, terms: TargetTerms, from: string | null): string {
  return `v${next}: ${termsWords(slo, terms)}, ${from === null ? "from now on" : `from ${dayAndTime(from)}`}.`;
}

export const windowLabel = (unit: string): string =>
  /^\d/.test(unit) ? `Rolling ${windowInWords(unit)}` : `Calendar ${unit}`;
