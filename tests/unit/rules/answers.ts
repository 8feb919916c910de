import { emptyAnswer, type SelectorAnswer } from "@/lib/rules/tally";

/**
 * What the engine said of one selector from minute 1 on, a word a minute: `5` events gained, `-` no series, `5@90` with a
 * newest sample of 90 s, `?` a newest sample without a gain (the baseline), `5@90#20` with 20 samples in ten minutes (40, a scrape every
 * 15 s, unless it says so); `0.1=3,0.2=5` per bucket. `*` before it: some series fell
 * or began, `~` after it: some are unsettled.
 */
export function answers(selectors: Record<string, string>): Map<string, SelectorAnswer> {
  return new Map(Object.entries(selectors).map(([key, words]) => [key, answer(words)]));
}

function answer(words: string): SelectorAnswer {
  const found = emptyAnswer();
  words
    .split(/\s+/)
    .filter(Boolean)
    .forEach((written, i) => {
      const minute = i + 1;
      const word = written.replace(/^\*|~$/g, "");
      if (written.startsWith("*")) found.anew.add(minute);
      if (written.endsWith("~")) found.unsettled.add(minute);
      if (word === "%") {
        found.odd.add(minute);
        return;
      }
      const [, gain = "", age = "5", samples = "40"] = /^([^@#]*)(?:@(\d+))?(?:#(\d+))?$/.exec(word) ?? [];
      if (gain === "-") return;
      found.newest.set(minute, minute * 60 - Number(age));
      found.samples.set(minute, Number(samples));
      if (gain === "?") return;
      const perEdge = gain.includes("=")
        ? gain.split(",").map((pair): [string, number] => {
            const [le = "", count] = pair.split("=");
            return [le, Number(count)];
          })
        : [["", Number(gain)] as [string, number]];
      found.gained.set(minute, new Map(perEdge));
    });
  return found;
}
