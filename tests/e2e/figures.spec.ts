import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type APIRequestContext, expect, test } from "@playwright/test";

const json = async (request: APIRequestContext, path: string) => (await request.get(path)).json();

/** The demo's own Prometheus, as the supervisor remembers it. */
function engineUrl(): string {
  const ports = JSON.parse(readFileSync(join(process.env.E2E_DATA_DIR ?? "", "demo/ports.json"), "utf8"));
  return `http://127.0.0.1:${ports.prometheus}`;
}

/** What the selectors gained between two instants: the engine's own `increase` over the whole span. */
async function increase(selector: string, from: string, to: string): Promise<number> {
  const seconds = (Date.parse(to) - Date.parse(from)) / 1000;
  const terms = new URLSearchParams({ query: `sum(increase(${selector}[${seconds}s]))`, time: to });
  const answer = await (await fetch(`${engineUrl()}/api/v1/query?${terms}`)).json();
  return Number(answer.data.result[0].value[1]);
}

const KINDS = [
  { id: "edge-hit-rate", good: 'varnish_main_cache_hit{job="edge"}', rest: ['varnish_main_cache_miss{job="edge"}'] },
  {
    id: "product-latency",
    good: 'storefront_http_request_duration_seconds_bucket{job="origin",route="/products/:id",le="0.2"}',
    total: 'storefront_http_request_duration_seconds_count{job="origin",route="/products/:id"}',
  },
  {
    id: "cdn-offload-requests",
    bad: 'varnish_main_backend_req{job="edge"}',
    total: 'varnish_main_client_req{job="edge"}',
  },
] as const;

for (const kind of KINDS) {
  test(`${kind.id}: the ledger's last hour agrees with the engine's own increase within 1 %`, async ({ request }) => {
    await expect
      .poll(async () => (await json(request, `/api/v1/slos/${kind.id}`)).backfill.state, { timeout: 50_000 })
      .toBe("done");
    const to = new Date(Math.floor(Date.now() / 60_000 - 1) * 60_000).toISOString();
    const from = new Date(Date.parse(to) - 3_600_000).toISOString();
    const told = await json(request, `/api/v1/slos/${kind.id}/counts?from=${from}&to=${to}`);
    expect([told.from, told.to]).toEqual([from.replace(".000Z", ".000Z"), to]);
    const part = await increase("good" in kind ? kind.good : kind.bad, from, to);
    const total =
      "total" in kind ? await increase(kind.total, from, to) : part + (await increase(kind.rest[0], from, to));
    const share = "good" in kind ? part / total : 1 - part / total;
    expect(told.total).toBeGreaterThan(100);
    expect(Math.abs(told.total / total - 1)).toBeLessThan(0.01);
    expect(Math.abs(told.good / told.total - share)).toBeLessThan(0.01 * share);
  });
}

test("the API answers every SLO with its verdict, its coverage and its decision", async ({ request }) => {
  const { items, next } = await json(request, "/api/v1/slos");
  expect(next).toBeNull();
  expect(items.map(({ id }: { id: string }) => id).sort()).toEqual([
    "cdn-offload-bytes",
    "cdn-offload-requests",
    "combined-hit-rate",
    "edge-hit-rate",
    "l1-hit-rate",
    "product-latency",
    "redis-hit-rate",
    "visitor-latency",
  ]);
  for (const item of items) {
    expect(["breached", "at-risk", "unknown", "no-traffic", "met"]).toContain(item.verdict);
    expect(item.coverage).toBeGreaterThanOrEqual(0);
    expect(item.decision).toMatchObject({
      path: "docs/adr/0024-performance-and-caching-of-the-platform.md",
      id: expect.stringMatching(/^d[123]$/),
    });
  }
});

test("every figure of an SLO in the API carries its coverage", async ({ request }) => {
  const coverage = expect.any(Number);
  const slo = await json(request, "/api/v1/slos/product-latency");
  expect(slo).toMatchObject({
    coverage,
    lastHour: { coverage },
    budget: { coverage },
    burn6hCoverage: coverage,
    budgetMethod: { coverage },
    backfill: { share: coverage },
    counted: { delaySeconds: expect.any(Number) },
  });
  expect(slo.lint).toEqual(expect.any(Array));
  expect(slo.burn.length).toBeGreaterThan(0);
  for (const pair of slo.burn) expect(pair).toMatchObject({ longCoverage: coverage, shortCoverage: coverage });
  for (const span of slo.budgetMethod.judgedBy) expect(span).toMatchObject({ coverage });
  const counts = await json(request, "/api/v1/slos/product-latency/counts");
  expect(counts.coverage).toBe(Math.min(1, counts.observedSeconds / counts.elapsedSeconds));
  const { items } = await json(request, "/api/v1/breaches");
  for (const breach of items) expect(breach).toHaveProperty("coverage");
});

test("a list of SLOs pages by id", async ({ request }) => {
  const first = await json(request, "/api/v1/slos?limit=5");
  const second = await json(request, `/api/v1/slos?limit=5&after=${first.next}`);
  expect([first.items.length, second.items.length, second.next]).toEqual([5, 3, null]);
  const ids = [...first.items, ...second.items].map(({ id }: { id: string }) => id);
  expect(ids).toEqual([...new Set(ids)].sort());
});

test("what is asked wrongly is answered with a problem document", async ({ request }) => {
  for (const [path, status] of [
    ["/api/v1/slos/nothing", 404],
    ["/api/v1/slos?limit=0", 400],
    ["/api/v1/slos/edge-hit-rate/counts?from=yesterday", 400],
    ["/api/v1/slos/edge-hit-rate/counts?from=200&to=100", 400],
    ["/api/v1/breaches/x", 404],
    ["/api/v1/breaches?before=x", 400],
  ] as const) {
    const answer = await request.get(path);
    expect(answer.status(), path).toBe(status);
    expect(answer.headers()["content-type"]).toContain("application/problem+json");
    expect(await answer.json()).toMatchObject({ status, detail: expect.any(String), wayOut: expect.any(String) });
  }
});

test("Plumbline's own metrics are there to be scraped", async ({ request }) => {
  const text = await (await request.get("/metrics")).text();
  expect(text).toMatch(/^plumbline_ticks_total\{engine="default",outcome="counted"\} \d+/m);
});
