import { count } from "@/lib/format/count";
import { money } from "@/lib/format/money";
import { times } from "@/lib/format/times";
import { type Comparison, compare } from "./comparison";
import type { Amount } from "./money";
import { type Multiple, multiplesOf, type Payback, paybackOf } from "./payback";
import { paybackInWords, roiInWords } from "./payback-words";
import type { Setup } from "./plan";
import type { Price } from "./price-list";
import { phasesOf, type Scenario, type Scenarios } from "./scenario";

/** What an edge of a scenario comes to, as JSON has it. */
export type EdgeResult = {
  name: string;
  caveat: string | null;
  comparison: Comparison;
  payback: Payback;
  multiples: Multiple[];
};

const setupsOf = ({ setup }: Scenarios, { edges }: Scenario) =>
  edges.map(({ name, providers, caveat }) => {
    const own: Setup = { ...setup, edge: { ...setup.edge, providers } };
    return { name, caveat: caveat ?? null, own };
  });

/** Every edge of a scenario, billed. */
export function resultsOf(scenarios: Scenarios, scenario: Scenario, prices: readonly Price[]): EdgeResult[] {
  const phases = phasesOf(scenario);
  return setupsOf(scenarios, scenario).map(({ name, caveat, own }) => ({
    name,
    caveat,
    comparison: compare(own, prices, phases, phases),
    payback: paybackOf(own, prices, phases),
    multiples: multiplesOf(own, prices, phases, scenario.multiples),
  }));
}

/** Which table of a scenario is asked for: its edges beside one another, one after the other over volumes, or with each level's share. */
export const TABLES = ["edges", "volumes", "decisions"] as const;
export type Table = (typeof TABLES)[number];

/** The table as Markdown, the same for the same files. */
export function tableOf(scenarios: Scenarios, scenario: Scenario, prices: readonly Price[], table: Table): string {
  const { currency } = scenarios.setup;
  const phases = phasesOf(scenario);
  const unknown = new Set<string>();
  /** Notes why an amount is unknown: what is unknown is never left without the reason. */
  const told = (name: string, amount: Amount): string => {
    if (!amount.known) unknown.add(`${name}: ${amount.why}.`);
    return cell(amount, currency);
  };
  const setups = setupsOf(scenarios, scenario);
  const rows = setups.flatMap(({ name, own }) => {
    if (table === "volumes")
      return multiplesOf(own, prices, phases, scenario.multiples).map((each) => [
        name,
        times(each.times),
        each.requests === null ? "unknown" : count(each.requests),
        cell(each.without, currency),
        told(name, each.with),
        cell(each.benefit, currency),
        roiInWords(each.roi),
      ]);
    const { bills, spend, benefit, roi, byDecision } = compare(own, prices, phases, phases);
    if (table === "decisions")
      return [[name, ...byDecision.map((owed) => cell(owed.benefit, currency)), told(name, benefit)]];
    return [
      [
        name,
        cell(bills.without.total, currency),
        told(name, bills.with.total),
        cell(spend, currency),
        cell(benefit, currency),
        roiInWords(roi),
        paybackInWords(paybackOf(own, prices, phases)),
      ],
    ];
  });
  const caveats = setups.flatMap(({ name, caveat }) => (caveat === null ? [] : [`${name}: ${caveat}`]));
  return [
    markdown(HEADS[table], rows),
    ...(unknown.size === 0 ? [] : ["", `Unknown because: ${[...unknown].join(" ")}`]),
    ...(caveats.length === 0 ? [] : ["", caveats.join(" ")]),
  ].join("\n");
}

const HEADS: Record<Table, string[]> = {
  edges: ["Edge", "Without caches", "With caches", "Caches cost", "Benefit", "Return", "Pays from"],
  volumes: ["Edge", "Volume", "Requests a month", "Without caches", "With caches", "Benefit", "Return"],
  decisions: ["Edge", "Owed to the edge", "Owed to the shared cache", "Benefit"],
};

const cell = (amount: Amount, currency: string): string => (amount.known ? money(amount.micros, currency) : "unknown");

/** Figures to the right, as they are compared down a column. */
function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? "---" : "--:"))), ...rows.map(line)].join("\n");
}
