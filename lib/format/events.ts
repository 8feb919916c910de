/** What is counted, by the kind of an SLI: the bad ones, and all of them. */
export function eventWords(kind: "ratio" | "latency" | "gauge"): { bad: string; all: string } {
  if (kind === "latency") return { bad: "slow requests", all: "requests" };
  if (kind === "gauge") return { bad: "minutes past the bound", all: "minutes" };
  return { bad: "misses", all: "events" };
}
