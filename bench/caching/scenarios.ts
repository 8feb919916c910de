import { type Cell, type ScenarioName, VARIANTS, type Variant } from "@/storefront/caching/cell";
import type { Phase } from "@/storefront/caching/load/plan";
import { PARAMETERS } from "@/storefront/caching/parameters";
import { PATTERNS } from "@/storefront/caching/patterns/pattern";
import { CELL_STORES, STORES } from "@/storefront/caching/stores/store";

const { baseReads } = PARAMETERS;

export type Scenario = {
  phases: Phase[];
  hotShare: number;
  /** What is killed without warning as the phase `during` begins; it is started again at once, or as `after` begins. */
  kill: "store" | "origins and store" | null;
  /** Which phase's beginning the time until it is well again counts from; null: nothing is to recover. */
  recoversFrom: string | null;
  /** Whether the last phase ends once it is well again. */
  endsWhenWell: boolean;
  says: string;
};

const phase = (name: string, seconds: number, reads: number, writes: number): Phase => ({
  ...{ name, seconds, reads, writes },
  writesTo: "all",
});
const BUSY = 2.5 * baseReads;
const CALM = { hotShare: 0, kill: null, recoversFrom: null, endsWhenWell: false };

export const SCENARIO: Record<ScenarioName, Scenario> = {
  // First, while nothing is there: it leaves the caches filled for those that follow.
  "cold-start": {
    ...CALM,
    phases: [phase("first", 3, 10 * baseReads, 1), phase("later", 10, 10 * baseReads, 1)],
    recoversFrom: "first",
    endsWhenWell: true,
    says: `${10 * baseReads} reads a second, from the first on, with every level empty, until it is well`,
  },
  steady: { ...CALM, phases: [phase("steady", 10, baseReads, 1)], says: `${baseReads} reads a second, warm` },
  "spike-10x": {
    ...CALM,
    phases: [phase("before", 3, baseReads, 1), phase("during", 6, 10 * baseReads, 2), phase("after", 6, baseReads, 1)],
    recoversFrom: "during",
    endsWhenWell: true,
    says: `${baseReads} reads a second, then ${10 * baseReads}, then ${baseReads}, warm`,
  },
  "hot-key": {
    ...CALM,
    phases: [phase("hot", 6, BUSY, 1)],
    hotShare: 0.5,
    says: `${BUSY} reads a second, half of them of one page that lives 1 s and takes five times as long to load`,
  },
  "invalidation-storm": {
    ...CALM,
    phases: [phase("before", 3, BUSY, 1), phase("during", 5, BUSY, 50), phase("after", 8, BUSY, 1)],
    recoversFrom: "after",
    endsWhenWell: true,
    says: `${BUSY} reads a second, and for 5 s 50 price changes a second, each of which makes two pages old`,
  },
  "store-killed": {
    ...CALM,
    phases: [phase("before", 2, BUSY, 4), phase("during", 4, BUSY, 4), phase("after", 8, BUSY, 4)],
    kill: "store",
    recoversFrom: "after",
    endsWhenWell: true,
    says: `${BUSY} reads a second; the shared store is killed after 2 s and started again, empty, after 6 s`,
  },
  "write-heavy": {
    ...CALM,
    phases: [
      { ...phase("before", 4, baseReads, 40), writesTo: "odd" },
      { ...phase("during", 3, baseReads, 40), writesTo: "even" },
      { ...phase("after", 3, baseReads, 40), writesTo: "even" },
    ],
    kill: "origins and store",
    says: `${baseReads} reads and 40 writes a second; after 4 s both origin processes and the store are killed at once, and started again. Afterwards other products are written, so that what was lost stays lost`,
  },
};

/** The order in which one set of processes goes through them: what leaves the least behind comes first. */
export const ORDER = Object.keys(SCENARIO) as ScenarioName[];

type Which = { pattern?: string[]; store?: string[]; scenario: ScenarioName[] };
/** What is measured of each variant. */
const MEASURED: Record<Variant, Which> = {
  "as-decided": { scenario: ORDER },
  unprotected: { scenario: ["cold-start", "hot-key"] },
  preloaded: { pattern: ["cache-aside"], store: ["redis"], scenario: ["cold-start"] },
  "soft-purge": { pattern: ["cache-aside"], store: ["redis"], scenario: ["invalidation-storm"] },
  "hard-purge": { pattern: ["cache-aside"], store: ["redis"], scenario: ["invalidation-storm"] },
  "long-lived": { pattern: ["cache-aside"], store: ["redis"], scenario: ["steady"] },
  "no-cache": { pattern: ["cache-aside"], store: ["none"], scenario: ["steady", "spike-10x"] },
  "edge-only": { pattern: ["cache-aside"], store: ["none"], scenario: ["steady", "spike-10x"] },
  "shared-only": { pattern: ["cache-aside"], store: ["redis"], scenario: ["steady", "spike-10x"] },
  "edge-and-shared": { pattern: ["cache-aside"], store: ["redis"], scenario: ["steady", "spike-10x"] },
  "process-and-shared": { pattern: ["cache-aside"], store: ["redis"], scenario: ["steady", "spike-10x"] },
};

const REPEATED = 3;
const isOf = (cell: Cell, pattern: Cell["pattern"], stores: readonly Cell["store"][]): boolean =>
  cell.pattern === pattern && stores.includes(cell.store);

/** How often a cell is run. What is quoted of a recovery or of a loss rests on several runs; the rest is run once. */
export function runsOf(cell: Cell): number {
  switch (cell.scenario) {
    case "cold-start":
      return isOf(cell, "cache-aside", STORES) ? REPEATED : 1;
    case "spike-10x":
    case "invalidation-storm":
      return isOf(cell, "cache-aside", ["redis"]) && cell.variant === "as-decided" ? REPEATED : 1;
    case "store-killed":
      return isOf(cell, "cache-aside", ["redis", "memcached"]) ? REPEATED : 1;
    case "write-heavy":
      return isOf(cell, "write-behind", ["redis", "memcached"]) ? REPEATED : 1;
    default:
      return 1;
  }
}

/** Where a pattern that was not chosen reads as the chosen one does, it is measured for a shorter time. */
const SHORTER: Partial<Record<ScenarioName, number>> = { steady: 0.6, "spike-10x": 0.7, "hot-key": 0.7 };

export function scenarioOf(cell: Cell): Scenario {
  const scenario = SCENARIO[cell.scenario];
  const shorter = cell.pattern === "cache-aside" ? 1 : SHORTER[cell.scenario];
  return shorter === undefined ? scenario : shortened(scenario, shorter);
}

export type Filter = { pattern?: string; store?: string; scenario?: string; variant?: string };

/** The matrix, or the part of it that was asked for. A process's own memory has no store that could be killed alone. */
export function cellsOf({ pattern, store, scenario, variant }: Filter = {}): Cell[] {
  return VARIANTS.flatMap((one) => {
    const which = MEASURED[one];
    return PATTERNS.filter((by) => which.pattern?.includes(by) ?? true).flatMap((by) =>
      CELL_STORES.filter((on) => which.store?.includes(on) ?? on !== "none").flatMap((on) =>
        ORDER.filter((name) => which.scenario.includes(name)).map(
          (name): Cell => ({ pattern: by, store: on, scenario: name, variant: one }),
        ),
      ),
    );
  }).filter(
    (cell) =>
      !(cell.scenario === "store-killed" && cell.store === "in-process") &&
      (pattern === undefined || cell.pattern === pattern) &&
      (store === undefined || cell.store === store) &&
      (scenario === undefined || cell.scenario === scenario) &&
      (variant === undefined || cell.variant === variant),
  );
}

/** Cells that one set of processes goes through, one after the other. */
export function sessionsOf(cells: readonly Cell[]): Cell[][] {
  const sessions = new Map<string, Cell[]>();
  for (const cell of cells) {
    const key = `${cell.pattern}/${cell.store}/${cell.variant}`;
    sessions.set(key, [...(sessions.get(key) ?? []), cell]);
  }
  return [...sessions.values()];
}

/** Times of a scenario, made shorter; what has to recover gets the time that it has. */
export function shortened(scenario: Scenario, factor: number): Scenario {
  return {
    ...scenario,
    phases: scenario.phases.map((one, index) =>
      scenario.endsWhenWell && index === scenario.phases.length - 1
        ? one
        : { ...one, seconds: Math.max(2, Math.round(one.seconds * factor)) },
    ),
  };
}
