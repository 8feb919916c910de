import type { Price } from "./price-list";
import type { Scenarios } from "./scenario";
import { TABLES, tableOf } from "./scenario-table";

/** `<!-- costs scenario=ordinary-month table=volumes -->`: the table between it and the closing mark is computed. */
const OPENS = /^<!-- costs(?<terms>( [a-z]+=[a-z0-9-]+)*) -->\s*$/;
const CLOSES = /^<!-- \/costs -->\s*$/;
const FENCE = /^\s{0,3}(```|~~~)/;

/** `line` counts from 1. */
export type QuoteFault = { line: number; message: string };
export type Quoted = {
  text: string;
  /** How many tables the text quotes. */
  tables: number;
  /** The lines of marks whose tables differed from what the files say. */
  stale: number[];
  faults: QuoteFault[];
};

/** The text with every quoted table as the files have it. What cannot be filled is named, and stays as it is. */
export function quoted(text: string, scenarios: Scenarios, prices: readonly Price[]): Quoted {
  const lines = text.split("\n");
  const result: Quoted = { text: "", tables: 0, stale: [], faults: [] };
  const out: string[] = [];
  let isFenced = false;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? "";
    out.push(line);
    if (FENCE.test(line)) isFenced = !isFenced;
    const opened = isFenced ? null : OPENS.exec(line);
    if (!opened) continue;
    const end = lines.findIndex((each, n) => n > i && CLOSES.test(each));
    const fault = (message: string) => result.faults.push({ line: i + 1, message });
    if (end === -1) {
      fault("is not closed by <!-- /costs -->");
      continue;
    }
    const table = filled(opened.groups?.terms ?? "", scenarios, prices, fault);
    if (table === null) continue;
    result.tables++;
    const now = ["", ...table.split("\n"), ""];
    if (lines.slice(i + 1, end).join("\n") !== now.join("\n")) result.stale.push(i + 1);
    out.push(...now, lines[end] ?? "");
    i = end;
  }
  return { ...result, text: out.join("\n") };
}

function filled(
  written: string,
  scenarios: Scenarios,
  prices: readonly Price[],
  fault: (message: string) => void,
): string | null {
  const terms = new Map(
    written
      .trim()
      .split(" ")
      .map((term) => term.split("=") as [string, string]),
  );
  const [name = "", kind = "edges"] = [terms.get("scenario"), terms.get("table")];
  const scenario = scenarios.scenarios[name];
  const table = TABLES.find((each) => each === kind);
  if (!scenario) fault(`names the scenario "${name}": known are ${Object.keys(scenarios.scenarios).join(", ")}`);
  if (!table) fault(`names the table "${kind}": known are ${TABLES.join(", ")}`);
  return scenario && table ? tableOf(scenarios, scenario, prices, table) : null;
}
