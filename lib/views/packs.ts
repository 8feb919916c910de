import "server-only";
import type { Reader } from "@/lib/auth/actor";
import { type Engine, EngineError } from "@/lib/gateways/prometheus";
import { trialEngine } from "@/lib/gateways/trial";
import type { Pack, Source } from "@/lib/packs/pack";
import { PACKS, SOURCES } from "@/lib/packs/packs";
import { database } from "@/lib/store/database";
import { activeSlos } from "@/lib/store/slos";
import { offersOf, type PackOffer } from "./pack-offers";
import type { PackJob, PackRow } from "./pack-row";

export type SourceRow = Omit<Source, "packs"> & { packs: string[] };

export type PacksView = {
  now: string;
  items: PackRow[];
  sources: SourceRow[];
  /** SLOs that can be made of what was found, at a stroke. */
  offers: PackOffer[];
  /** Why the engine could not be asked; null where it answered, or whoever asks may not make SLOs. */
  engineProblem: string | null;
  /** Whether it was asked: not for those who could make nothing of it. */
  asked: boolean;
};

const MOST_JOBS = 1000;
const MOST_GROUPS = 500;
const MOST_VALUES = 50;
const MOST_EDGES = 200;

/** Buckets lie beside their count, and are many. */
const isLookedFor = (metric: string): boolean => !metric.endsWith("_bucket");
const METRICS = [...new Set(PACKS.flatMap(({ needs }) => needs))].filter(isLookedFor).sort();

const UNASKED = { found: null, missing: [], jobs: [], series: 0, values: {}, status: null, edges: null };

/**
 * One bounded question says which metrics there are and of which jobs; of each that was found another what there is to choose
 * by. Visitors who could make nothing of it ask none. Found ones stand first.
 */
export async function packsView(reader: Reader, now: Date): Promise<PacksView> {
  const engine = trialEngine();
  const view = (items: PackRow[] | null, engineProblem: string | null): PacksView => ({
    now: now.toISOString(),
    items: items ?? PACKS.map((pack) => ({ ...pack, ...UNASKED })),
    sources: SOURCES.map(({ packs, ...source }) => ({ ...source, packs: packs.map(({ id }) => id) })),
    offers: items ? offersOf(items, activeSlos(database()), reader) : [],
    engineProblem,
    asked: items !== null,
  });
  if (reader.role === "viewer") return view(null, null);
  if (!engine) return view(null, "PROMETHEUS_URL is not set.");
  try {
    const ask = askingOnce(engine, now);
    const found = await jobsByMetric(ask);
    const items = await Promise.all(PACKS.map((pack) => lookedFor(ask, pack, found)));
    return view(
      items.toSorted((a, b) => Number(b.found) - Number(a.found)),
      null,
    );
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return view(null, error.message);
  }
}

type Ask = (promql: string) => ReturnType<Engine["range"]>;

/** What several packs ask alike is asked once. */
function askingOnce(engine: Engine, now: Date): Ask {
  const at = Math.floor(now.getTime() / 1000);
  const asked = new Map<string, ReturnType<Ask>>();
  return (promql) => {
    const answer = asked.get(promql) ?? engine.range(promql, at, at, 60);
    asked.set(promql, answer);
    return answer;
  };
}

async function jobsByMetric(ask: Ask): Promise<Map<string, PackJob[]>> {
  const series = `count by (__name__, job, instance) ({__name__=~"${METRICS.join("|")}"})`;
  const answer = await ask(`topk(${MOST_JOBS}, count by (__name__, job) (${series}))`);
  const found = new Map<string, PackJob[]>();
  for (const { labels, values } of answer) {
    const { __name__: metric = "", job = "" } = labels;
    found.set(metric, [...(found.get(metric) ?? []), { job, instances: values[0]?.[1] ?? 0 }]);
  }
  return found;
}

async function lookedFor(ask: Ask, pack: Pack, found: ReadonlyMap<string, PackJob[]>): Promise<PackRow> {
  const [metric] = pack.needs;
  if (metric === undefined) return { ...pack, ...UNASKED };
  const jobs = (found.get(metric) ?? []).toSorted((a, b) => a.job.localeCompare(b.job));
  if (jobs.length === 0) return { ...pack, ...UNASKED, found: false };
  const missing = pack.needs.filter((name) => isLookedFor(name) && !found.has(name));
  const row = { ...pack, ...UNASKED, found: true, missing, jobs };
  try {
    return { ...row, ...(await particularsOf(ask, pack, metric)) };
  } catch (error) {
    // What takes too long to list is there all the same.
    if (!(error instanceof EngineError)) throw error;
    return row;
  }
}

async function particularsOf(ask: Ask, pack: Pack, metric: string) {
  const labels = [...pack.labels, ...(pack.statusLabels ?? [])];
  const [groups, edges] = await Promise.all([
    ask(`topk(${MOST_GROUPS}, count by (${labels.join(", ")}) (${metric}))`),
    edgesOf(ask, pack),
  ]);
  const valuesOf = (label: string): string[] =>
    [...new Set(groups.flatMap((group) => group.labels[label] ?? []))].sort().slice(0, MOST_VALUES);
  const values = Object.fromEntries(
    pack.labels.map((label) => [label, valuesOf(label)] as const).filter(([, some]) => some.length > 0),
  );
  return {
    series: groups.reduce((sum, group) => sum + (group.values[0]?.[1] ?? 0), 0),
    values,
    status: pack.statusLabels?.find((label) => valuesOf(label).length > 0) ?? null,
    edges,
    threshold: nearest(edges, pack.threshold),
  };
}

async function edgesOf(ask: Ask, { needs, threshold }: Pack): Promise<number[] | null> {
  const buckets = needs.find((name) => name.endsWith("_bucket"));
  if (threshold === null || buckets === undefined) return null;
  const answer = await ask(`topk(${MOST_EDGES}, count by (le) (${buckets}))`);
  const edges = answer.flatMap(({ labels }) => (labels.le ? [Number(labels.le)] : [])).filter(Number.isFinite);
  return [...new Set(edges)].sort((a, b) => a - b);
}

/** The edge that lies nearest to a usual threshold: between two edges nothing can be told. */
function nearest(edges: readonly number[] | null, threshold: number | null): number | null {
  if (threshold === null || edges === null || edges.length === 0) return threshold;
  const far = (edge: number): number => Math.abs(Math.log(edge / threshold));
  return edges
    .filter((edge) => edge > 0)
    .reduce((best, edge) => (far(edge) < far(best) ? edge : best), edges.at(-1) ?? threshold);
}
