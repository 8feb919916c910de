import { CELL_FIGURES, type CellFigureName, PHASE_FIGURES, type PhaseFigureName, type Row } from "./results";
import { inWords, WORDS } from "./words";

const LEFT_OUT: readonly string[] = ["p50Ms", "failed", "writeP50Ms", "acknowledgedWrites", "runs", "refreshes"];
const OF_PHASE = PHASE_FIGURES.filter((name) => !LEFT_OUT.includes(name));
const OF_CELL = CELL_FIGURES.filter((name) => !LEFT_OUT.includes(name));
const SHORT: Partial<Record<PhaseFigureName | CellFigureName, string>> = {
  cacheableHitRate: "Cacheable",
  p95WithFailuresMs: "p95 all",
  edgeStaleShare: "Grace",
  offloadRequests: "Off req",
  offloadBytes: "Off bytes",
  originPerSecond: "Origin/s",
  originP95Ms: "Origin p95",
  databasePerSecond: "DB/s",
  staleReads: "Stale",
  oldestStaleMs: "Oldest",
  lostWrites: "Lost",
  recoverySeconds: "Recovery",
  warmSeconds: "Warm",
};

const nameOf = ({ pattern, store, variant }: Row): string =>
  `${pattern}/${store}${variant === "as-decided" ? "" : ` ${variant}`}`;

/** For a terminal: one block for each scenario, a line for each phase; what is of the cell stands in its last. */
export function printedTable(rows: readonly Row[]): string {
  const head = ["", ...[...OF_PHASE, ...OF_CELL].map((name) => SHORT[name] ?? WORDS[name].head)];
  return [...new Set(rows.map(({ scenario }) => scenario))]
    .map((scenario) => {
      const lines = rows.filter((row) => row.scenario === scenario).flatMap(linesOf);
      return `${scenario}\n${aligned([head, ...lines])}`;
    })
    .join("\n\n");
}

const linesOf = (row: Row): string[][] =>
  row.phases.map(({ name, figures }, index) => [
    `${nameOf(row)} ${name}`,
    ...OF_PHASE.map((figure) => inWords(figure, figures[figure])),
    ...OF_CELL.map((figure) => (index === row.phases.length - 1 ? inWords(figure, row.figures[figure]) : "")),
  ]);

function aligned(lines: readonly string[][]): string {
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join("  "),
    )
    .map((line) => `  ${line.trimEnd()}`)
    .join("\n");
}
