/** A ready-made SLI of one exporter. In its queries `$s` stands for the chosen matchers, `$status` for the label of the status. */
export type Pack = {
  id: string;
  /** What an SLO made from it is called. */
  name: string;
  /** Whose figures they are, for people. */
  system: string;
  exporter: string;
  /** Metrics without which it cannot be counted; the first one tells where it is found. */
  needs: readonly [string, ...string[]];
  /** Labels to choose by, the most usual first. */
  labels: readonly string[];
  /** Labels that may hold the status; null where none is asked for. */
  statusLabels: readonly string[] | null;
  counts: "good" | "bad";
  part: string;
  total: string;
  /** A bucket's upper edge, s, which exporters have by default; null where nothing is held against one. */
  threshold: number | null;
  objective: number;
  window: string;
  /** Why this objective is a good one to begin with. */
  why: string;
  /** What goes wrong with these metrics, a line each. */
  traps: readonly string[];
  /** How late samples come, s; null: as usual. */
  delaySeconds: number | null;
};

/** What somebody picked: label by value, and the label of the status. */
export type Choice = { labels: Readonly<Record<string, string>>; status: string | null; threshold: number | null };

/** A label's value as a text of PromQL: its escapes are those of JSON. */
const quoted = (value: string): string => JSON.stringify(value.toWellFormed());

/** The pack's queries for what was picked. Values stay values: none of them can end its quotation marks. */
export function queriesOf(pack: Pack, { labels, status, threshold }: Choice): { part: string; total: string } {
  const chosen = pack.labels.flatMap((label) => {
    const value = labels[label];
    return value === undefined || value === "" ? [] : [`${label}=${quoted(value)}`];
  });
  // In one pass: a value may hold what looks like a placeholder.
  const filled = (query: string): string =>
    query.replace(/\{\$s([,}])/g, (_, end: string) => {
      if (chosen.length === 0) return end === "}" ? "" : "{";
      return `{${chosen.join(",")}${end}`;
    });
  const named = (query: string): string =>
    query
      .replaceAll("$status", status ?? pack.statusLabels?.[0] ?? "code")
      .replaceAll("$threshold", String(threshold ?? pack.threshold));
  return { part: filled(named(pack.part)), total: filled(named(pack.total)) };
}
