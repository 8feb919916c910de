import { SCENARIOS, VARIANTS } from "@/storefront/caching/cell";
import { PATTERNS } from "@/storefront/caching/patterns/pattern";
import { CELL_STORES } from "@/storefront/caching/stores/store";
import { figureNamed } from "./address";
import { type FigureName, isOfPhase, type PhaseRow, type Row, type Run } from "./results";
import { SCENARIO } from "./scenarios";
import { inWords, WORDS } from "./words";

const PHASES = [...new Set(Object.values(SCENARIO).flatMap(({ phases }) => phases.map(({ name }) => name)))];
const FILTERS: Record<string, readonly string[]> = {
  scenario: SCENARIOS,
  pattern: PATTERNS,
  store: CELL_STORES,
  variant: VARIANTS,
  phase: PHASES,
};

type Line = { row: Row; phase: PhaseRow; isLast: boolean };

/** `scenario=… pattern=… store=… variant=… phase=… columns=…`: a line for each phase of each cell. Without a variant: as decided. */
export function tableOf(run: Run, options: readonly string[]): string {
  const given = new Map(options.map((option) => option.split("=", 2) as [string, string]));
  for (const [name, value = ""] of given) {
    if (name === "columns") continue;
    const words = FILTERS[name];
    if (!words) throw new Error(`${name} is no part of a quote`);
    for (const word of value.split(",")) if (!words.includes(word)) throw new Error(`${word} is no ${name}`);
  }
  const wanted = (name: string): string[] | undefined => given.get(name)?.split(",");
  const isWanted = (name: string, value: string): boolean => wanted(name)?.includes(value) ?? true;
  const columns = (given.get("columns") ?? "p95Ms,cacheableHitRate").split(",").map(figureNamed);
  const variants = wanted("variant") ?? ["as-decided"];
  const lines = run.rows
    .filter(
      ({ scenario, pattern, store, variant }) =>
        isWanted("scenario", scenario) &&
        isWanted("pattern", pattern) &&
        isWanted("store", store) &&
        variants.includes(variant),
    )
    .flatMap((row): Line[] => {
      const phases = row.phases.filter(({ name }) => isWanted("phase", name));
      return phases.map((phase, index) => ({ row, phase, isLast: index === phases.length - 1 }));
    });
  if (lines.length === 0) throw new Error(`${run.run} has no such cell`);
  // A column that says the same in every line, because it was asked for, says nothing.
  const differs = (of: (line: Line) => string): boolean => new Set(lines.map(of)).size > 1;
  const leading: [string, (line: Line) => string, boolean][] = [
    ["Scenario", ({ row }) => row.scenario, wanted("scenario")?.length !== 1],
    ["Pattern", ({ row }) => row.pattern, wanted("pattern")?.length !== 1],
    ["Store", ({ row }) => row.store, wanted("store")?.length !== 1],
    ["Variant", ({ row }) => row.variant.replaceAll("-", " "), differs(({ row }) => row.variant)],
    ["Phase", ({ phase }) => phase.name, differs(({ phase }) => phase.name)],
  ];
  const told = leading.filter(([, , isTold]) => isTold);
  const cells = (texts: readonly string[]): string => `| ${texts.join(" | ")} |`;
  return [
    cells([...told.map(([name]) => name), ...columns.map((name) => WORDS[name].head)]),
    cells([...told.map(() => "---"), ...columns.map(() => "---:")]),
    ...lines.map((line) => cells([...told.map(([, of]) => of(line)), ...columns.map((name) => valueIn(line, name))])),
  ].join("\n");
}

/** A figure of the whole cell stands in the last of its lines. */
function valueIn({ row, phase, isLast }: Line, name: FigureName): string {
  if (isOfPhase(name)) return inWords(name, phase.figures[name]);
  return isLast ? inWords(name, row.figures[name]) : "";
}
