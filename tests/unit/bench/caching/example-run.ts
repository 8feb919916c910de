import {
  CELL_FIGURES,
  type CellFigures,
  PHASE_FIGURES,
  type PhaseFigures,
  type Row,
  type Run,
} from "@/bench/caching/results";
import type { Cell } from "@/storefront/caching/cell";

export const phaseFigures = (given: Partial<PhaseFigures>): PhaseFigures => ({
  ...(Object.fromEntries(PHASE_FIGURES.map((name) => [name, null])) as unknown as PhaseFigures),
  requests: 600,
  failed: 0,
  ...given,
});

const cellFigures = (given: Partial<CellFigures>): CellFigures => ({
  ...(Object.fromEntries(CELL_FIGURES.map((name) => [name, null])) as unknown as CellFigures),
  runs: 1,
  ...given,
});

/** `phases`: the figures of each, by its name. */
export const exampleRow = (
  cell: Partial<Cell>,
  phases: Record<string, Partial<PhaseFigures>>,
  figures: Partial<CellFigures> = {},
): Row => ({
  pattern: "cache-aside",
  store: "redis",
  scenario: "steady",
  variant: "as-decided",
  ...cell,
  phases: Object.entries(phases).map(([name, given]) => ({ name, seconds: 3, figures: phaseFigures(given) })),
  figures: cellFigures(figures),
  recoveries: [],
  warm: null,
  killedAtSeconds: null,
  slices: [
    {
      ...{ sent: 80, done: 80, failed: 0, reads: 79, slow: 0, cacheable: 77, hits: 75 },
      ...{ p95Ms: 12, originPerSecond: 3 },
    },
  ],
});

export const exampleRun = (run: string, rows: Row[]): Run => ({
  run,
  at: "2026-11-26T01:31:00.000Z",
  machine: {
    cpu: "Example CPU",
    cores: 2,
    memoryGiB: 8,
    node: "20.0.0",
    postgres: "15.1",
    redis: "7.0.1",
    memcached: "1.6.1",
    varnish: "7.1.1",
    loadBefore: 0.1,
  },
  parameters: {},
  rows,
});
