import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compare } from "@/lib/costs/comparison";
import type { Amount } from "@/lib/costs/money";
import { readPlan } from "@/lib/costs/plan";
import { readPriceList } from "@/lib/costs/price-list";
import { quoted } from "@/lib/costs/quote";
import { phasesOf, readScenarios, withVolumes } from "@/lib/costs/scenario";
import { tableOf } from "@/lib/costs/scenario-table";
import { scaled } from "@/lib/costs/usage";

const FOLDER = "docs/adr";
const read = (file: string): string => readFileSync(join(FOLDER, file), "utf8");
const usable = <T>(given: { value: T } | { faults: unknown[] }): T => {
  if ("faults" in given) throw new Error(JSON.stringify(given.faults));
  return given.value;
};
const scenarios = usable(readScenarios(read("cost-scenarios.yaml")));
const prices = usable(readPriceList(read(scenarios.prices)));
const records = readdirSync(FOLDER).filter((file) => file.endsWith(".md"));

test("every table of costs that a record quotes is what its files come to", () => {
  const found = records.map((file) => ({ file, ...quoted(read(file), scenarios, prices) }));
  const wrong = found.flatMap(({ file, stale, faults }) => [
    ...stale.map((line) => `${file}:${line} is not what npm run costs -- --quote ${FOLDER} writes`),
    ...faults.map(({ line, message }) => `${file}:${line} ${message}`),
  ]);
  expect(wrong).toEqual([]);
  expect(found.reduce((sum, { tables }) => sum + tables, 0)).toBeGreaterThan(0);
});

test("the plan of the demo is read, and every provider that it and the scenarios name has a price", () => {
  const plan = usable(readPlan(read("cost-plan.yaml")));
  const setups = [plan.setup, scenarios.setup];
  const named = [
    ...setups.flatMap(({ edge, cache, origin, database, people }) => [
      ...edge.providers,
      cache.provider,
      origin.provider,
      database.provider,
      ...(people ? [people.provider] : []),
    ]),
    ...Object.values(scenarios.scenarios).flatMap(({ edges }) => edges.flatMap(({ providers }) => providers)),
  ];
  const priced = new Set(prices.map(({ provider }) => provider));
  expect(named.filter((provider) => !priced.has(provider))).toEqual([]);
});

const QUOTE = ["Before.", "<!-- costs scenario=ordinary-month -->", "| old |", "<!-- /costs -->", "After."].join("\n");

test("a table that was changed by hand is found, and filled anew", () => {
  const filled = quoted(QUOTE, scenarios, prices);
  expect(filled).toMatchObject({ tables: 1, stale: [2], faults: [] });
  expect(filled.text).toMatch(/^Before\.\n<!-- costs scenario=ordinary-month -->\n\n\| Edge \|/);
  expect(filled.text).toMatch(/\n\n<!-- \/costs -->\nAfter\.$/);
  expect(quoted(filled.text, scenarios, prices)).toMatchObject({ text: filled.text, stale: [] });
  const changed = filled.text.replace(/(\d)\.(\d\d)/, "$1.99");
  expect(quoted(changed, scenarios, prices).stale).toEqual([2]);
});

test("a mark that cannot be filled is named by its line, and one in a fence is only shown", () => {
  const faultsOf = (text: string) => quoted(text, scenarios, prices).faults;
  expect(faultsOf("<!-- costs scenario=never -->\n<!-- /costs -->")).toEqual([
    { line: 1, message: expect.stringContaining('names the scenario "never": known are ordinary-month') },
  ]);
  expect(faultsOf("<!-- costs scenario=sale-month table=pie -->\n<!-- /costs -->")).toMatchObject([{ line: 1 }]);
  expect(faultsOf("<!-- costs scenario=sale-month -->")).toEqual([
    { line: 1, message: "is not closed by <!-- /costs -->" },
  ]);
  expect(quoted(`\`\`\`\n${QUOTE}\n\`\`\``, scenarios, prices)).toMatchObject({ tables: 0, stale: [], faults: [] });
});

test("what no provider publishes is unknown in every table, with the reason", () => {
  for (const scenario of Object.values(scenarios.scenarios)) {
    const table = tableOf(scenarios, scenario, prices, "edges");
    expect(table).toMatch(/^\| Akamai \| [\d,.]+\u202fUSD \| unknown \| unknown \| unknown \| unknown \| unknown \|$/m);
    expect(table).toContain("Akamai publishes no price");
  }
});

test("a month with a sale has the ordinary days and ten times as much on three", () => {
  const { "ordinary-month": ordinary, "sale-month": sale } = scenarios.scenarios;
  if (!ordinary || !sale) throw new Error("both are there");
  const requests = (phases: ReturnType<typeof phasesOf>) =>
    phases.reduce((sum, each) => sum + (each.edgeRequests ?? 0), 0);
  expect(requests(phasesOf(sale)) / requests(phasesOf(ordinary))).toBe(57 / 30);
  expect(phasesOf(sale).map(({ minutes }) => minutes)).toEqual([27 * 1440, 3 * 1440]);
});

test("other volumes go on top of a scenario's, and what is wrong with them is named", () => {
  const assumes = { requestsPerDay: 1, bytesPerRequest: 2, offload: 0.9, byteOffload: 0.9, hitRate: 0.95 };
  expect(withVolumes(assumes, "requestsPerDay=2e6, hitRate=0.8")).toEqual({
    value: { ...assumes, requestsPerDay: 2_000_000, hitRate: 0.8 },
  });
  expect(withVolumes(assumes, "hits=1")).toMatchObject({
    faults: [{ field: "hits", message: /is none of requestsPerDay/ }],
  });
  expect(withVolumes(assumes, "offload=1.2")).toMatchObject({ faults: [{ field: "offload", message: "is above 1" }] });
  expect(withVolumes(assumes, "offload=")).toMatchObject({
    faults: [{ field: "offload", message: 'is no number: ""' }],
  });
});

describe("what the records say of the costs of a year", () => {
  const { "ordinary-month": ordinary, "sale-month": sale } = scenarios.scenarios;
  if (!ordinary || !sale) throw new Error("both are there");
  const at = (scenario: typeof ordinary, edge: string, times = 1) => {
    const providers = scenario.edges.find(({ name }) => name === edge)?.providers ?? [];
    const phases = scaled(phasesOf(scenario), times);
    return compare({ ...scenarios.setup, edge: { ...scenarios.setup.edge, providers } }, prices, phases, phases);
  };
  const usd = (amount: Amount): number => (amount.known ? amount.micros / 1e6 : Number.NaN);
  const text = (number: string) => read(records.find((file) => file.startsWith(number)) ?? "").replace(/\s+/g, " ");
  const yearWith = (edge: string, sales: number) =>
    (12 - sales) * usd(at(ordinary, edge).benefit) + sales * usd(at(sale, edge).benefit);
  const firstSaving = (edge: string) => Array.from({ length: 13 }, (_, n) => n).find((n) => yearWith(edge, n) >= 0);

  test("with how many sale months the caches save", () => {
    const [one, two] = [yearWith("Cloudflare Business", 1), yearWith("Cloudflare Business", 2)];
    expect([one, two].map((sum) => sum.toFixed(2))).toEqual(["-449.28", "482.52"]);
    for (const number of ["0024", "0028"]) {
      expect(text(number)).toContain("11 × −115.09 + 816.71 = −449.28 USD");
      expect(text(number)).toContain("they save 482.52 USD a year. CloudFront and an own Varnish need seven.");
    }
    expect(text("0026")).toContain(`(−${Math.round(-one)} USD at the volumes assumed); from two on they save`);
    expect(["CloudFront", "Own Varnish"].map(firstSaving)).toEqual([7, 7]);
  });

  test("what the shared cache costs and saves, and from which volume on it pays", () => {
    const owed = (scenario: typeof ordinary, times = 1) =>
      at(scenario, "Cloudflare Business", times).byDecision.find(({ layer }) => layer === "cache")?.benefit;
    const [usual = null, busy = null] = [owed(ordinary), owed(sale)];
    expect(usual && usd(usual)).toBe(-437.5);
    expect(usual && busy && (usd(busy) - usd(usual)).toFixed(2)).toBe("11.66");
    const paysAt = (scenario: typeof ordinary, times: number) =>
      usd(owed(scenario, times) ?? { known: false, why: "" }) >= 0;
    expect([paysAt(ordinary, 40), paysAt(ordinary, 41), paysAt(sale, 22), paysAt(sale, 23)]).toEqual([
      false,
      true,
      false,
      true,
    ]);
    expect(text("0025")).toContain(
      "cost 437.50 USD a month. In an ordinary month they save no machine, in a sale month 11.66 USD.",
    );
    expect(text("0025")).toContain("about 41 times the volume of an ordinary month, or 23 times that of a sale month");
  });

  test("the limit of the bill is half as much again as the sale month of the chosen edge", () => {
    const { with: bill } = at(sale, "Cloudflare Business").bills;
    expect(Math.round((usd(bill.total) * 1.5) / 100) * 100).toBe(2000);
    expect(text("0024")).toContain("value: 2000 USD/month");
  });
});
