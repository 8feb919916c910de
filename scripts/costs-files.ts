import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { type Price, readPriceList } from "../lib/costs/price-list";
import { quoted } from "../lib/costs/quote";
import type { Read } from "../lib/costs/read-yaml";
import { readScenarios, type Scenarios, withVolumes } from "../lib/costs/scenario";
import { resultsOf, TABLES, tableOf } from "../lib/costs/scenario-table";

// `node --import tsx scripts/costs-files.ts {"mode": …}`, for costs.mjs.
type Asked = {
  mode: "print" | "quote" | "check";
  path: string;
  scenario: string | null;
  volumes: string | null;
  json: boolean;
};

class Unusable extends Error {}

try {
  const asked: Asked = JSON.parse(process.argv[2] ?? "{}");
  process.exitCode = asked.mode === "print" ? print(asked) : quote(asked);
} catch (error) {
  if (!(error instanceof Unusable)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

function print({ path, scenario: name, volumes, json }: Asked): number {
  const { scenarios, prices } = filesOf(path);
  const names = name === null ? Object.keys(scenarios.scenarios) : [name];
  const results = names.map((each) => {
    const scenario = scenarios.scenarios[each];
    if (!scenario)
      throw new Unusable(`There is no scenario “${each}”: known are ${Object.keys(scenarios.scenarios).join(", ")}`);
    const assumes = volumes === null ? scenario.assumes : used("--volumes", withVolumes(scenario.assumes, volumes));
    return { name: each, scenario: { ...scenario, assumes } };
  });
  if (json) {
    const told = results.map(({ name: id, scenario }) => ({
      scenario: id,
      title: scenario.title,
      currency: scenarios.setup.currency,
      assumes: scenario.assumes,
      edges: resultsOf(scenarios, scenario, prices),
    }));
    say(JSON.stringify(told, null, 2));
    return 0;
  }
  say(scenarios.shop);
  for (const { name: id, scenario } of results)
    for (const table of TABLES)
      say(`\n${scenario.title} (${id}, ${table})\n\n${tableOf(scenarios, scenario, prices, table)}`);
  return 0;
}

function quote({ mode, path: folder }: Asked): number {
  const { scenarios, prices } = filesOf(join(folder, "cost-scenarios.yaml"));
  let [tables, wrong] = [0, 0];
  for (const file of readdirSync(folder).filter((each) => each.endsWith(".md"))) {
    const path = join(folder, file);
    const text = readFileSync(path, "utf8");
    const found = quoted(text, scenarios, prices);
    tables += found.tables;
    for (const { line, message } of found.faults) console.error(`${shown(path)}:${line} ${message}`);
    wrong += found.faults.length;
    for (const line of found.stale) say(`${shown(path)}:${line} ${mode === "quote" ? "filled" : "differs"}`);
    if (mode === "check") wrong += found.stale.length;
    else if (found.text !== text) writeFileSync(path, found.text);
  }
  say(`${tables} ${tables === 1 ? "table" : "tables"} quoted`);
  return wrong > 0 ? 1 : 0;
}

function filesOf(path: string): { scenarios: Scenarios; prices: Price[] } {
  const scenarios = used(shown(path), readScenarios(textOf(path)));
  const list = join(dirname(path), scenarios.prices);
  return { scenarios, prices: used(shown(list), readPriceList(textOf(list))) };
}

function used<T>(name: string, read: Read<T>): T {
  if ("value" in read) return read.value;
  throw new Unusable(
    read.faults
      .map(({ field, message, line }) => `${name}${line ? `:${line}` : ""}: ${field ? `${field} ` : ""}${message}`)
      .join("\n"),
  );
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new Unusable(`${shown(path)} cannot be read: ${(error as Error).message}`);
  }
}

function shown(path: string): string {
  const below = relative(process.env.INIT_CWD || process.cwd(), path);
  return below.startsWith("..") ? path : below;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
