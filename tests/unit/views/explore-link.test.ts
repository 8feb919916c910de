import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, test, vi } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "plumbline-links-"));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

const QUERY = 'sum(rate(a{b="c"}[5m]))';

async function linked(env: Record<string, string>, engine?: string): Promise<string | null> {
  vi.resetModules();
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const { exploreLink } = await import("@/lib/views/query-link");
  return exploreLink(engine === undefined ? {} : { engine }, QUERY, 29_000_000, 29_000_120);
}

test("a query opens in Grafana's Explore with its minutes, by the data source that is configured", async () => {
  const href = await linked({ GRAFANA_URL: "https://grafana.example/base/", GRAFANA_DATASOURCE: "prom-eu" });
  const url = new URL(href ?? "");
  expect(url.origin + url.pathname).toBe("https://grafana.example/base/explore");
  expect(url.searchParams.get("schemaVersion")).toBe("1");
  expect(url.searchParams.get("orgId")).toBe("1");
  expect(JSON.parse(url.searchParams.get("panes") ?? "")).toEqual({
    a: {
      datasource: "prom-eu",
      queries: [{ refId: "A", expr: QUERY, datasource: { type: "prometheus", uid: "prom-eu" } }],
      range: { from: "1740000000000", to: "1740007200000" },
    },
  });
});

test("without a Grafana there is no link", async () => {
  expect(await linked({ GRAFANA_URL: "" })).toBeNull();
});

test("an SLO of another engine is opened there: its data source in Grafana, its own page, its labels", async () => {
  const file = join(folder, "engines.yaml");
  const named =
    "- { name: eu, url: https://mimir.example/prom/, grafanaDatasource: mimir-eu, labels: { cluster: eu } }";
  writeFileSync(file, `engines:\n  ${named}\n  - { name: us, url: http://us.example }\n`);
  const env = { PROMETHEUS_URL: "http://a.example", ENGINES_FILE: file, GRAFANA_URL: "https://grafana.example" };
  expect(await linked(env, "eu")).toContain("mimir-eu");
  expect(await linked(env, "us"), "no data source of another engine is opened").toBeNull();
  const { queryLink } = await import("@/lib/views/query-link");
  const { promql, href } = queryLink({ engine: "eu" }, "Attainment", QUERY, 29_000_000, 60);
  expect(promql).toBe('sum(rate(a{cluster="eu",b="c"}[5m]))');
  expect(href).toMatch(/^https:\/\/mimir\.example\/prom\/graph\?g0\.expr=sum/);
  expect(queryLink({}, "Attainment", QUERY, 29_000_000, 60)).toMatchObject({
    promql: QUERY,
    href: expect.stringMatching(/^http:\/\/a\.example\/graph/),
  });
});
