import { FIGURE_NAMES, type Figures, type Row, type Run } from "@/bench/caching/results";
import type { Cell } from "@/storefront/caching/cell";

const figures = (given: Partial<Figures>): Figures => ({
  ...(Object.fromEntries(FIGURE_NAMES.map((name) => [name, null])) as unknown as Figures),
  requests: 600,
  errors: 0,
  ...given,
});

export const exampleRow = (cell: Partial<Cell>, given: Partial<Figures>, recovered: boolean | null = null): Row => ({
  pattern: "cache-aside",
  store: "redis",
  scenario: "steady",
  protection: true,
  ...cell,
  figures: figures(given),
  recovered,
  killedAtSeconds: null,
  slices: [{ p95Ms: 12, hitRate: 0.97, originPerSecond: 3, errors: 0 }],
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
  },
  parameters: {},
  rows,
});
