import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { parser } from "@prometheus-io/lezer-promql";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import * as z from "zod";
import { OPERATIONS } from "@/app/api/v1/_openapi/document";
import { mistakeIn } from "@/lib/rules/promql-mistake";
import { type ScrapedWorld, scrapedWorld } from "./scraped-world";

let world: ScrapedWorld;

type Item = {
  id: string;
  verdict: string;
  objective: number;
  attainment: number | null;
  coverage: number;
  budgetRemaining: number | null;
  burn6h: number | null;
  finalTo: string | null;
  decision: { path: string; id: string; title: string } | null;
};
const slos = async (): Promise<Item[]> => (await (await fetch(`${world.url}/api/v1/slos`)).json()).items;

beforeAll(async () => {
  world = await scrapedWorld();
  // All of the hours are counted, and the verdict of a minute that has just passed is scraped.
  await vi.waitFor(
    async () =>
      expect((await slos()).map(({ id, verdict }) => `${id} ${verdict}`).sort()).toEqual([
        "broken breached",
        "kept met",
        "unheard-of unknown",
      ]),
    WITHIN,
  );
  const often = "count_over_time(plumbline_build_info[1m]) > 5";
  await vi.waitFor(async () => expect(await world.query(often)).toHaveLength(1), WITHIN);
}, 300_000);
afterAll(() => world?.stop());

const WITHIN = { timeout: 120_000, interval: 500 };

test("promtool finds nothing to say about what is scraped", async () => {
  const text = await (await fetch(`${world.url}/metrics`)).text();
  expect(execFileSync("promtool", ["check", "metrics"], { input: text, encoding: "utf8" })).toBe("");
  // A 0 before anything was observed would be a time in 1970.
  expect(/^plumbline_ledger_final_timestamp_seconds (\d+)$/m.exec(text)?.[1]).toMatch(/^1[789]\d{8}$/);
});

test("what Prometheus scraped is what /api/v1/slos says", async () => {
  // Minutes go on being counted: the figures are compared where nothing was counted between the readings.
  const [items, series] = await steadyReading();
  const of = (name: string, slo: string, more: Record<string, string> = {}): number | null =>
    series.find(
      ({ metric }) =>
        metric.__name__ === `plumbline_slo_${name}` &&
        metric.slo === slo &&
        Object.entries(more).every(([label, value]) => metric[label] === value),
    )?.value ?? null;
  expect(items.length).toBe(3);
  for (const item of items) {
    const { id } = item;
    expect([id, of("objective_ratio", id)]).toEqual([id, item.objective]);
    // Of what was never counted nothing is said.
    const isKnown = item.attainment !== null;
    expect([id, of("attainment_ratio", id)]).toEqual([id, item.attainment]);
    expect([id, of("error_budget_remaining_ratio", id)]).toEqual([id, item.budgetRemaining]);
    expect([id, of("burn_rate", id, { window: "6h" })]).toEqual([id, item.burn6h]);
    if (isKnown) expect([id, of("coverage_ratio", id)]).toEqual([id, item.coverage]);
    for (const verdict of ["breached", "at-risk", "unknown", "no-traffic", "met"])
      expect([id, verdict, of("verdict", id, { verdict })]).toEqual([id, verdict, item.verdict === verdict ? 1 : 0]);
  }
  const info = series.find(({ metric }) => metric.__name__ === "plumbline_slo_info" && metric.slo === "broken")?.metric;
  expect(info).toMatchObject({
    service: "shop",
    decision: "adr/0001-caching.md#d1",
    decision_title: "Ask the origin once",
    slo_url: `${world.url}/slos/broken`,
    adr_url: `${world.url}/decisions/adr/0001-caching.md#d1`,
  });
  for (const address of [info?.slo_url, info?.adr_url]) expect((await fetch(address ?? "")).status).toBe(200);
});

async function steadyReading() {
  for (;;) {
    const before = await slos();
    const series = await world.query('{__name__=~"plumbline_slo_.+"}');
    const scrapedTo = series
      .filter(({ metric }) => metric.__name__ === "plumbline_slo_final_timestamp_seconds")
      .map(({ metric, value }) => `${metric.slo} ${new Date(value * 1000).toISOString()}`);
    const told = before.flatMap(({ id, finalTo }) => (finalTo === null ? [] : [`${id} ${finalTo}`]));
    if (JSON.stringify(scrapedTo.sort()) === JSON.stringify(told.sort())) return [before, series] as const;
  }
}

test("answers with figures, open breaches and decisions are as the API's document describes them", async () => {
  const { items } = await (await fetch(`${world.url}/api/v1/breaches?state=open`)).json();
  expect(items.length).toBeGreaterThan(0);
  const asked = [
    ["GET /api/v1/slos", "/api/v1/slos"],
    ["GET /api/v1/slos/[id]", "/api/v1/slos/kept"],
    ["GET /api/v1/slos/[id]", "/api/v1/slos/broken"],
    ["GET /api/v1/slos/[id]/counts", "/api/v1/slos/kept/counts"],
    ["GET /api/v1/slos/[id]/series", "/api/v1/slos/kept/series?range=24h&previous=on"],
    ["GET /api/v1/slos/[id]/gate", "/api/v1/slos/kept/gate"],
    ["GET /api/v1/gate", "/api/v1/gate?service=shop"],
    ["GET /api/v1/slos/[id]/target", "/api/v1/slos/broken/target"],
    ["GET /api/v1/breaches", "/api/v1/breaches"],
    ["GET /api/v1/breaches/[id]", `/api/v1/breaches/${items[0].id}`],
    ["GET /api/v1/decisions", "/api/v1/decisions"],
    ["GET /api/v1/decisions", "/api/v1/decisions?q=origin"],
    ["GET /api/v1/decisions/lint", "/api/v1/decisions/lint"],
  ] as const;
  for (const [route, address] of asked) {
    const answer = OPERATIONS.find((each) => each.route === route)?.answer;
    if (typeof answer !== "object") throw new Error(`${route} answers no JSON`);
    const body = await (await fetch(`${world.url}${address}`)).json();
    expect([address, answer.safeParse(body).error]).toEqual([address, undefined]);
  }
});

test("curl -f stops a shell at a closed gate, and passes an open one", () => {
  const curl = (path: string) => spawnSync("curl", ["-fsS", `${world.url}${path}`], { encoding: "utf8" });
  expect(curl("/api/v1/slos/kept/gate?status=on&format=text")).toMatchObject({ status: 0 });
  const closed = curl("/api/v1/slos/broken/gate?status=on&format=text");
  expect([closed.status, closed.stderr]).toEqual([22, expect.stringContaining("409")]);
  expect(curl("/api/v1/slos/broken/gate").status).toBe(0);
  expect(curl("/api/v1/gate?service=shop&status=on").status).toBe(22);
});

const variable = (name: string): string => `\${${name}}`;

const Panel = z.object({
  id: z.number().int(),
  type: z.enum(["row", "stat", "table", "timeseries"]),
  title: z.string().min(1),
  datasource: z.object({ type: z.literal("prometheus"), uid: z.literal(variable("datasource")) }).optional(),
  gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
  targets: z.array(z.object({ expr: z.string().min(1), refId: z.string() })).optional(),
});
/** As much of Grafana's model as an import needs. */
const Dashboard = z.object({
  uid: z.literal("plumbline"),
  id: z.null(),
  title: z.string(),
  schemaVersion: z.number().int().min(36),
  time: z.object({ from: z.string(), to: z.string() }),
  templating: z.object({
    list: z.array(
      z.object({ name: z.string(), type: z.enum(["datasource", "query"]), definition: z.string().optional() }),
    ),
  }),
  panels: z.array(Panel),
});
const dashboardText = readFileSync("docs/grafana/plumbline.json", "utf8");
const dashboard = () => Dashboard.parse(JSON.parse(dashboardText));

/** What Grafana puts in the place of its variables. */
const VARIABLES: Record<string, string> = { service: ".*", slo: ".*", window: "6h", __rate_interval: "1m" };
const filled = (expr: string): string => expr.replace(/\$(\w+)/g, (all, name: string) => VARIABLES[name] ?? all);

function metricsIn(expr: string): string[] {
  const names: string[] = [];
  parser.parse(expr).iterate({
    enter: ({ name, from, to, node }) => {
      if (name === "Identifier" && node.parent?.name === "VectorSelector") names.push(expr.slice(from, to));
    },
  });
  return names;
}

test("the dashboard is a model that Grafana imports, with panels that do not overlap", () => {
  const { panels, templating } = dashboard();
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  const taken = new Map<string, string>();
  for (const { title, gridPos } of panels)
    for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++)
      for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
        expect(taken.get(`${x} ${y}`), `${title} lies on`).toBeUndefined();
        expect(x).toBeLessThan(24);
        taken.set(`${x} ${y}`, title);
      }
  const known = new Set([...templating.list.map(({ name }) => name), "__rate_interval", "__data", "__field", "__all"]);
  const used = [...dashboardText.matchAll(/\$\{?(\w+)/g)].map(([, name]) => name);
  expect(used.filter((name) => !known.has(name ?? ""))).toEqual([]);
});

test("every query of the dashboard is PromQL, names what /metrics has, and gets data from a Prometheus that scrapes it", async () => {
  const { panels, templating } = dashboard();
  const queries = panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }) => ({ title, expr: filled(expr) })),
  );
  const variables = templating.list.flatMap(({ name, definition }) => {
    const match = /^label_values\((.+), (\w+)\)$/.exec(definition ?? "");
    return match ? [{ title: `variable ${name}`, expr: `count by (${match[2]}) (${filled(match[1] ?? "")})` }] : [];
  });
  const has = new Set((await world.query('count by (__name__) ({__name__!=""})')).map(({ metric }) => metric.__name__));
  expect([queries.length, variables.length]).toEqual([22, 3]);
  for (const { title, expr } of [...queries, ...variables]) {
    expect(mistakeIn(expr), `${title}: ${expr}`).toBeNull();
    expect(
      metricsIn(expr).filter((name) => !has.has(name)),
      title,
    ).toEqual([]);
    expect((await world.query(expr)).length, `${title}: ${expr}`).toBeGreaterThan(0);
  }
});

test("the dashboard leads to Plumbline's pages and to the decisions", () => {
  for (const link of ["__data.fields.slo_url", "__data.fields.adr_url", "__field.labels.slo_url"].map(variable))
    expect(dashboardText).toContain(link);
});
