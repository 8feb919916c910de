import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { saveEpisode } from "@/lib/store/breaches";
import { addSlo, LAST, NOW } from "../../unit/views/stocked";
import { call, headersGiven } from "./calls";
import { type OwnApp, ownApp } from "./own-app";

vi.mock("next/headers", async () => ({ headers: async () => (await import("./calls")).headersGiven() }));

let app: OwnApp;
let one: typeof import("@/app/api/v1/slos/[id]/gate/route");
let service: typeof import("@/app/api/v1/gate/route");

beforeAll(async () => {
  app = ownApp();
  // 1 % of what was counted is bad: a tenth of this budget is spent, and ten times the other one.
  addSlo(app.db, "easy", { held: ["90% 28d"] });
  addSlo(app.db, "hard", { held: ["99.9% 28d"] });
  addSlo(app.db, "never", { minutes: "" });
  addSlo(app.db, "paging", { held: ["90% 28d"] });
  const episode = { openedMinute: LAST - 10, closedMinute: null, closeReason: null, countedFrom: LAST - 10 };
  const figures = { worst: 20, badEvents: 10, totalEvents: 100, budgetSpent: 0.1, targetVersion: 1 };
  const reason = { decisionPath: "docs/adr/0001-caching.md", decisionId: "d1", adrCommit: null };
  saveEpisode(app.db, "paging", "live", { kind: "fast-burn", ...episode, ...figures }, reason);
  one = await import("@/app/api/v1/slos/[id]/gate/route");
  service = await import("@/app/api/v1/gate/route");
});
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: NOW }));
afterEach(() => void vi.useRealTimers());
afterAll(() => app.remove());

const ask = (id: string, query = "") => call(one.GET, "GET", { id }, { query });
const said = async (response: Promise<Response>) => (await response).text();

test("an SLO with budget opens the gate, with its figures", async () => {
  const { status, body } = await ask("easy");
  expect(status).toBe(200);
  expect(body).toMatchObject({
    allowed: true,
    cause: "budget-left",
    slo: { id: "easy", service: "shop" },
    verdict: "met",
    wayOut: null,
    decision: null,
  });
  expect(body.budgetRemaining).toBeCloseTo(0.9, 6);
  expect(body.coverage).toBeCloseTo(120 / (28 * 1440), 6);
});

test("a spent budget closes it with status 200, and with 409 where a status is asked for", async () => {
  expect(await ask("hard")).toMatchObject({ status: 200, body: { allowed: false, cause: "budget-spent" } });
  const refused = await ask("hard", "?status=on");
  expect(refused.status).toBe(409);
  expect(refused.body).toMatchObject({
    title: "conflict",
    status: 409,
    allowed: false,
    cause: "budget-spent",
    slo: { id: "hard" },
  });
  expect(refused.body.wayOut).toContain("comes back as bad minutes leave the window");
  expect((await ask("easy", "?status=on")).status).toBe(200);
});

test("an open fast burn closes it although the budget is nearly whole", async () => {
  const { body } = await ask("paging");
  expect(body).toMatchObject({ allowed: false, cause: "fast-burn" });
  expect(body.budgetRemaining).toBeCloseTo(0.9, 6);
});

test("what was never counted, or not lately, closes it unless unknown=allow", async () => {
  expect((await ask("never")).body).toMatchObject({ allowed: false, cause: "unknown", verdict: "unknown" });
  expect((await ask("never", "?unknown=allow")).body).toMatchObject({ allowed: true, cause: "unknown" });
  vi.setSystemTime(NOW.getTime() + 3_600_000);
  const stale = (await ask("easy")).body;
  expect(stale).toMatchObject({ allowed: false, cause: "unknown" });
  expect(stale.reason).toMatch(/No minute has been counted since$/);
  expect(stale).toMatchObject({ stale: true, finalTo: new Date(LAST * 60_000).toISOString() });
});

test("a minimum closes it earlier", async () => {
  expect((await ask("easy", "?minBudget=0.95")).body).toMatchObject({ allowed: false, cause: "below-minimum" });
  expect((await ask("easy", "?minCoverage=0.6")).body).toMatchObject({ allowed: false, cause: "low-coverage" });
});

test("a service is open where all its SLOs are, and closed ones come first", async () => {
  const { body } = await call(service.GET, "GET", {}, { query: "?service=shop" });
  expect(body).toMatchObject({ allowed: false, service: "shop" });
  const items = body.items as { slo: { id: string }; allowed: boolean }[];
  expect(items.map(({ slo, allowed }) => `${slo.id} ${allowed}`)).toEqual([
    "hard false",
    "never false",
    "paging false",
    "easy true",
  ]);
  expect(body.reason).toContain("3 of 4 SLOs close the gate: hard:");
});

test("as text it is lines for a log", async () => {
  await ask("easy");
  const url = "http://localhost/?format=text&status=on";
  const context = (id: string) => ({ params: Promise.resolve({ id }) });
  const closed = await one.GET(new Request(url, { headers: headersGiven() }), context("hard"));
  expect([closed.status, closed.headers.get("content-type")]).toEqual([409, "text/plain; charset=utf-8"]);
  expect((await closed.text()).split("\n")).toEqual([
    expect.stringMatching(/^CLOSED hard: the error budget is spent: overspent by .* of it\.$/),
    expect.stringMatching(/^ {2}way out: Make it reliable first/),
    "",
  ]);
  expect(await said(one.GET(new Request(url, { headers: headersGiven() }), context("easy")))).toMatch(
    /^OPEN easy: \d\d\.\d % of the budget is left.*\n$/,
  );
});

test("nothing that is not there lets anything pass", async () => {
  expect((await ask("nothing")).status).toBe(404);
  expect((await call(service.GET, "GET", {}, { query: "?service=absent" })).status).toBe(404);
  expect((await call(service.GET, "GET", {})).status).toBe(400);
  const mistaken = await ask("easy", "?minBudget=10%25");
  expect([mistaken.status, mistaken.body.detail]).toEqual([400, "minBudget: is no share from 0 to 1, such as 0.1"]);
  const misspelt = await ask("easy", "?min_budget=0.99&status=on");
  expect([misspelt.status, misspelt.body.detail]).toEqual([400, 'Unrecognized key: "min_budget"']);
  expect((await ask("easy", "?_rsc=1a2b")).status).toBe(200);
});
