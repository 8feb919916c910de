import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { arch, cpus, platform, release, totalmem } from "node:os";
import { join } from "node:path";
import { ROOT } from "@/scripts/checks.mjs";
import { findCommand } from "@/scripts/find-command.mjs";
import { runCommand } from "@/scripts/trouble.mjs";
import { stopOnSignals } from "@/scripts/undo.mjs";
import { size, usedParameters } from "./parameters";

export type Figure = {
  figure: string;
  /** null: it could not be measured. */
  measured: number | null;
  unit: string;
  /** What it may be at most; null where it is only told. */
  limit: number | null;
  /** Every single value, where `measured` is their median. */
  raw?: number[];
};

export type Report = { figures: Figure[]; notes: string[] };

/** Runs one group: prints its table, writes its results, and ends with 1 where a figure could not be measured. */
export function runGroup(group: string, measure: () => Promise<Report>): void {
  runCommand(async () => {
    stopOnSignals(130);
    console.log(`\n${group}${size === "smoke" ? " (smoke size: these figures say nothing)" : ""}`);
    const { figures, notes } = await measure();
    console.log(table(figures));
    for (const note of notes) console.log(`  ${note}`);
    console.log(`  ${sizesInWords(usedParameters())}`);
    if (size === "full") write(group, figures, notes);
    return figures.some(({ measured }) => measured === null) ? 1 : 0;
  });
}

function write(group: string, figures: Figure[], notes: string[]): void {
  const folder = join(ROOT, "bench", "results");
  mkdirSync(folder, { recursive: true });
  const results = {
    group,
    date: new Date().toISOString(),
    machine: {
      processor: cpus()[0]?.model ?? "unknown",
      cores: cpus().length,
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      system: `${platform()} ${release()} ${arch()}`,
    },
    versions: { node: process.versions.node, prometheus: prometheusVersion() },
    data: "generated",
    parameters: usedParameters(),
    figures: figures.map((figure) => ({ ...figure, holds: holds(figure) })),
    notes,
  };
  writeFileSync(join(folder, `${group}.json`), `${JSON.stringify(results, null, 2)}\n`);
}

function prometheusVersion(): string | null {
  const program = findCommand("prometheus");
  if (program === null) return null;
  return /version (\S+)/.exec(execFileSync(program, ["--version"], { encoding: "utf8" }))?.[1] ?? null;
}

const holds = ({ measured, limit }: Figure): boolean | null =>
  measured === null || limit === null ? null : measured <= limit;

function table(figures: readonly Figure[]): string {
  const lines = [
    ["figure", "measured", "limit", "holds"],
    ...figures.map((figure) => [
      figure.figure,
      figure.measured === null ? "not measured" : inWords(figure.measured, figure.unit),
      figure.limit === null ? "" : inWords(figure.limit, figure.unit),
      { true: "yes", false: "no", null: "" }[String(holds(figure))] ?? "",
    ]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      `  ${line.map((cell, i) => (i === 0 || i === 3 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join("  ")}`.trimEnd(),
    )
    .join("\n");
}

const inWords = (value: number, unit: string): string =>
  `${value !== 0 && Math.abs(value) < 1000 ? Number(value.toPrecision(3)) : Math.round(value)}${unit && ` ${unit}`}`;

const sizesInWords = (parameters: Readonly<Record<string, number>>): string =>
  `parameters: ${Object.entries(parameters)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ")}`;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [below, above] = [sorted[middle - 1], sorted[middle]];
  if (above === undefined) return Number.NaN;
  return sorted.length % 2 === 1 || below === undefined ? above : (below + above) / 2;
}

/** The median of several values, all of which are kept. */
export const medianFigure = (figure: string, raw: number[], unit: string, limit: number | null): Figure => ({
  figure,
  measured: raw.length > 0 ? median(raw) : null,
  unit,
  limit,
  raw,
});

/** Milliseconds that a piece of work takes. */
export async function elapsed(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** The same work several times, one after another, ms each. */
export async function repeated(times: number, work: () => unknown): Promise<number[]> {
  const raw: number[] = [];
  while (raw.length < times) raw.push(await elapsed(work));
  return raw;
}

/** What goes on, for whoever waits. */
export const say = (line: string): void => console.log(`  … ${line}`);
