import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { contributions } from "@/db/daily";
import * as schema from "@/db/schema";
import { minuteAt } from "@/lib/slo/window";
import { Snapshot } from "@/lib/store/contributions";
import type { ContributionView } from "@/lib/views/contribution";
import { REGIONS, ROUTES } from "@/storefront/shop";
import { type RunningEngine, startEngine } from "../evaluator/engine";
import { openMetrics, type Series } from "../kinds/samples";
import { call } from "./calls";
import { type OwnApp, ownApp } from "./own-app";

vi.mock("next/headers", async () => ({ headers: async () => (await import("./calls")).headersGiven() }));

/** Events a second of every route and region, in thousandths: a Zipf of its own for both. */
const RATES = ROUTES.flatMap((route, r) =>
  REGIONS.map((region, g) => ({ route, region, perMinute: 6_000 / ((r + 1) * (g + 1)) })),
);
const now = Date.now();
const end = minuteAt(now) - 2;
const LENGTH = 30;
const opened = end - LENGTH;

type Place = (route: string, region: string) => boolean;
const FAULTS: Record<string, Place> = {
  route: (route) => route === "/categories/:id",
  region: (_, region) => region === "us-east",
  pair: (route, region) => route === "/products/:id" && region === "us-east",
  uniform: () => true,
  "always-worse": () => false,
  "beside-worse": (_, region) => region === "us-east",
};
/** Bad as well, all the time, in the faults that are called so. */
const isAlwaysBad = (fault: string, route: string): boolean => fault.endsWith("-worse") && route === "/stock/:id";
/** As far back as the engine is asked how it was before the breach, min. */
const HISTORY = 100;

/** Counters that grow every 15 s; errors of 1 %, and 20 % where the fault is, from the opening on. `status` follows from it. */
function seriesOf(fault: string, place: Place): Series[] {
  return RATES.flatMap(({ route, region, perMinute }, i) => {
    const labels = { fault, route, region, job: "shop" };
    const gained = (second: number, share: number): number =>
      Math.round(((second - opened * 60) / 60) * perMinute * share);
    const bad = (second: number): number => {
      const share = isAlwaysBad(fault, route) ? 0.3 : 0.01;
      const usual = gained(second, share) + ((i * 7 + second) % 3);
      return second > opened * 60 && place(route, region) ? usual + gained(second, 0.2) : usual;
    };
    const counter = (status: string, value: (second: number) => number): Series => ({
      name: "shop_requests_total",
      labels: { ...labels, status },
      everySeconds: 15,
      value: (second) => 1_000_000 + value(second),
    });
    return [counter("500", bad), counter("200", (second) => gained(second, 1) - bad(second))];
  });
}

/** Many values under one label: too many to be asked by. */
const crowd: Series[] = Array.from({ length: 2_100 }, (_, i) => ({
  name: "crowd_total",
  labels: { user: `u${i}`, kind: i % 2 === 0 ? "even" : "odd" },
  everySeconds: 60,
  value: (second) => second,
}));

/** More values under one label than are kept. */
const shards: Series[] = Array.from({ length: 60 }, (_, i) =>
  ["500", "200"].map((status) => ({
    name: "shards_total",
    labels: { shard: `s${i}`, status },
    everySeconds: 60,
    value: (second: number) => second,
  })),
).flat();

const document = (name: string, bad: string, total: string): string =>
  JSON.stringify({
    apiVersion: "openslo/v1",
    kind: "SLO",
    metadata: { name },
    spec: {
      service: "shop",
      indicator: {
        spec: {
          ratioMetric: {
            counter: true,
            bad: { metricSource: { spec: { query: bad } } },
            total: { metricSource: { spec: { query: total } } },
          },
        },
      },
      timeWindow: [{ duration: "28d", isRolling: true }],
      objectives: [{ target: 0.95 }],
    },
  });

let app: OwnApp;
let engine: RunningEngine;
let proxy: Server;
let viewer: string;
let route: typeof import("@/app/api/v1/breaches/[id]/contribution/route");
/** Answers of the engine that are held back, or spoiled, until the test says so. */
let meddle: ((path: string, body: string) => Promise<object | null>) | null = null;
const breaches = new Map<string, number>();

beforeAll(async () => {
  const samples = [...Object.entries(FAULTS).flatMap(([fault, place]) => seriesOf(fault, place)), ...crowd, ...shards];
  engine = await startEngine(openMetrics(samples, (opened - HISTORY) * 60, end * 60));
  proxy = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const spoiled = meddle ? await meddle(request.url ?? "", body) : null;
    if (spoiled) return void response.setHeader("content-type", "application/json").end(JSON.stringify(spoiled));
    const answer = await fetch(`${engine.url}${request.url}`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body,
    });
    response.setHeader("content-type", "application/json").end(await answer.text());
  });
  await new Promise<void>((resolve) => void proxy.listen(0, "127.0.0.1", resolve));
  process.env.PROMETHEUS_URL = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  app = ownApp();
  for (const fault of Object.keys(FAULTS)) {
    const total = `shop_requests_total{fault="${fault}"}`;
    writeFileSync(
      join(app.sloDir, `${fault}.yaml`),
      document(fault, `shop_requests_total{fault="${fault}",status="500"}`, total),
    );
  }
  writeFileSync(join(app.sloDir, "crowd.yaml"), document("crowd", 'crowd_total{kind="odd"}', "crowd_total"));
  writeFileSync(join(app.sloDir, "shards.yaml"), document("shards", 'shards_total{status="500"}', "shards_total"));
  writeFileSync(join(app.sloDir, "gone.yaml"), document("gone", "gone_errors_total", "gone_total"));
  await app.start(new Date(now - 3_600_000));
  viewer = app.token("viewer", "viewer");
  for (const slo of [...Object.keys(FAULTS), "crowd", "shards", "gone"]) breaches.set(slo, breachOf(slo));
  route = await import("@/app/api/v1/breaches/[id]/contribution/route");
}, 60_000);
afterAll(async () => {
  app.remove();
  proxy.close();
  await engine.stop();
});

function breachOf(sloId: string): number {
  return app.db
    .insert(schema.breaches)
    .values({
      sloId,
      kind: "objective-missed",
      origin: "live",
      openedMinute: opened + 1,
      closedMinute: end,
      closeReason: null,
      worst: 0.8,
      badEvents: 1,
      totalEvents: 2,
      budgetSpent: 0.1,
      targetVersion: 1,
      decisionPath: null,
      decisionId: null,
      adrCommit: null,
    })
    .returning({ id: schema.breaches.id })
    .get().id;
}

const idOf = (slo: string): string => String(breaches.get(slo));
const read = async (slo: string, by: string | null = viewer) =>
  (await call(route.GET, "GET", { id: idOf(slo) }, { by })).body as unknown as ContributionView;
const ask = (slo: string, by: string | null = viewer) =>
  call(route.POST, "POST", { id: idOf(slo) }, { by, body: { labels: "all" } });
const cancel = (slo: string, by: string | null = viewer) => call(route.DELETE, "DELETE", { id: idOf(slo) }, { by });
async function ended(slo: string): Promise<ContributionView> {
  await expect.poll(async () => (await read(slo)).state, { timeout: 20_000, interval: 50 }).not.toBe("running");
  return read(slo);
}
const words = ({ kept }: ContributionView): string => (kept?.sentence ?? []).map(({ text }) => text).join("");

describe("what a real engine answers", () => {
  test.each([
    ["route", "value", /^Route \/categories\/:id carries/],
    ["region", "value", /^Region us-east carries/],
    ["pair", "pair", /^(Region us-east at route \/products\/:id|Route \/products\/:id at region us-east) carries/],
    ["uniform", "uniform", /^$/],
    ["always-worse", "always-worse", /^Route \/stock\/:id carries .*, and did so before the breach as well[.]$/],
    ["beside-worse", "value", /^Region us-east carries/],
  ])("names a fault of one %s as it is", async (fault, verdict, sentence) => {
    expect((await ask(fault)).status).toBe(202);
    const view = await ended(fault);
    expect(view.kept, view.error ?? "").toMatchObject({ verdict, isPartial: false });
    expect(words(view)).toMatch(sentence);
    const status = view.kept?.tables.find(({ labels }) => labels.join() === "status");
    expect(status).toMatchObject({ isConsequence: true });
    expect(view.kept?.tables.some(({ labels }) => labels.length === 2 && labels.includes("status"))).toBe(false);
    expect(view.kept?.notAsked).toContainEqual({ label: "job", why: "one value only" });
    expect(view.kept?.tables[0]?.rows[0]?.href).toContain("g0.expr=");
    const worse = view.kept?.tables.flatMap(({ labels, rows }) =>
      labels.length > 1 ? [] : rows.flatMap(({ isAlwaysWorse, values }) => (isAlwaysWorse ? values : [])),
    );
    expect(worse).toEqual(fault.endsWith("-worse") ? ["/stock/:id"] : []);
    expect(view.kept?.isCompared).toBe(fault !== "uniform");
  });

  test("refuses a label with too many values by its name, and a constant one needs no question", async () => {
    await ask("crowd");
    const { kept } = await ended("crowd");
    expect(kept?.notAsked).toContainEqual({ label: "user", why: "2,100 values, the cap is 2,000" });
    expect(kept).toMatchObject({ verdict: "uniform", verdictWords: "There is no label to break it down by." });
  });

  test("keeps no more than 50 rows of a label, counts the others, and holds no second snapshot", async () => {
    for (let asked = 0; asked < 2; asked++) {
      await ask("shards");
      const { kept } = await ended("shards");
      const table = kept?.tables.find(({ labels }) => labels.join() === "shard");
      expect((table?.rows.length ?? 0) + (table?.folded ?? 0)).toBe(60);
    }
    const kept = app.db.select().from(contributions).all();
    const results = kept.filter(({ breachId, result }) => breachId === breaches.get("shards") && result !== null);
    expect(results).toHaveLength(1);
    const { tables } = Snapshot.parse(results[0]?.result);
    expect(tables.find(({ labels }) => labels.join() === "shard")).toMatchObject({ left: 10, rows: { length: 50 } });
  });

  test("says so where the engine has none of these minutes", async () => {
    await ask("gone");
    expect(await ended("gone")).toMatchObject({
      state: "failed",
      kept: null,
      error: expect.stringContaining("has no events of these minutes"),
    });
  });
});

describe("asking", () => {
  /** Holds every answer until it is let go. */
  function hold(): () => void {
    let go: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    meddle = async () => {
      await gate;
      return null;
    };
    return () => {
      meddle = null;
      go();
    };
  }

  test("is for whoever is signed in; others see what was kept", async () => {
    expect((await ask("route", null)).status).toBe(401);
    expect((await cancel("route", null)).status).toBe(401);
    const view = await read("route", null);
    expect(view).toMatchObject({ mayAsk: false, state: "done", kept: { verdict: "value" } });
  });

  test("twice is once: the one that runs is answered, how far it is shows, and cancelling ends it at once", async () => {
    const letGo = hold();
    const first = await ask("pair");
    const second = await ask("pair");
    expect([first.body, second.body]).toMatchObject([{ began: true }, { began: false }]);
    expect(second.body.id).toBe(first.body.id);
    expect(await read("pair")).toMatchObject({
      state: "running",
      running: { answered: 0, author: expect.stringContaining("viewer") },
    });
    expect((await cancel("pair")).status).toBe(200);
    expect(await read("pair")).toMatchObject({ state: "cancelled", running: null, kept: { verdict: "pair" } });
    expect((await cancel("pair")).status).toBe(404);
    letGo();
    // What comes late changes nothing.
    await ask("uniform");
    await ended("uniform");
    expect((await read("pair")).state).toBe("cancelled");
  });

  test("four breaches at a time, and the fifth is told to wait", async () => {
    const four = ["route", "region", "pair", "uniform"];
    const letGo = hold();
    for (const fault of four) expect((await ask(fault)).status).toBe(202);
    expect(await ask("crowd")).toMatchObject({ status: 429 });
    letGo();
    for (const fault of four) expect((await ended(fault)).state).toBe("done");
  });

  test("a run whose process died is failed after its time, and does not stand in the way", async () => {
    const old = { breachId: Number(idOf("gone")), state: "running", answered: 1, questions: 9, author: "Ada" };
    app.db
      .insert(contributions)
      .values({ ...old, fromMinute: opened, toMinute: end, startedAt: Date.now() - 120_000 })
      .run();
    expect(await read("gone")).toMatchObject({ state: "failed", error: expect.stringContaining("ended before") });
    expect((await ask("gone")).body).toMatchObject({ began: true });
    await ended("gone");
  });

  test("an answer in part is kept as one in part, and a question that fails leaves the others", async () => {
    meddle = async (_, body) => {
      const query = new URLSearchParams(body).get("query") ?? "";
      if (!/by [(]region[)] [(]increase/.test(query)) return null;
      return { status: "error", errorType: "execution", error: "query processing would load too many samples" };
    };
    await ask("route");
    const some = await ended("route");
    meddle = null;
    expect(some.kept).toMatchObject({ isPartial: true, verdict: "value" });
    expect(some.kept?.unanswered[0]).toMatch(/^region: .*too many samples/);
    meddle = async (path, body) => {
      const answer = await fetch(`${engine.url}${path}`, {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body,
      });
      return { ...((await answer.json()) as object), warnings: ["store-2 is down"] };
    };
    await ask("route");
    const warned = await ended("route");
    meddle = null;
    expect(warned.kept).toMatchObject({ isPartial: true, verdict: "value" });
    expect(warned.kept?.unanswered).toEqual([expect.stringContaining("store-2 is down")]);
  });

  test("a silent engine is said to be silent, and what was kept stays", async () => {
    meddle = async () => ({ nothing: "of Prometheus" });
    await ask("region");
    const view = await ended("region");
    meddle = null;
    expect(view).toMatchObject({
      state: "failed",
      kept: { verdict: "value" },
      error: expect.stringContaining("not a Prometheus answer"),
    });
  });

  test("a breach of an earlier definition is not asked with today's, nor linked to it; what was kept stays", async () => {
    const define = (bad: string): void =>
      writeFileSync(join(app.sloDir, "moved.yaml"), document("moved", bad, 'shop_requests_total{fault="uniform"}'));
    define('shop_requests_total{fault="uniform",status="500"}');
    await app.start(new Date());
    breaches.set("moved", breachOf("moved"));
    // It opened before its SLO was made: history that was filled in afterwards.
    expect((await ask("moved")).status).toBe(202);
    const asked = await ended("moved");
    expect(asked).toMatchObject({ cannot: null, kept: { verdict: "uniform" } });
    const hrefs = ({ kept }: ContributionView) =>
      kept?.tables.flatMap(({ rows }) => rows.map(({ href }) => href)) ?? [];
    expect(hrefs(asked)[0]).toContain("g0.expr=");
    define('shop_requests_total{fault="uniform",status=~"5.."}');
    await app.start(new Date());
    const refused = await ask("moved");
    expect(refused.status).toBe(409);
    expect(JSON.stringify(refused.body)).toContain("counted by an earlier definition");
    const view = await read("moved");
    expect(view).toMatchObject({ cannot: expect.stringContaining("earlier definition"), kept: { verdict: "uniform" } });
    expect(new Set(hrefs(view))).toEqual(new Set([null]));
  });

  test("an empty request, or one that asks for something else, begins nothing", async () => {
    for (const body of [{}, { labels: "some" }, { labels: "all", more: 1 }])
      expect((await call(route.POST, "POST", { id: idOf("route") }, { by: viewer, body })).status).toBe(400);
  });

  test("a breach that is not there is not found", async () => {
    for (const id of ["999999", "x", "1e3"]) {
      expect((await call(route.POST, "POST", { id }, { by: viewer, body: { labels: "all" } })).status).toBe(404);
      expect((await call(route.GET, "GET", { id }, { by: viewer })).status).toBe(404);
    }
  });
});
