import type { Cell, ScenarioName } from "@/storefront/caching/cell";
import { SCENARIOS } from "@/storefront/caching/cell";
import type { Phase } from "@/storefront/caching/load/plan";
import { PATTERNS } from "@/storefront/caching/patterns/pattern";
import { STORES } from "@/storefront/caching/stores/store";

/** Reads a second on an ordinary day. The spike is ten times that. */
export const BASE_READS = 40;

export type Scenario = {
  phases: Phase[];
  /** Whether every level is filled first, as a long run leaves it. */
  warm: boolean;
  hotShare: number;
  /** What is killed without warning, at which second, and when it is started again. */
  kill: { what: "store" | "origins and store"; atSeconds: number; backAtSeconds: number } | null;
  /** Whether the time until it is well again is measured, and from which second. */
  recoversFrom: number | null;
  says: string;
};

const phase = (seconds: number, reads: number, writes: number): Phase => ({ seconds, reads, writes });

export const SCENARIO: Record<ScenarioName, Scenario> = {
  steady: {
    phases: [phase(15, BASE_READS, 0.5)],
    warm: true,
    hotShare: 0,
    kill: null,
    recoversFrom: null,
    says: "40 reads a second, warm",
  },
  "spike-10x": {
    phases: [phase(3, BASE_READS, 0.5), phase(8, 10 * BASE_READS, 2), phase(3, BASE_READS, 0.5)],
    warm: true,
    hotShare: 0,
    kill: null,
    recoversFrom: null,
    says: "40 reads a second, then 400, then 40, warm",
  },
  "cold-start": {
    phases: [phase(12, 10 * BASE_READS, 1)],
    warm: false,
    hotShare: 0,
    kill: null,
    recoversFrom: 0,
    says: "400 reads a second, from the first on, with every cache empty; protected: after a warm-up of the popular",
  },
  "store-killed": {
    phases: [phase(15, 5 * BASE_READS, 4)],
    warm: true,
    hotShare: 0,
    kill: { what: "store", atSeconds: 4, backAtSeconds: 9 },
    recoversFrom: 4,
    says: "200 reads a second; the shared store is killed after 4 s and started again, empty, after 9 s",
  },
  "hot-key": {
    phases: [phase(9, 5 * BASE_READS, 0.5)],
    warm: true,
    hotShare: 0.5,
    kill: null,
    recoversFrom: null,
    says: "200 reads a second, half of them of one page that lives 1 s and takes five times as long to load",
  },
  "invalidation-storm": {
    phases: [phase(3, 5 * BASE_READS, 1), phase(6, 5 * BASE_READS, 50), phase(3, 5 * BASE_READS, 1)],
    warm: true,
    hotShare: 0,
    kill: null,
    recoversFrom: null,
    says: "200 reads a second, and for 6 s 50 price changes a second, each of which makes two pages old",
  },
  "write-heavy": {
    phases: [phase(12, 2 * BASE_READS, BASE_READS)],
    warm: true,
    hotShare: 0,
    kill: { what: "origins and store", atSeconds: 6, backAtSeconds: 6 },
    recoversFrom: null,
    says: "80 reads and 40 writes a second; after 6 s both origin processes and the store are killed at once, and started again",
  },
};

/** Scenarios that are also run without protection against stampedes. */
const ALSO_UNPROTECTED: readonly ScenarioName[] = ["cold-start", "hot-key"];

export type Filter = { pattern?: string; store?: string; scenario?: string };

/** The matrix, or the part of it that was asked for. A process's own memory has no store that could be killed alone. */
export function cellsOf({ pattern, store, scenario }: Filter = {}): Cell[] {
  return SCENARIOS.flatMap((one) =>
    PATTERNS.flatMap((by) =>
      STORES.flatMap((on) =>
        (ALSO_UNPROTECTED.includes(one) ? [true, false] : [true]).map((protection): Cell => {
          return { pattern: by, store: on, scenario: one, protection };
        }),
      ),
    ),
  ).filter(
    (cell) =>
      !(cell.scenario === "store-killed" && cell.store === "in-process") &&
      (pattern === undefined || cell.pattern === pattern) &&
      (store === undefined || cell.store === store) &&
      (scenario === undefined || cell.scenario === scenario),
  );
}

/** Times of a scenario, made shorter to try a command. */
export function shortened(scenario: Scenario, factor: number): Scenario {
  const { kill, recoversFrom } = scenario;
  return {
    ...scenario,
    phases: scenario.phases.map((one) => ({ ...one, seconds: one.seconds * factor })),
    kill: kill && { ...kill, atSeconds: kill.atSeconds * factor, backAtSeconds: kill.backAtSeconds * factor },
    recoversFrom: recoversFrom === null ? null : recoversFrom * factor,
  };
}
