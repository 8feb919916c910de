import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readAdr } from "@/lib/adr/record";
import { provisionCosts } from "@/lib/commands/provision-costs";
import { costLines } from "@/lib/costs/then-and-now";
import { evaluateTriggers } from "@/lib/evaluator/triggers";
import type { World } from "@/lib/evaluator/world";
import { auditOf } from "@/lib/store/audit";
import { addOutcome, addRevisit } from "@/lib/store/revisits";
import { allTriggerStates, triggerFiringsOf } from "@/lib/store/triggers";
import { costThenAndNow } from "@/lib/views/revisit-cost";
import { countDays, planOf, pricesWith } from "../commands/costs-sample";
import { ownFolder } from "../store/own-database";
import { slo, worldOf } from "../truth/world";

const NOBODY = "http://127.0.0.1:9";
const PATH = "docs/adr/0001-shop.md";
const DAY = 1440;
/** The end of 11 January 2026. */
const JAN_12 = Date.UTC(2026, 0, 12) / 60_000;

const recordOf = (value: string, more: { date?: string; names?: string } = {}) =>
  readAdr(
    PATH,
    `---
status: accepted
date: ${more.date ?? "2025-12-20"}
decisions:
  d1: { title: An edge, status: accepted }
  d2: { title: A cache, status: accepted }
  d3: { title: Something else, status: accepted }
targets:
  t1: { decision: d3, slo: hits, objective: 95%, window: 7d, statement: "It is hit." }
triggers:
  r1: { ${more.names ?? "decision: d1, "}when: cost-above, value: ${value} }
---
# Shop
`,
  );

/** A shop of ten million requests a day that has been counted since 12 December 2025. */
async function shop(value: string, egress = "0.08"): Promise<World> {
  const world = worldOf(NOBODY, [slo("hits", "good", "hits_total", "reads_total")]);
  countDays(world.db, "hits", JAN_12, 31, 10_000_000);
  const folder = ownFolder();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "prices.yaml"), pricesWith(egress));
  writeFileSync(join(folder, "cost-plan.yaml"), planOf(PATH));
  expect(await provisionCosts(world.db, folder, new Date(JAN_12 * 60_000))).toEqual([]);
  return { ...world, records: async () => [recordOf(value)] };
}

const look = (world: World, minute = JAN_12) => evaluateTriggers(world, new Date((minute + 1) * 60_000));
const state = ({ db }: World) => allTriggerStates(db).get(`${PATH}#r1`);

test("a measured cost above the limit fires once into the queue, with its reason, until somebody decides", async () => {
  const world = await shop("150 USD/month");
  expect(await look(world)).toBe(1);
  expect(state(world)).toMatchObject({
    standing: "met",
    says: expect.stringMatching(
      /^January 2026 so far: [\d.]+\u202fUSD, above 150\.00\u202fUSD a month \(100\u202f% observed\)\.$/,
    ),
  });
  expect(triggerFiringsOf(world.db, PATH)).toMatchObject([
    { decisionId: "d1", occasion: "2026-01", measured: { currency: "USD", limitMicros: 150_000_000 } },
  ]);
  expect(auditOf(world.db, "decision", `${PATH}#d1`)).toMatchObject([{ action: "trigger.fired" }]);
  expect([await look(world, JAN_12 + 1), await look(world, JAN_12 + DAY)]).toEqual([0, 0]);
  const by = { startedBy: "a test", startedById: "a test", cutOffMinute: JAN_12, agenda: [] };
  addRevisit(world.db, { quarter: "2026-Q1", startedAt: JAN_12 * 60_000, ...by });
  addOutcome(world.db, {
    ...{ quarter: "2026-Q1", path: PATH, decisionId: "d1", outcome: "keep", reason: "It pays.", names: ["a test"] },
    ...{ nextDue: "2026-06-01", fileDue: null, successorTitle: null, successorPath: null, followUpId: null },
    ...{ evidence: {}, corrects: null, author: "a test", authorId: "a test", createdAt: (JAN_12 + 2 * DAY) * 60_000 },
  });
  expect(await look(world, JAN_12 + 3 * DAY), "the same month was decided of").toBe(0);
});

test("a month that had ended when it was decided calls for nothing, by the date of its record", async () => {
  const dear = await shop("300 USD/month");
  const early = JAN_12 - 10 * DAY;
  const dated = { ...dear, records: async () => [recordOf("300 USD/month", { date: "2026-01-02" })] };
  expect(await look(dated, early)).toBe(0);
  expect(state(dated)).toMatchObject({ standing: "not-met" });
  expect(await look(dear, early)).toBe(1);
  expect(triggerFiringsOf(dear.db, PATH)).toMatchObject([{ occasion: "2025-12" }]);
});

test("a cost below the limit is not met, and says both", async () => {
  const world = await shop("12000 USD/month");
  expect(await look(world)).toBe(0);
  expect(state(world)).toMatchObject({
    standing: "not-met",
    says: expect.stringMatching(/in December 2025; the limit is 12,000\.00\u202fUSD a month\.$/),
  });
});

test.each([
  ["another currency", "150 EUR/month", "0.08", /because the costs are in USD and the trigger is in EUR/],
  ["a price that nobody publishes", "150 USD/month", "unknown", /because The egress: it publishes none/],
])("%s cannot be told: the state says why, and nothing fires", async (_, value, egress, why) => {
  const world = await shop(value, egress);
  expect(await look(world)).toBe(0);
  expect(state(world)).toMatchObject({ standing: "unknown", says: expect.stringMatching(why) });
});

test("without a plan it is not evaluated", async () => {
  const world = { ...worldOf(NOBODY, []), records: async () => [recordOf("1 USD/month")] };
  expect(await look(world)).toBe(0);
  expect(state(world)).toMatchObject({
    standing: "not-evaluated",
    says: "Not evaluated: COSTS_DIR names no cost plan.",
  });
});

test.each([
  ["no decision", "", ["d1", "d2", "d3"]],
  ["a target", "target: t1, ", ["d1", "d2", "d3"]],
  ["another decision", "decision: d2, ", ["d1", "d2"]],
])("a meeting sees the cost where its trigger names %s, as it sees the trigger", async (_, names, seen) => {
  const { db } = await shop("150 USD/month");
  const record = recordOf("150 USD/month", { names });
  const at = Date.UTC(2025, 11, 20) / 60_000;
  const shown = ["d1", "d2", "d3"].filter((id) => costThenAndNow(db, record, { path: PATH, id }, at, JAN_12) !== null);
  expect(shown).toEqual(seen);
});

test("a meeting sees the cost of when it was decided, and of now, for what has to do with costs", async () => {
  const { db } = await shop("150 USD/month");
  const of = (id: string) =>
    costThenAndNow(db, recordOf("150 USD/month"), { path: PATH, id }, Date.UTC(2025, 11, 20) / 60_000, JAN_12);
  expect(of("d1")).toMatchObject({
    currency: "USD",
    before: { month: "2025-12", isWhole: true, benefit: { known: true } },
    now: { month: "2026-01", isWhole: false, with: { known: true } },
  });
  expect(of("d2")).toMatchObject({ now: { benefit: { known: true } } });
  expect(of("d3")).toBeNull();
  const cost = of("d1");
  expect(cost && costLines(cost)).toEqual([
    expect.stringMatching(/^Then, December 2025: .* with the caches, .* without; this decision saves .* observed\.$/),
    expect.stringMatching(/^Now, January 2026 so far: /),
  ]);
});
