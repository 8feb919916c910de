import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readPlan } from "@/lib/costs/plan";
import { readPriceList } from "@/lib/costs/price-list";
import { quoted } from "@/lib/costs/quote";
import { phasesOf, readScenarios, withVolumes } from "@/lib/costs/scenario";
import { tableOf } from "@/lib/costs/scenario-table";

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
