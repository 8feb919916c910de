import { count } from "@/lib/format/count";
import { money } from "@/lib/format/money";
import { times } from "@/lib/format/times";
import { type Comparison, compare } from "./comparison";
import type { Amount } from "./money";
import { type Multiple, multiplesOf, type Payback, paybackOf } from "./payback";
import type { Setup } from "./plan";
import type { Price } from "./price-list";
import { phasesOf, type Scenario, type Scenarios } from "./scenario";

export type EdgeResult = {
  name: string;
  caveat: string | null;
  comparison: Comparison;
  payback: Payback;
  multiples: Multiple[];
};

/** Every edge of a scenario, billed. */
export function resultsOf({ setup }: Scenarios, scenario: Scenario, prices: readonly Price[]): EdgeResult[] {
  const phases = phasesOf(scenario);
  return scenario.edges.map(({ name, providers, caveat }) => {
    const own: Setup = { ...setup, edge: { ...setup.edge, providers } };
    return {
      name,
      caveat: caveat ?? null,
      comparison: compare(own, prices, phases, phases),
      payback: paybackOf(own, prices, phases),
      multiples: multiplesOf(own, prices, phases, scenario.multiples),
    };
  });
}

/** Which table of a scenario is asked for: its edges beside one another, or one after the other over volumes. */
export const TABLES = ["edges", "volumes"] as const;
export type Table = (typeof TABLES)[number];

/** The table as Markdown, the same for the same files. */
export const tableOf = (scenarios: Scenarios, scenario: Scenario, prices: readonly Price[], table: Table): string => {
  const { currency } = scenarios.setup;
  const results = resultsOf(scenarios, scenario, prices);
  return table === "edges" ? edgesTable(results, currency) : volumesTable(results, currency);
};

function edgesTable(results: readonly EdgeResult[], currency: string): string {
  const rows = results.map(({ name, comparison: { bills, spend, benefit, roi }, payback }) => [
    name,
    cell(bills.without.total, currency),
    cell(bills.with.total, currency),
    cell(spend, currency),
    cell(benefit, currency),
    roiInWords(roi),
    paybackInWords(payback),
  ]);
  const head = ["Edge", "Without caches", "With caches", "Caches cost", "Benefit", "Return", "Pays from"];
  return [markdown(head, rows), ...reasonsOf(results)].join("\n");
}

function volumesTable(results: readonly EdgeResult[], currency: string): string {
  const rows = results.flatMap(({ name, multiples }) =>
    multiples.map(({ times: n, requests, without, with: at, benefit, roi }) => [
      name,
      times(n),
      requests === null ? "unknown" : count(requests),
      cell(without, currency),
      cell(at, currency),
      cell(benefit, currency),
      roiInWords(roi),
    ]),
  );
  const head = ["Edge", "Volume", "Requests a month", "Without caches", "With caches", "Benefit", "Return"];
  return [markdown(head, rows), ...reasonsOf(results)].join("\n");
}

/** Each reason once, under the table: what is unknown is never left without. */
function reasonsOf(results: readonly EdgeResult[]): string[] {
  const caveats = results.flatMap(({ name, caveat }) => (caveat === null ? [] : [`${name}: ${caveat}`]));
  const reasons = results.flatMap(({ name, comparison, multiples }) => {
    const amounts = [comparison.bills.with.total, ...multiples.map((each) => each.with)];
    const why = amounts.flatMap((amount) => (amount.known ? [] : [amount.why]));
    return [...new Set(why)].map((each) => `${name}: ${each}.`);
  });
  return [
    ...(reasons.length === 0 ? [] : ["", `Unknown because: ${reasons.join(" ")}`]),
    ...(caveats.length === 0 ? [] : ["", caveats.join(" ")]),
  ];
}

const cell = (amount: Amount, currency: string): string => (amount.known ? money(amount.micros, currency) : "unknown");

/** "1.43×", "−0.2×": what is saved, net, for each unit that the caches cost. */
export const roiInWords = (roi: number | null): string =>
  roi === null ? "unknown" : roi < 0 ? `\u2212${times(-roi)}` : times(roi);

export function paybackInWords(payback: Payback): string {
  switch (payback.pays) {
    case "from":
      return `${count(payback.requests)} requests a month${upTo(payback.knownTo)}`;
    case "always":
      return `any volume${upTo(payback.knownTo)}`;
    case "never":
      return `no volume up to ${count(payback.upTo)} requests a month${payback.isAll ? "" : ", unknown above"}`;
    case "unknown":
      return "unknown";
  }
}

const upTo = (known: number | null): string => (known === null ? "" : `, known up to ${count(known)}`);

/** Figures to the right, as they are compared down a column. */
function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? "---" : "--:"))), ...rows.map(line)].join("\n");
}
