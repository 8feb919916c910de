import { FIGURE_NAMES, type FigureName, type Row } from "./results";
import { inWords, WORDS } from "./words";

const PRINTED: readonly FigureName[] = FIGURE_NAMES.filter((name) => name !== "acknowledgedWrites" && name !== "p50Ms");
const SHORT: Partial<Record<FigureName, string>> = {
  cacheableHitRate: "Cacheable",
  offloadRequests: "Off req",
  offloadBytes: "Off bytes",
  originPerSecond: "Origin/s",
  databasePerSecond: "DB/s",
  staleReads: "Stale",
  oldestStaleMs: "Oldest",
  lostWrites: "Lost",
};

const nameOf = ({ pattern, store, protection }: Row): string =>
  `${pattern}/${store}${protection ? "" : " unprotected"}`;

/** For a terminal: one block for each scenario. */
export function printedTable(rows: readonly Row[]): string {
  const head = ["", ...PRINTED.map((name) => SHORT[name] ?? WORDS[name].head)];
  return [...new Set(rows.map(({ scenario }) => scenario))]
    .map((scenario) => {
      const lines = rows
        .filter((row) => row.scenario === scenario)
        .map((row) => [nameOf(row), ...PRINTED.map((name) => inWords(name, row.figures[name], row.recovered))]);
      return `${scenario}\n${aligned([head, ...lines])}`;
    })
    .join("\n\n");
}

function aligned(lines: readonly string[][]): string {
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join("  "),
    )
    .map((line) => `  ${line.trimEnd()}`)
    .join("\n");
}
