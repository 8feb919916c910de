import { VARIANTS } from "@/storefront/caching/cell";
import { FIGURE_NAMES, type Figure, type FigureName, isOfPhase, type Row, type Run } from "./results";

export function figureNamed(name: string): FigureName {
  const known = FIGURE_NAMES.find((one) => one === name);
  if (!known) throw new Error(`${name} is no figure; figures are ${FIGURE_NAMES.join(", ")}`);
  return known;
}

/**
 * A figure by its address: pattern/store/scenario, and where they are not the only ones or the decided ones, a phase and a
 * variant: `cache-aside/redis/spike-10x/during`, `cache-aside/redis/hot-key/unprotected`.
 */
export function addressed(run: Run, address: string, figure: FigureName): Figure {
  const [pattern, store, scenario, ...more] = address.split("/");
  const variant = more.find((word) => VARIANTS.some((one) => one === word)) ?? "as-decided";
  const phases = more.filter((word) => word !== variant);
  const row = run.rows.find(
    (one) => one.pattern === pattern && one.store === store && one.scenario === scenario && one.variant === variant,
  );
  if (!row) throw new Error(`${run.run} has no cell ${address}`);
  if (isOfPhase(figure)) return phaseOf(row, phases, address).figures[figure];
  if (phases.length > 0) throw new Error(`${figure} is a figure of the whole cell, not of ${phases.join("/")}`);
  return row.figures[figure];
}

/** A mean over calm and storm says nothing: of several phases one has to be named. */
function phaseOf(row: Row, asked: readonly string[], address: string): Row["phases"][number] {
  const names = row.phases.map(({ name }) => name).join(", ");
  const [only, second] = row.phases;
  if (asked.length === 0 && only && !second) return only;
  const found = asked.length === 1 ? row.phases.find(({ name }) => name === asked[0]) : undefined;
  if (!found) throw new Error(`${address} names no phase of ${names}`);
  return found;
}
