import { countInWords } from "@/lib/format/count";
import { duration } from "@/lib/format/duration";
import type { TodayView } from "@/lib/views/today";

/** The state of all targets in a bold sentence and a quieter one. */
export function lede(view: TodayView): { bold: string; rest: string } {
  return { bold: boldSentence(view), rest: [unmeasured(view), remaining(view)].filter((s) => s !== "").join(" ") };
}

function boldSentence({ breached, atRisk, met }: TodayView): string {
  const soonest = atRisk.find((row) => row.exhaustedInSeconds !== null)?.exhaustedInSeconds ?? null;
  const within = soonest === null ? "" : `; the first runs out in ${duration(soonest)}`;
  if (breached.length === 0 && atRisk.length === 0)
    return met.length === 0 ? "No target can be judged now." : "Every target that can be judged is met.";
  if (breached.length === 0) return `No target is breached. ${targets(atRisk.length)} at risk${within}.`;
  if (atRisk.length === 0) return `${targets(breached.length)} breached.`;
  return `${targets(breached.length)} breached and ${countInWords(atRisk.length)} more ${are(atRisk.length)} at risk${within}.`;
}

function unmeasured({ unknown }: TodayView): string {
  if (unknown.length === 0) return "";
  return `${capital(countInWords(unknown.length))} SLO${unknown.length === 1 ? "" : "s"} could not be measured.`;
}

function remaining({ breached, atRisk, unknown, noTraffic, met }: TodayView): string {
  const idle =
    noTraffic.length === 0
      ? ""
      : `${capital(countInWords(noTraffic.length))} had no traffic, which is neither good nor bad.`;
  if (met.length === 0 || breached.length + atRisk.length + unknown.length === 0) return idle;
  const others = met.length === 1 ? "The other one is met." : `The other ${countInWords(met.length)} are met.`;
  return [others, idle].filter((s) => s !== "").join(" ");
}

function targets(n: number): string {
  return `${capital(countInWords(n))} target${n === 1 ? " is" : "s are"}`;
}

function are(n: number): string {
  return n === 1 ? "is" : "are";
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
