import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { unitPrices } from "@/db/costs";
import * as tables from "@/db/people";
import { provisionCosts } from "@/lib/commands/provision-costs";
import { minuteAt } from "@/lib/slo/window";
import { allPlans } from "@/lib/store/cost-plans";
import { allPrices } from "@/lib/store/prices";
import { problems } from "@/lib/store/problems";
import { addSegment, sloById } from "@/lib/store/slos";
import { priceRows } from "@/lib/views/prices";
import { type Call, call } from "./calls";
import { countDays, planOf, pricesWith } from "./costs-sample";
import { documentOf, type OwnApp, ownApp } from "./own-app";

vi.mock("next/headers", async () => ({ headers: async () => (await import("./calls")).headersGiven() }));

const RECORD = "docs/adr/0001-caching.md";
const DAY_MS = 86_400_000;
const running = new Date().toISOString().slice(0, 7);
const nextMonth = new Date(Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth() + 1, 1))
  .toISOString()
  .slice(0, 7);

let app: OwnApp;
let tokens: Record<"editor" | "own" | "viewer", string>;
let costs: typeof import("@/app/api/v1/costs/route");
let list: typeof import("@/app/api/v1/costs/prices/route");
let one: typeof import("@/app/api/v1/costs/prices/[id]/route");
beforeAll(async () => {
  app = ownApp();
  writeFileSync(join(app.sloDir, "hits.yaml"), documentOf("hits"));
  await app.start();
  const today = Math.floor(Date.now() / DAY_MS) * 1440;
  countDays(app.db, "hits", today + minuteAt(Date.now() % DAY_MS), 75, 10_000_000);
  tokens = {
    editor: app.token("editor", "editor"),
    own: app.token("own", "editor", ["shop"]),
    viewer: app.token("viewer", "viewer"),
  };
  costs = await import("@/app/api/v1/costs/route");
  list = await import("@/app/api/v1/costs/prices/route");
  one = await import("@/app/api/v1/costs/prices/[id]/route");
});
afterAll(() => app.remove());

const put = (file: "prices.yaml" | "cost-plan.yaml", text: string) => writeFileSync(join(app.adrDir, file), text);
const provision = (now = new Date()) => provisionCosts(app.db, app.adrDir, now);
const read = async (query = "") => (await call(costs.GET, "GET", {}, { query })).body as never as Answered;
const prices = async () =>
  (await call(list.GET, "GET", {})).body.items as {
    id: string;
    now: Said;
    file: Said | null;
    history: (Said & { n: number })[];
  }[];
const priceOf = async (id: string) => (await prices()).find((each) => each.id === id);
const terms = (price: number) => ({
  price,
  currency: "USD",
  source: "https://prices.example/new",
  read: "2026-02-01",
  sureness: "high",
});
const change = async (price: number, given: Call = {}, more: object = {}) => {
  const seen = (await priceOf("egress"))?.history[0]?.n;
  const body = { seen, reason: "A new contract.", terms: terms(price), ...more };
  return call(one.POST, "POST", { id: "egress" }, { by: tokens.editor, body, ...given });
};
const audits = () =>
  app.db
    .select()
    .from(tables.audit)
    .all()
    .filter(({ subjectKind }) => subjectKind === "price");

type Amount = { known: boolean; micros?: number; why?: string };
type Totals = { id: string; isWhole: boolean; without: Amount; with: Amount; promised: Amount; benefit: Amount };
type Said = { tiers: { micros: number | null }[]; from: string; author: string };
type Answered = {
  plan: { title: string } | null;
  items: Totals[];
  month: { id: string; byDecision: { layer: string; benefit: Amount }[]; totals: Totals; unknown: string[] } | null;
};
const bills = async () => Object.fromEntries((await read()).items.map(({ id, with: at }) => [id, at]));

test("without a plan nothing is billed, and nothing is shown as free", async () => {
  expect(await provision()).toEqual([expect.objectContaining({ message: "is not there" })]);
  expect(await read()).toMatchObject({ plan: null, items: [], month: null });
});

test("files are provisioned: their prices bill the months that the ledger has counted", async () => {
  put("prices.yaml", pricesWith("0.08"));
  put("cost-plan.yaml", planOf(RECORD));
  expect(await provision()).toEqual([]);
  const { items, month, plan } = await read();
  expect(plan).toMatchObject({ title: "The shop" });
  expect(items.length).toBeGreaterThanOrEqual(3);
  expect(items.at(-1)).toMatchObject({ id: running, isWhole: false });
  const whole = items.at(-2);
  const days = new Date(Date.UTC(Number(running.slice(0, 4)), Number(running.slice(5)) - 1, 0)).getUTCDate();
  // A day: ten million requests and 0.01 GB at the edge; a million requests, at twice the average hour, at the origin.
  const cents = (amount: number): number => Math.round(amount * 100);
  const hours = 24 * days;
  const expected =
    cents(10 * days) +
    cents(0.01 * days * 0.08) +
    cents(0.1 * hours) +
    cents(0.16 * hours) +
    cents(0.08 * hours * Math.ceil((1_000_000 / 24) * (2 / 36_000)));
  expect(whole?.with).toEqual({ known: true, micros: expected * 10_000 });
  const shares = month?.byDecision.map(({ benefit }) => benefit.micros ?? 0) ?? [];
  expect(shares[0]).not.toBe(0);
  expect((shares[0] ?? 0) + (shares[1] ?? 0)).toBe(month?.totals.benefit.micros);
  expect(audits().map(({ actorKind, action }) => [actorKind, action])).toContainEqual(["file", "price.changed"]);
});

test("the same files again add nothing", async () => {
  const before = [allPrices(app.db).length, allPlans(app.db).length];
  expect(await provision()).toEqual([]);
  expect([allPrices(app.db).length, allPlans(app.db).length]).toEqual(before);
});

describe("a price is changed", () => {
  test("only by editors of all services, with a reason, from the running month or a later one", async () => {
    expect(await change(0.1, { by: null })).toMatchObject({ status: 401 });
    expect(await change(0.1, { by: tokens.viewer })).toMatchObject({ status: 403 });
    expect(await change(0.1, { by: tokens.own })).toMatchObject({ status: 403 });
    expect(await change(0.1, {}, { reason: " " })).toMatchObject({
      status: 400,
      body: { issues: [{ field: "reason" }] },
    });
    expect(await change(0.1, {}, { from: "2020-01" })).toMatchObject({
      status: 400,
      body: { issues: [{ field: "from" }] },
    });
    expect(await change(0.1, {}, { terms: { ...terms(0.1), price: -1 } })).toMatchObject({
      status: 400,
      body: { issues: [{ field: "terms.price" }] },
    });
    expect(await change(0.1, {}, { seen: 0 })).toMatchObject({ status: 412, body: { present: expect.any(Number) } });
    expect(
      await call(
        one.POST,
        "POST",
        { id: "gone" },
        { by: tokens.editor, body: { seen: 1, reason: "None.", terms: terms(1) } },
      ),
    ).toMatchObject({ status: 404 });
  });

  test("on top of its file; months that have ended keep their bill, and the audit log tells of it", async () => {
    const before = await bills();
    expect(await change(12)).toMatchObject({ status: 201, body: { from: running } });
    const after = await bills();
    for (const [id, amount] of Object.entries(before)) {
      if (id === running) expect(after[id]).not.toEqual(amount);
      else expect(after[id]).toEqual(amount);
    }
    expect(await priceOf("egress")).toMatchObject({
      now: { tiers: [{ micros: 12_000_000 }], author: "test (token of editor)" },
      file: { tiers: [{ micros: 80_000 }] },
    });
    expect(audits().at(-1)).toMatchObject({
      action: "price.changed",
      subjectId: "egress",
      actorKind: "token",
      detail: { before: { tiers: [{ micros: 80_000 }] }, after: { tiers: [{ micros: 12_000_000 }] } },
    });
    expect(await provision()).toEqual([]);
    expect(await priceOf("egress")).toMatchObject({ now: { tiers: [{ micros: 12_000_000 }] } });
  });

  test("for a later month it bills nothing yet", async () => {
    const before = await bills();
    expect(await change(99, {}, { from: nextMonth })).toMatchObject({ status: 201, body: { from: nextMonth } });
    expect(await bills()).toEqual(before);
    expect(await priceOf("egress")).toMatchObject({
      now: { tiers: [{ micros: 12_000_000 }] },
      later: { from: nextMonth },
    });
  });

  test("a newer statement takes the place of the one for a later month, and the app tells of no later one", async () => {
    expect(await change(13)).toMatchObject({ status: 201, body: { from: running } });
    expect(await priceOf("egress")).toMatchObject({ now: { tiers: [{ micros: 13_000_000 }] }, later: null });
    const later = priceRows(app.db, nextMonth).find(({ id }) => id === "egress");
    expect(later).toMatchObject({ now: { from: running, tiers: [{ micros: 13_000_000 }] }, later: null });
  });

  test("what its file says anew holds from the running month on", async () => {
    put("prices.yaml", pricesWith("0.07"));
    const before = await bills();
    expect(await provision()).toEqual([]);
    const after = await bills();
    const past = Object.keys(before).filter((id) => id !== running);
    expect(past.map((id) => after[id])).toEqual(past.map((id) => before[id]));
    expect(await priceOf("egress")).toMatchObject({ now: { from: running, tiers: [{ micros: 70_000 }] } });
  });

  test("a price that is added to the list bills from the running month on, whenever it was read", async () => {
    const before = await bills();
    const fee = `  - { id: fee, provider: cdn, item: monthly-fee, unit: month, title: A fee, currency: USD, price: 5000, source: assumption, read: 2026-01-15, sureness: low }`;
    put("prices.yaml", pricesWith("0.07", fee));
    expect(await provision()).toEqual([]);
    const after = await bills();
    for (const [id, amount] of Object.entries(before)) {
      if (id === running) expect(after[id]).not.toEqual(amount);
      else expect(after[id]).toEqual(amount);
    }
    expect(await priceOf("fee")).toMatchObject({ now: { from: running } });
    put("prices.yaml", pricesWith("0.07"));
    expect(await provision()).toEqual([]);
    expect(await priceOf("fee")).toBeUndefined();
  });

  test("the database refuses to alter or delete what was stated", () => {
    expect(() => app.db.update(unitPrices).set({ sureness: "high" }).run()).toThrow();
    expect(() => app.db.delete(unitPrices).run()).toThrow();
    for (const statement of ["UPDATE cost_plans SET source = 'x'", "DELETE FROM cost_plans", "DELETE FROM unit_prices"])
      expect(() => app.db.$client.prepare(statement).run()).toThrow(/only ever added to/);
  });
});

test("a file with a mistake is a problem that names the field, and changes nothing", async () => {
  const before = [allPrices(app.db).length, allPlans(app.db).length];
  put("prices.yaml", pricesWith("plenty"));
  put("cost-plan.yaml", planOf(RECORD).replace("timeZone: UTC", "timeZone: Mars"));
  await app.start();
  const found = await provision();
  expect(found).toMatchObject([
    { subject: expect.stringMatching(/cost-plan\.yaml timeZone$/), message: "is no time zone such as Europe/Berlin" },
    {
      subject: expect.stringMatching(/prices\.yaml prices\.0\.price$/),
      message: 'is neither "unknown" nor an amount of up to six places: "plenty"',
    },
  ]);
  expect(problems(app.db)).toEqual(expect.arrayContaining(found));
  expect([allPrices(app.db).length, allPlans(app.db).length]).toEqual(before);
});

test("an unknown price makes the running month unknown, with the reason, and leaves those that have ended", async () => {
  put("prices.yaml", pricesWith("unknown"));
  put("cost-plan.yaml", planOf(RECORD));
  expect(await provision()).toEqual([]);
  const { items, month } = await read();
  expect(items.at(-1)).toMatchObject({
    with: { known: false, why: "The egress: it publishes none" },
    without: { known: true },
  });
  expect(items.at(-2)?.with.known).toBe(true);
  expect(month?.unknown).toEqual(["The egress: it publishes none"]);
});

test.each([
  ["?month=2026-13", "month"],
  ["?month=yesterday", "month"],
  ["?months=7", "months"],
])("%s is refused by its field", async (query, field) => {
  expect(await call(costs.GET, "GET", {}, { query })).toMatchObject({ status: 400, body: { issues: [{ field }] } });
});

test("an SLO whose definition has changed keeps what the months of before cost", async () => {
  const before = (await read()).items;
  const slo = sloById(app.db, "hits");
  if (!slo) throw new Error("there is no SLO hits");
  addSegment(app.db, "hits", { sli: slo.sli, edges: slo.edges }, new Date());
  expect((await read()).items).toEqual(before);
});

test("a month is asked for by its name, and one in which nothing was counted has no bill", async () => {
  const { items } = await read();
  const id = items.at(-2)?.id ?? "";
  expect(await read(`?month=${id}`)).toMatchObject({
    month: { id, isWhole: true, totals: { with: items.at(-2)?.with } },
  });
  expect((await read("?month=2020-01")).month).toBeNull();
});
