import { type BreachState, type Episode, evaluateMinute } from "@/lib/slo/breach";
import type { BreachKind } from "@/lib/slo/breach-kind";
import type { Watched } from "@/lib/slo/judgement";
import { type TargetVersion, targetAt } from "@/lib/slo/target-history";
import { parseWindow } from "@/lib/slo/window";
import { counted, targets } from "./notation";

/** What the evaluator watches: minutes in tally notation, a target in its notation. */
export function watched(minutes: string, target: string | TargetVersion[], edges: number[] | null = null): Watched {
  const versions = typeof target === "string" ? targets(target) : target;
  const window = parseWindow(versions[0]?.window ?? "");
  if (!window) throw new RangeError("no window");
  return { ledger: counted(minutes), versions, edges, window };
}

/** Judges the minutes (from, to] one by one, each over the window then in force; each episode as it stood when it was last touched. */
export function judged(
  what: Watched,
  from = 0,
  to = what.ledger.last()?.minute ?? 0,
  state: BreachState = {},
): { state: BreachState; episodes: Episode[] } {
  let now = state;
  const episodes = new Map<string, Episode>();
  for (let minute = from + 1; minute <= to; minute++) {
    const window = parseWindow(targetAt(what.versions, minute).window) ?? what.window;
    const result = evaluateMinute({ ...what, window }, now, minute);
    now = result.state;
    for (const episode of result.touched) episodes.set(`${episode.kind} ${episode.openedMinute}`, episode);
  }
  return { state: now, episodes: [...episodes.values()] };
}

/** The episodes of one kind as `opened–closed`, `opened–` while open. */
export const spansOf = (kind: BreachKind, what: Watched): string[] =>
  judged(what)
    .episodes.filter((episode) => episode.kind === kind)
    .map(({ openedMinute, closedMinute }) => `${openedMinute}–${closedMinute ?? ""}`);
