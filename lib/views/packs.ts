import "server-only";
import type { Reader } from "@/lib/auth/actor";
import { engineNames, noEngine } from "@/lib/engines";
import { DomainError } from "@/lib/errors";
import { type Engine, EngineError } from "@/lib/gateways/prometheus";
import { trialEngine } from "@/lib/gateways/trial";
import type { Source } from "@/lib/packs/pack";
import { PACKS, SOURCES } from "@/lib/packs/packs";
import { DEFAULT_ENGINE } from "@/lib/slo/sli";
import { database } from "@/lib/store/database";
import { activeSlos } from "@/lib/store/slos";
import { type Ask, type CutMetric, type Jobs, jobsByMetric, lookedFor, UNASKED } from "./pack-findings";
import { offersOf, type PackOffer } from "./pack-offers";
import type { PackRow } from "./pack-row";

export type SourceRow = Omit<Source, "packs"> & { packs: string[] };

export type PacksView = {
  now: string;
  items: PackRow[];
  sources: SourceRow[];
  /** SLOs that can be made of what was found, at a stroke. */
  offers: PackOffer[];
  /** Rows of metrics and jobs at which the list was cut, and of which metrics jobs are missing; null where it is whole. */
  cut: { rows: number; metrics: CutMetric[] } | null;
  /** Why the engine could not be asked; null where it answered, or whoever asks may not make SLOs. */
  engineProblem: string | null;
  /** Whether it was asked: not for those who could make nothing of it. */
  asked: boolean;
  /** The name of the engine that was asked, and of those that there are. */
  engine: string;
  engines: string[];
};

/** Packs of which the engine is asked at a time: its queue is for others too. */
const AT_A_TIME = 6;

/**
 * `called`: the name of the engine that is asked. Bounded questions say which metrics there are and of which jobs; of each that was found others what there is to choose
 * by. Visitors who could make nothing of it ask none. Found ones stand first.
 * @throws DomainError `bad-input` where no engine is called so
 */
export async function packsView(reader: Reader, now: Date, called: string = DEFAULT_ENGINE): Promise<PacksView> {
  const engine = trialEngine(called);
  if (!engine && called !== DEFAULT_ENGINE)
    throw new DomainError("bad-input", `engine: ${noEngine(called)}`, `There are ${engineNames().join(", ")}.`);
  const view = (items: PackRow[] | null, engineProblem: string | null, cut: PacksView["cut"] = null): PacksView => ({
    now: now.toISOString(),
    items: items ?? PACKS.map((pack) => ({ ...pack, ...UNASKED })),
    sources: SOURCES.map(({ packs, ...source }) => ({ ...source, packs: packs.map(({ id }) => id) })),
    offers: items ? offersOf(items, activeSlos(database()), reader, called) : [],
    cut,
    engineProblem,
    asked: items !== null,
    engine: called,
    engines: engineNames(),
  });
  if (reader.role === "viewer") return view(null, null);
  if (!engine) return view(null, noEngine(called));
  try {
    const ask = askingOnce(engine, now);
    const found = await jobsByMetric(ask);
    const items = await allLookedFor(ask, found);
    return view(
      items.toSorted((a, b) => Number(b.found) - Number(a.found)),
      null,
      found.cut,
    );
  } catch (error) {
    if (error instanceof EngineError) return view(null, error.message);
    if (error instanceof DomainError && error.code === "too-many-requests") return view(null, BUSY);
    throw error;
  }
}

const BUSY = "The engine is busy: too many queries are tried out at once. Ask again in a moment.";

async function allLookedFor(ask: Ask, found: Jobs): Promise<PackRow[]> {
  const rows: PackRow[] = [];
  for (let at = 0; at < PACKS.length; at += AT_A_TIME)
    rows.push(...(await Promise.all(PACKS.slice(at, at + AT_A_TIME).map((pack) => lookedFor(ask, pack, found)))));
  return rows;
}

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
