import { keepAt, keptAt } from "@/app/_kept";
import type { DraftIssue } from "@/lib/interop/slo-draft";
import { queriesOf } from "@/lib/packs/pack";
import type { LatencyUnit } from "@/lib/slo/latency-unit";
import type { PackRow } from "@/lib/views/pack-row";

/** Everything that is typed, as it is typed. */
export type Draft = {
  /** A pack's id, "own" for PromQL of one's own, null before the choice. */
  start: string | null;
  labels: Record<string, string>;
  kind: "ratio" | "raw" | "gauge";
  counts: "good" | "bad";
  part: string;
  /** What the edges of a histogram are in. */
  unit: LatencyUnit;
  total: string;
  query: string;
  op: "lt" | "lte" | "gt" | "gte";
  /** The bound of a gauge, in its own unit. */
  bound: string;
  /** Of a period's sum, s; empty for counters. */
  period: string;
  /** How late samples come, s; empty: as usual. */
  delay: string;
  /** The name of the one that is asked; empty: the default one. */
  engine: string;
  name: string;
  /** null: it follows the name. */
  id: string | null;
  service: string;
  team: string;
  tier: string;
  runbook: string;
  /** % */
  objective: string;
  window: string;
  /** `path#id`; empty: none. */
  decision: string;
  reason: string;
};

export type FormProps = {
  draft: Draft;
  set: (changes: Partial<Draft>) => void;
  /** What is wrong with a field, once there is something in it or it was sent. */
  issueOf: (field: string) => DraftIssue | null;
};

export const EMPTY: Draft = {
  start: null,
  labels: {},
  kind: "ratio",
  counts: "good",
  part: "",
  unit: "s",
  total: "",
  query: "",
  op: "lte",
  bound: "",
  period: "",
  delay: "",
  engine: "",
  name: "",
  id: null,
  service: "",
  team: "",
  tier: "",
  runbook: "",
  objective: "95",
  window: "28d",
  decision: "",
  reason: "",
};

/** The draft with a pack's queries for what is picked: labels, or counters of one's own. */
export function withPack(draft: Draft, pack: PackRow, labels: Record<string, string>): Draft {
  const again = draft.start === pack.id;
  const { status, threshold: usual } = ofJob(pack, labels);
  const threshold = (again ? edgeIn(draft.part) : null) ?? usual;
  // In the form an empty one is all of them.
  const picked = Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== ""));
  return {
    ...draft,
    start: pack.id,
    labels,
    kind: "ratio",
    counts: pack.counts,
    unit: pack.unit,
    period: again ? draft.period : String(pack.periodSeconds ?? ""),
    delay: again ? draft.delay : String(pack.delaySeconds ?? ""),
    ...queriesOf(pack, { labels: picked, status, threshold }),
  };
}

/** What the picked job has, or where none is picked one or another. */
const ofJob = (pack: PackRow, labels: Record<string, string>): Pick<PackRow, "status" | "threshold"> =>
  pack.jobs.find(({ job, unavailable }) => job !== "" && job === labels.job && unavailable === null) ?? pack;

/** A pack that is begun: its one job is picked, and it is named. */
export function begun(draft: Draft, pack: PackRow): Draft {
  const labels = Object.fromEntries(
    Object.entries(pack.values).flatMap(([label, values]) =>
      values.length === 1 && values[0] ? [[label, values[0]]] : [],
    ),
  );
  // An instance comes and goes; its job stays.
  const { instance: _, ...lasting } = labels;
  return {
    ...withPack(draft, pack, lasting),
    name: pack.name,
    id: null,
    objective: String(Number((pack.objective * 100).toPrecision(12))),
    window: pack.window,
  };
}

function edgeIn(part: string): number | null {
  const edge = Number(/le="([\d.]+)"/.exec(part)?.[1] ?? Number.NaN);
  return Number.isFinite(edge) ? edge : null;
}

/** "Redis hit rate (EU)" → "redis-hit-rate-eu" */
export const idFrom = (name: string): string =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 63)
    .replace(/-+$/, "");

export const idOf = ({ id, name }: Draft): string => id ?? idFrom(name);

const numberOf = (typed: string): number | string =>
  typed.trim() === "" || Number.isNaN(Number(typed)) ? typed : Number(typed);

/** The share that a percentage is; what is no number stays as it was typed, so that the server says so. */
export function objectiveOf({ objective }: Pick<Draft, "objective">): number | string {
  const typed = numberOf(objective.replace(",", "."));
  // 99.9 / 100 is not 0.999 in a double.
  return typeof typed === "number" ? Number((typed / 100).toPrecision(12)) : typed;
}

/** What is sent, but for the reason. */
export function bodyOf(draft: Draft): Record<string, unknown> {
  const at = draft.decision.lastIndexOf("#");
  const period = draft.kind === "ratio" && draft.period.trim() !== "" ? numberOf(draft.period) : null;
  return {
    id: idOf(draft),
    name: draft.name,
    service: draft.service,
    team: draft.team,
    tier: draft.tier,
    runbook: draft.runbook,
    indicator: indicatorOf(draft, period === null),
    periodSeconds: period,
    delaySeconds: draft.delay.trim() === "" ? null : numberOf(draft.delay),
    ...(draft.engine === "" ? {} : { engine: draft.engine }),
    objective: objectiveOf(draft),
    threshold: draft.kind === "gauge" ? numberOf(draft.bound) : null,
    window: draft.window,
    decision: at < 0 ? null : { path: draft.decision.slice(0, at), id: draft.decision.slice(at + 1) },
  };
}

function indicatorOf(draft: Draft, counter: boolean): Record<string, unknown> {
  const { kind, counts, part, total, query, op, unit } = draft;
  if (kind === "gauge") return { kind, query, op };
  return kind === "raw"
    ? { kind, counts, query }
    : { kind, counts, part, total, counter, ...(unit === "s" ? {} : { unit }) };
}

const KEY = "plumbline: new SLO";

/** Until the tab is closed or the SLO is made. */
export function kept(): Draft {
  const known = Object.entries(keptAt(KEY) ?? {}).filter(
    ([key, value]) => key in EMPTY && isLike(EMPTY[key as keyof Draft], value),
  );
  return { ...EMPTY, ...Object.fromEntries(known) };
}

const isLike = (model: unknown, value: unknown): boolean =>
  typeof value === typeof model || (model === null && typeof value === "string");

export const keep = (draft: Draft | null): void => keepAt(KEY, draft);
