import { afterEach, expect, test, vi } from "vitest";

afterEach(() => vi.unstubAllEnvs());

async function linked(env: Record<string, string>): Promise<string | null> {
  vi.resetModules();
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const { exploreLink } = await import("@/lib/views/query-link");
  return exploreLink('sum(rate(a{b="c"}[5m]))', 29_000_000, 29_000_120);
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
      queries: [{ refId: "A", expr: 'sum(rate(a{b="c"}[5m]))', datasource: { type: "prometheus", uid: "prom-eu" } }],
      range: { from: "1740000000000", to: "1740007200000" },
    },
  });
});

test("without a Grafana there is no link", async () => {
  expect(await linked({ GRAFANA_URL: "" })).toBeNull();
});
