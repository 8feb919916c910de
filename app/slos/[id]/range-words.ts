import { percent } from "@/lib/format/percent";
import { briefly } from "@/lib/format/time";
import type { SloView } from "@/lib/views/slo";

type Note = { head: string; text: string };
type Told = Pick<SloView, "range" | "counted" | "row" | "now" | "backfill">;

/** Below this share of a range its figures speak for a part of it only. */
const PART = 0.9;

/** What has to be said of a range before its figures; [] where they speak for themselves. */
export function rangeNotes({ range, counted, row, now, backfill }: Told): Note[] {
  const { coverage, total } = range.sums;
  const notes: Note[] = [];
  if (range.problem) notes.push({ head: range.problem, text: "The last 28 days are shown instead." });
  if (counted.countedFrom === null)
    return [
      ...notes,
      { head: "Nothing is counted yet.", text: "The first minute is counted two minutes after the engine is asked." },
    ];
  if (row.stale && row.finalTo !== null)
    notes.push({
      head: `The last counted minute is of ${briefly(row.finalTo, now)} UTC.`,
      text: "The verdict is of then.",
    });
  if (coverage === 0)
    notes.push({
      head: "Nothing of this range was observed.",
      text: `Counting began ${briefly(counted.countedFrom, now)} UTC.`,
    });
  else if (total === 0)
    notes.push({ head: "No traffic in this range.", text: "The engine was asked, and nothing happened." });
  else if (coverage < PART && backfill.state !== "running")
    notes.push({
      head: `${percent(coverage)} of this range was observed.`,
      text: "Its figures are of that part; nothing is made up for the rest.",
    });
  return notes;
}
