import { oneIn } from "./share-in-words";

/** What is counted, by the kind of an SLI: the bad ones, and all of them. */
export function eventWords(kind: "ratio" | "latency" | "gauge"): { bad: string; all: string } {
  if (kind === "latency") return { bad: "slow requests", all: "requests" };
  if (kind === "gauge") return { bad: "minutes past the bound", all: "minutes" };
  return { bad: "misses", all: "events" };
}

/** "One request in five is slow", "four events in five missed": how many of all a share is, as people say it. */
export function badInWords(kind: "ratio" | "latency" | "gauge", share: number, isOver: boolean): string {
  const [count, ...rest] = oneIn(share).split(" ");
  const one = count === "one";
  const noun = { latency: "request", ratio: "event", gauge: "minute" }[kind];
  const be = isOver ? (one ? "was" : "were") : one ? "is" : "are";
  const miss = isOver ? "missed" : one ? "misses" : "miss";
  const verb = { latency: `${be} slow`, ratio: miss, gauge: `${be} past the bound` }[kind];
  return [capital(count ?? ""), `${noun}${one ? "" : "s"}`, ...rest, verb].join(" ");
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
