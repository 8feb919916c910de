/** What can be promised of a cache, a CDN or an HTTP server: the columns of the table of packs. */
export const SLI_NAMES = [
  "hit rate",
  "offload, requests",
  "offload, bytes",
  "latency",
  "availability",
  "evictions",
  "saturation",
  "staleness",
] as const;
export type SliName = (typeof SLI_NAMES)[number];

/** A counter that somebody names: what they type takes the place of `$name` in the queries. */
export type MappedCounter = { name: string; says: string; example: string };

/** A ready-made SLI of one exporter. In its queries `$s` stands for the chosen matchers, `$status` for the label of the status. */
export type Pack = {
  id: string;
  /** What an SLO made from it is called. */
  name: string;
  /** The first is what it is; another one where the exporter does not tell them apart. */
  slis: readonly [SliName, ...SliName[]];
  /** Metrics without which it cannot be counted; the first one tells where it is found. Empty where all are mapped. */
  needs: readonly string[];
  /** A label that this exporter alone gives to its metrics, where another one has the same names; null where names tell. */
  telling: string | null;
  /** Labels to choose by, the most usual first. */
  labels: readonly string[];
  /** Labels that may hold the status; null where none is asked for. */
  statusLabels: readonly string[] | null;
  counts: "good" | "bad";
  part: string;
  total: string;
  /** A bucket's upper edge, in `unit`, which exporters have by default; null where nothing is held against one. */
  threshold: number | null;
  /** What the edges are in. The target's threshold is s all the same. */
  unit: "s" | "ms";
  objective: number;
  window: string;
  /** Why this objective is a good one to begin with. */
  why: string;
  /** What goes wrong with these metrics, a line each. */
  traps: readonly string[];
  /** A minute is final this long after its end, s; null: as usual. */
  delaySeconds: number | null;
  /** Of gauges that hold the sum of one period, s; null for counters. */
  periodSeconds: number | null;
  /** Counters of one's own that the queries are made of; empty where the exporter names them all. */
  mapped: readonly MappedCounter[];
};

/** What an exporter cannot tell, and what to do instead. `of` narrows it where something else of that name is counted. */
export type Blank = { sli: SliName; of?: string; why: string; instead: string };

/** An exporter with all that can be made of it. */
export type Source = {
  id: string;
  /** Whose figures they are, for people. */
  system: string;
  exporter: string;
  /** What has to be there or turned on. */
  setUp: string;
  packs: readonly Pack[];
  /** What it shows happened so long before, s; null: just now. */
  lateSeconds: number | null;
  blanks: readonly Blank[];
};

type Given = Pick<Pack, "id" | "name" | "slis" | "needs" | "counts" | "part" | "total" | "objective" | "why" | "traps">;

/** A pack with what is usual where nothing else is said. */
export const packOf = (given: Given & Partial<Pack>): Pack => ({
  labels: ["job", "instance"],
  telling: null,
  statusLabels: null,
  threshold: null,
  unit: "s",
  window: "28d",
  delaySeconds: null,
  periodSeconds: null,
  mapped: [],
  ...given,
});

/** What somebody picked: label, or mapped counter, by value; the label of the status; the threshold, in the pack's unit. */
export type Choice = { labels: Readonly<Record<string, string>>; status: string | null; threshold: number | null };

/** A label's value as a text of PromQL: its escapes are those of JSON. */
const quoted = (value: string): string => JSON.stringify(value.toWellFormed());

/** The pack's queries for what was picked; an empty value is a series without the label. Values stay values: none of them can end its quotation marks. */
export function queriesOf(pack: Pack, { labels, status, threshold }: Choice): { part: string; total: string } {
  const chosen = pack.labels.flatMap((label) => {
    const value = labels[label];
    return value === undefined ? [] : [`${label}=${quoted(value)}`];
  });
  // In one pass: a value may hold what looks like a placeholder.
  const filled = (query: string): string =>
    query.replace(/\{\$s([,}])/g, (_, end: string) => {
      if (chosen.length === 0) return end === "}" ? "" : "{";
      return `{${chosen.join(",")}${end}`;
    });
  const named = (query: string): string =>
    query
      .replaceAll("$status", () => status ?? pack.statusLabels?.[0] ?? "code")
      .replaceAll("$threshold", () => String(threshold ?? pack.threshold));
  const mapped = (query: string): string =>
    pack.mapped.length === 0 ? query : query.replace(/\$([a-z]+)/g, (_, name: string) => labels[name] ?? "");
  return { part: mapped(filled(named(pack.part))), total: mapped(filled(named(pack.total))) };
}

/** What has to be said of the edges: nothing where they are s. */
const unitOf = ({ unit }: Pack): { unit?: Pack["unit"] } => (unit === "s" ? {} : { unit });

/** What is counted, in the words of a body of `POST /api/v1/slos`. */
export function countedBy(pack: Pack, choice: Choice): Record<string, unknown> {
  const counter = pack.periodSeconds === null;
  return {
    indicator: { kind: "ratio", counts: pack.counts, ...queriesOf(pack, choice), counter, ...unitOf(pack) },
    delaySeconds: pack.delaySeconds,
    periodSeconds: pack.periodSeconds,
    // The bucket of the query says it.
    threshold: null,
  };
}
