import "server-only";
import { type Engine, EngineError, type RangeSeries } from "@/lib/gateways/prometheus";
import type { Pack } from "@/lib/packs/pack";
import { PACKS } from "@/lib/packs/packs";
import type { PackJob, PackRow } from "./pack-row";

/** Rows of metrics and jobs that one question is answered with. */
const MOST_JOBS = 1000;
const MOST_GROUPS = 500;
const MOST_VALUES = 50;
/** Edges of all jobs. */
const MOST_EDGES = 5000;
/** Further back than the latest samples stand: what carries an older time is not seen by an instant question. */
const LATE = "20m";

export type Ask = (promql: string) => ReturnType<Engine["range"]>;

export const UNASKED = { found: null, missing: [], jobs: [], series: 0, values: {}, status: null, edges: null };

/** Buckets lie beside their count, and are many. */
const isBucket = (metric: string): boolean => metric.endsWith("_bucket");

/** Series of these metrics that are the pack's exporter's. A summary has quantiles, and is no histogram. */
function seriesOf({ telling, delaySeconds }: Pack, metrics: readonly string[], matcher: string | null = null): string {
  const matchers = [
    `__name__=~"${metrics.join("|")}"`,
    'quantile=""',
    ...(telling === null ? [] : [`${telling}!=""`]),
    ...(matcher === null ? [] : [matcher]),
  ];
  const selector = `{${matchers.join(",")}}`;
  return delaySeconds === null ? selector : `last_over_time(${selector}[${LATE}])`;
}

type Instances = { job: string; instances: number };
/** `cut`: rows at which an answer was cut, so that there may be more; null where all of it was answered. */
export type Jobs = { of: (pack: Pack, metric: string) => readonly Instances[]; cut: number | null };

/** Packs whose metrics are asked for alike. */
const wayOf = ({ telling, delaySeconds }: Pack): string => `${telling} ${delaySeconds}`;

/** Instances by metric and job: one question over all names, and one for each exporter that is told by a label. */
export async function jobsByMetric(ask: Ask): Promise<Jobs> {
  const ways = [...new Map(PACKS.map((pack) => [wayOf(pack), pack])).values()];
  const found = new Map<string, Instances[]>();
  const answers = await Promise.all(
    ways.map(async (way) => {
      const packs = PACKS.filter((pack) => wayOf(pack) === wayOf(way));
      const metrics = [...new Set(packs.flatMap(({ needs }) => needs))].filter((name) => !isBucket(name)).sort();
      const series = `count by (__name__, job, instance) (${seriesOf(way, metrics)})`;
      const answer = await ask(`topk(${MOST_JOBS}, count by (__name__, job) (${series}))`);
      for (const { labels, values } of answer) {
        const { __name__: metric = "", job = "" } = labels;
        const key = `${wayOf(way)} ${metric}`;
        found.set(key, [...(found.get(key) ?? []), { job, instances: values[0]?.[1] ?? 0 }]);
      }
      return answer;
    }),
  );
  return {
    of: (pack, metric) => found.get(`${wayOf(pack)} ${metric}`) ?? [],
    cut: answers.some(({ length }) => length >= MOST_JOBS) ? MOST_JOBS : null,
  };
}

/** What the engine has of a pack, and what there is to choose by. */
export async function lookedFor(ask: Ask, pack: Pack, found: Jobs): Promise<PackRow> {
  const [metric] = pack.needs;
  if (metric === undefined) return { ...pack, ...UNASKED };
  const jobs = found.of(pack, metric).toSorted((a, b) => a.job.localeCompare(b.job));
  if (jobs.length === 0) return { ...pack, ...UNASKED, found: false };
  const [groups, buckets, statuses] = await Promise.all([
    ifTold(groupsOf(ask, pack, metric)),
    ifTold(bucketsOf(ask, pack)),
    ifTold(statusesOf(ask, pack, metric)),
  ]);
  const told = pack.threshold !== null && pack.needs.some(isBucket) ? buckets : null;
  const edges = told && sorted([...told.edges.values()].flat());
  const threshold = nearest(edges, pack.threshold);
  return {
    ...pack,
    ...UNASKED,
    found: true,
    missing: pack.needs.filter((name) =>
      isBucket(name) ? buckets?.edges.size === 0 : found.of(pack, name).length === 0,
    ),
    jobs: jobs.map((job) => jobRow(pack, job, found, buckets, statuses)),
    ...(groups ? particularsIn(pack, groups) : {}),
    status: pack.statusLabels?.find((label) => statuses?.some((held) => held.label === label)) ?? null,
    edges,
    threshold,
  };
}

/** null where the engine did not say: what takes too long to list is there all the same. */
async function ifTold<Answer>(answer: Promise<Answer>): Promise<Answer | null> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return null;
  }
}

function jobRow(
  pack: Pack,
  { job, instances }: Instances,
  found: Jobs,
  buckets: Buckets | null,
  statuses: readonly Held[] | null,
): PackJob {
  const edges = buckets?.edges.get(job) ?? [];
  const lacking = pack.needs.filter((name) =>
    isBucket(name) ? edges.length === 0 : !found.of(pack, name).some((each) => each.job === job),
  );
  const held = (statuses ?? []).filter((each) => each.job === job).map(({ label }) => label);
  const status = pack.statusLabels?.find((label) => held.includes(label)) ?? null;
  const unknown = lacking.some(isBucket) && (buckets === null || buckets.cut);
  return {
    job,
    instances,
    status,
    threshold: nearest(edges, pack.threshold),
    unavailable: unknown ? "the engine did not say which buckets it has" : whyNot(pack, lacking, status, statuses),
  };
}

function whyNot(
  { statusLabels }: Pack,
  lacking: readonly string[],
  status: string | null,
  statuses: readonly Held[] | null,
): string | null {
  if (lacking.length > 0) return `it has no ${lacking.join(", ")}`;
  if (statusLabels === null || status !== null) return null;
  return statuses === null
    ? "the engine did not say which label holds its status"
    : `it has no label of the status (${statusLabels.join(", ")})`;
}

const groupsOf = (ask: Ask, pack: Pack, metric: string): Promise<RangeSeries[]> =>
  ask(`topk(${MOST_GROUPS}, count by (${pack.labels.join(", ")}) (${seriesOf(pack, [metric])}))`);

function particularsIn(pack: Pack, groups: readonly RangeSeries[]): Pick<PackRow, "series" | "values"> {
  const valuesOf = (label: string): string[] =>
    [...new Set(groups.flatMap((group) => group.labels[label] ?? []))].sort().slice(0, MOST_VALUES);
  return {
    series: groups.reduce((sum, group) => sum + (group.values[0]?.[1] ?? 0), 0),
    values: Object.fromEntries(
      pack.labels.map((label) => [label, valuesOf(label)] as const).filter(([, some]) => some.length > 0),
    ),
  };
}

/** Finite upper edges by job, of jobs that have some; `cut`: there may be more. */
type Buckets = { edges: Map<string, number[]>; cut: boolean };

async function bucketsOf(ask: Ask, pack: Pack): Promise<Buckets> {
  const edges = new Map<string, number[]>();
  const buckets = pack.needs.filter(isBucket);
  if (buckets.length === 0) return { edges, cut: false };
  const answer = await ask(`topk(${MOST_EDGES}, count by (job, le) (${seriesOf(pack, buckets)}))`);
  for (const { labels } of answer) {
    const { job = "", le = "" } = labels;
    if (le !== "" && Number.isFinite(Number(le))) edges.set(job, sorted([...(edges.get(job) ?? []), Number(le)]));
  }
  return { edges, cut: answer.length >= MOST_EDGES };
}

type Held = { job: string; label: string };

/** Which labels hold what looks like a status ("200", "2xx"), by job. */
async function statusesOf(ask: Ask, pack: Pack, metric: string): Promise<Held[]> {
  if (pack.statusLabels === null) return [];
  const jobs = pack.statusLabels.map((label) => {
    const series = seriesOf(pack, [metric], `${label}=~"[1-5].."`);
    return `label_replace(count by (job) (${series}), "held", "${label}", "", "")`;
  });
  const answer = await ask(`topk(${MOST_JOBS * jobs.length}, ${jobs.join(" or ")})`);
  return answer.map(({ labels: { job = "", held = "" } }) => ({ job, label: held }));
}

const sorted = (edges: readonly number[]): number[] => [...new Set(edges)].sort((a, b) => a - b);

/** The edge that lies nearest to a usual threshold: between two edges nothing can be told. */
function nearest(edges: readonly number[] | null, threshold: number | null): number | null {
  if (threshold === null || edges === null || edges.length === 0) return threshold;
  const far = (edge: number): number => Math.abs(Math.log(edge / threshold));
  return edges
    .filter((edge) => edge > 0)
    .reduce((best, edge) => (far(edge) < far(best) ? edge : best), edges.at(-1) ?? threshold);
}
