import "server-only";
import type { Reader } from "@/lib/auth/actor";
import { type Engine, EngineError } from "@/lib/gateways/prometheus";
import { trialEngine } from "@/lib/gateways/trial";
import type { Pack } from "@/lib/packs/pack";
import { PACKS } from "@/lib/packs/packs";

export type PackRow = Pack & {
  /** Whether the engine has its metrics; null where it was not asked or did not say. */
  found: boolean | null;
  series: number;
  /** What each label to choose by holds. */
  values: Record<string, string[]>;
  /** Which label holds the status, where one is asked for. */
  status: string | null;
};

export type PacksView = {
  now: string;
  items: PackRow[];
  /** Why the engine could not be asked; null where it answered, or whoever asks may not make SLOs. */
  engineProblem: string | null;
};

const MOST_GROUPS = 500;
const MOST_VALUES = 50;

/** Found ones first. One bounded question for each; visitors who could make nothing of it ask none. */
export async function packsView(reader: Reader, now: Date): Promise<PacksView> {
  const engine = trialEngine();
  const unasked = PACKS.map((pack): PackRow => ({ ...pack, found: null, series: 0, values: {}, status: null }));
  const view = (items: PackRow[], engineProblem: string | null): PacksView => ({
    now: now.toISOString(),
    items,
    engineProblem,
  });
  if (reader.role === "viewer") return view(unasked, null);
  if (!engine) return view(unasked, "PROMETHEUS_URL is not set.");
  try {
    const items = await Promise.all(PACKS.map((pack) => lookedFor(engine, pack, now)));
    return view(
      items.toSorted((a, b) => Number(b.found) - Number(a.found)),
      null,
    );
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return view(unasked, error.message);
  }
}

async function lookedFor(engine: Engine, pack: Pack, now: Date): Promise<PackRow> {
  const at = Math.floor(now.getTime() / 1000);
  const labels = [...pack.labels, ...(pack.statusLabels ?? [])];
  const [metric] = pack.needs;
  const groups = await engine.range(`topk(${MOST_GROUPS}, count by (${labels.join(", ")}) (${metric}))`, at, at, 60);
  const valuesOf = (label: string): string[] =>
    [...new Set(groups.flatMap((group) => group.labels[label] ?? []))].sort().slice(0, MOST_VALUES);
  const values = Object.fromEntries(
    pack.labels.map((label) => [label, valuesOf(label)] as const).filter(([, some]) => some.length > 0),
  );
  return {
    ...pack,
    found: groups.length > 0,
    series: groups.reduce((sum, group) => sum + (group.values[0]?.[1] ?? 0), 0),
    values,
    status: pack.statusLabels?.find((label) => valuesOf(label).length > 0) ?? null,
  };
}
