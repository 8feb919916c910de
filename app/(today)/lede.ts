import { countInWords } from "@/lib/format/count";
import { duration } from "@/lib/format/duration";
import type { TodayView } from "@/lib/views/today";

/** The state of all targets in a bold sentence and a quieter one. */
export function lede(view: TodayView): { bold: string; rest: string } {
  return { bold: boldSentence(view), rest: [unmeasured(view), remaining(view)].filter((s) => s !== "").join(" ") };
}

function boldSentence({ breached, atRisk, met }: TodayView): string {
  const soonest =
    atRisk.items.find(({ row }) => row && row.exhaustedInSeconds !== null)?.row?.exhaustedInSeconds ?? null;
  const within =
    soonest === null
      ? ""
      : soonest === 0
        ? "; the first has nothing left"
        : `; the first runs out in ${duration(soonest)}`;
  if (breached.total === 0 && atRisk.total === 0)
    return met.total === 0 ? "No target can be judged now." : "Every target that can be judged is met.";
  if (breached.total === 0) return `No target is breached. ${targets(atRisk.total)} at risk${within}.`;
  if (atRisk.total === 0) return `${targets(breached.total)} breached.`;
  return `${targets(breached.total)} breached and ${countInWords(atRisk.total)} more ${are(atRisk.total)} at risk${within}.`;
}

function unmeasured({ unknown }: TodayView): string {
  if (unknown.total === 0) return "";
  return `${capital(countInWords(unknown.total))} SLO${unknown.total === 1 ? "" : "s"} could not be measured.`;
}

function remaining({ breached, atRisk, unknown, noTraffic, met }: TodayView): string {
  const idle =
    noTraffic.total === 0
      ? ""
      : `${capital(countInWords(noTraffic.total))} had no traffic, which is neither good nor bad.`;
  if (met.total === 0 || breached.total + atRisk.total + unknown.total === 0) return idle;
  const others = met.total === 1 ? "The other one is met." : `The other ${countInWords(met.total)} are met.`;
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
