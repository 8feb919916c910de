import { briefly } from "@/lib/format/time";
import type { ShellView } from "@/lib/views/shell";

/** "Generated for the demo until 24 Nov, 09:00." where a range overlaps generated history, else nothing. */
export function generatedSentence(
  generated: ShellView["generated"],
  range: { from: string | number; to: string | number },
  now: string,
): string {
  const from = new Date(range.from).getTime();
  const to = new Date(range.to).getTime();
  const until = generated
    .filter((span) => Date.parse(span.from) < to && Date.parse(span.to) > from)
    .map((span) => span.to)
    .sort()
    .at(-1);
  return until === undefined ? "" : ` Generated for the demo until ${briefly(until, now)}.`;
}
