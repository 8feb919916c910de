import "server-only";
import { noEngine } from "@/lib/engines";
import { type Engine, EngineError } from "@/lib/gateways/prometheus";
import type { SloDefinition } from "@/lib/interop/openslo";
import { withMatcher } from "@/lib/rules/counter-sum";
import { inBrackets } from "@/lib/rules/promql-tree";
import { historyProbe } from "@/lib/rules/question";
import { inSeconds } from "@/lib/slo/latency-unit";
import { type Finding, lint, otherUnitOf } from "@/lib/slo/lint";
import { engineOf, isApproximate, publicKind, type Sli, type SliOf } from "@/lib/slo/sli";
import { type Preview, previewOf } from "./preview";

export type { Preview } from "./preview";

/** What a query finds on the engine now. */
type Found = {
  /** As the body names it, `indicator.part`. */
  field: string;
  promql: string;
  series: number;
  /** A few of them with their latest values, the largest first. */
  samples: { labels: Record<string, string>; value: number }[];
};

/** What the engine says of a definition that is tried out. `refused`: it answers, and will not answer this. */
export type DryRun = {
  engine: string | null;
  state: "answered" | "refused" | "silent";
  message: string | null;
  /** What was refused. */
  field: string | null;
  found: Found[];
  /** Upper edges of a histogram's buckets, s. */
  edges: number[] | null;
  /** When the engine first had it, to a quarter of an hour, at most 30 days back. */
  firstSampleAt: string | null;
  preview: Preview | null;
  lint: Finding[];
};

const NOTHING = { field: null, found: [], edges: null, firstSampleAt: null, preview: null, lint: [] };
const MOST_SAMPLES = 5;
const MOST_QUERIES = 8;
const MOST_EDGES = 200;
const FIRST_DAYS = 30;
const FIRST_STEP_SECONDS = 6 * 3600;
const FINE_STEP_SECONDS = 900;

/** Asks for everything that a person should see before they promise something of it. Every question is bounded. */
export async function dryRun(engine: Engine | null, { sli, target }: SloDefinition, now: Date): Promise<DryRun> {
  if (!engine) return { ...NOTHING, engine: null, state: "silent", message: noEngine(engineOf(sli)) };
  const at = Math.floor(now.getTime() / 1000);
  let field: string | null = null;
  const ask = (promql: string) => engine.range(promql, at, at, 60);
  try {
    const found: Found[] = [];
    for (const asked of askedOf(sli).slice(0, MOST_QUERIES)) {
      field = asked.field;
      const [count, samples] = await Promise.all([
        ask(`count${inBrackets(asked.promql)}`),
        ask(`topk(${MOST_SAMPLES}, ${asked.promql}\n)`),
      ]);
      found.push({
        ...asked,
        series: count[0]?.values[0]?.[1] ?? 0,
        samples: samples.flatMap(({ labels, values }) => (values[0] ? [{ labels, value: values[0][1] }] : [])),
      });
    }
    field = null;
    const [edges, firstSampleAt, preview] = await Promise.all([
      sli.kind === "latency" ? edgesOf(ask, sli) : null,
      firstSample(engine, sli, at),
      previewOf(engine, sli, target.threshold, now),
    ]);
    const whole = { found, edges, firstSampleAt, preview };
    return {
      engine: engine.name,
      state: "answered",
      message: null,
      field: null,
      ...whole,
      lint: lint(factsOf(sli, target, whole, at)),
    };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const answers = error.fault === "rejected" || error.fault === "too-much" || error.fault === "partial";
    return { ...NOTHING, engine: engine.name, state: answers ? "refused" : "silent", message: error.message, field };
  }
}

type Refused = { field: string; message: string };

type EngineNamed = (name: string) => Engine | null;

/** Why its engine will never answer what would be asked of it; null where it answers, or nothing is heard of it. */
export const refusalOf = async (engineNamed: EngineNamed, sli: Sli, now: Date): Promise<Refused | null> =>
  (await refusalsOf(engineNamed, [sli], now))[0] ?? null;

/** The same of several; an engine of which nothing is heard is asked no more, and none once nobody waits any more. */
export async function refusalsOf(
  engineNamed: EngineNamed,
  slis: readonly Sli[],
  now: Date,
  givenUp?: AbortSignal,
): Promise<(Refused | null)[]> {
  const refusals = slis.map((): Refused | null => null);
  const silent = new Set<string>();
  const at = Math.floor(now.getTime() / 1000);
  for (const [i, sli] of slis.entries()) {
    const name = engineOf(sli);
    const engine = silent.has(name) ? null : engineNamed(name);
    if (!engine) continue;
    for (const { field, promql } of askedOf(sli).slice(0, MOST_QUERIES)) {
      if (givenUp?.aborted) return refusals;
      try {
        await engine.range(`count${inBrackets(promql)}`, at, at, 60);
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        // What may pass is counted later: the evaluator asks again.
        if (error.fault === "rejected") refusals[i] = { field, message: error.message };
        else silent.add(name);
        break;
      }
    }
  }
  return refusals;
}

type Asked = { field: string; promql: string };

function askedOf(sli: Sli): Asked[] {
  const part = (promql: string): Asked => ({ field: "indicator.part", promql });
  const total = (promql: string): Asked => ({ field: "indicator.total", promql });
  switch (sli.kind) {
    case "ratio":
      return [...sli.part.map((each) => part(each.selector)), ...sli.total.map((each) => total(each.selector))];
    case "latency":
      return [part(withMatcher(sli.buckets, 'le="+Inf"')), ...sli.total.map((each) => total(each.selector))];
    case "native":
      return [total(sli.histogram)];
    case "gauge":
      return [{ field: "indicator.query", promql: sli.query }];
    case "period":
      return [part(sli.part), total(sli.total)];
    case "approximate":
      return sli.total === null
        ? [{ field: "indicator.query", promql: sli.part.promql }]
        : [part(sli.part.promql), total(sli.total.promql)];
  }
}

type Ask = (promql: string) => ReturnType<Engine["range"]>;

async function edgesOf(ask: Ask, { buckets, unit }: SliOf<"latency">): Promise<number[]> {
  const found = await ask(`topk(${MOST_EDGES}, count by (le) (${buckets}))`);
  const edges = found
    .flatMap(({ labels }) => (labels.le ? [inSeconds(Number(labels.le), unit)] : []))
    .filter(Number.isFinite);
  return [...new Set(edges)].sort((a, b) => a - b);
}

/** It is looked every six hours whether there was any, and then every quarter of an hour: enough, and cheap. */
async function firstSample(engine: Engine, sli: Sli, at: number): Promise<string | null> {
  const probe = historyProbe(sli);
  if (probe === null) return null;
  const first = async (from: number, to: number, step: number): Promise<number | null> => {
    const [series] = await engine.range(`count(${probe})`, from, to, step);
    return series?.values[0]?.[0] ?? null;
  };
  const to = Math.floor(at / 60) * 60;
  const coarse = await first(to - FIRST_DAYS * 86_400, to, FIRST_STEP_SECONDS);
  if (coarse === null) return null;
  const fine = (await first(coarse - FIRST_STEP_SECONDS, coarse, FINE_STEP_SECONDS)) ?? coarse;
  return new Date(fine * 1000).toISOString();
}

function factsOf(
  sli: Sli,
  target: SloDefinition["target"],
  { found, edges, firstSampleAt, preview }: Pick<DryRun, "found" | "edges" | "firstSampleAt"> & { preview: Preview },
  at: number,
): Parameters<typeof lint>[0] {
  const seen = (field: string) => {
    const those = found.filter((each) => each.field === field);
    if (those.length === 0 || isApproximate(sli)) return null;
    const now = Math.max(...those.map(({ series }) => series));
    return { now, ever: now > 0 || (field === "indicator.total" && firstSampleAt !== null) };
  };
  const minute = Math.floor(at / 60);
  const part = seen("indicator.part");
  const isBad = "counts" in sli && sli.counts === "bad";
  return {
    kind: publicKind(sli),
    target,
    edges,
    minute,
    firstCountedMinute: firstSampleAt === null ? null : Math.floor(Date.parse(firstSampleAt) / 60_000),
    baselineMinute: null,
    lately:
      preview.total === null || preview.observed === 0
        ? null
        : {
            minutes: (Date.parse(preview.to) - Date.parse(preview.from)) / 60_000,
            good: preview.good,
            total: preview.total,
            observedSeconds: preview.observed * preview.stepSeconds,
          },
    series: { good: isBad ? null : part, bad: isBad ? part : null, total: seen("indicator.total") },
    approximate: isApproximate(sli),
    otherUnit: otherUnitOf(sli),
  };
}
