import { describe, expect, test } from "vitest";
import type { RULERS } from "@/lib/rules/alerting/rule";
import { ruleFile } from "@/lib/rules/alerting/rule-file";
import { checked, dryRun, tested } from "./promtool";
import { documentOf, KINDS, ruleSlos, rulesFor, TERMS } from "./written";

const [ratio] = KINDS;
if (!ratio) throw new Error("there is no kind");
const ALERTS = 'sort(sum by (alertname, window) (ALERTS{alertstate="firing"}))';
const at999 = (window = "30d") => rulesFor(documentOf({ ...ratio.document, target: 0.999, window }));
const requests = (values: string) => ({ series: 'requests_total{job="shop"}', values });
const errors = (values: string) => ({ series: 'errors_total{job="shop"}', values });
const passes = { status: 0, said: expect.stringContaining("SUCCESS") };

describe("what a page says", () => {
  test("leads back to the decision, with what is left of the budget when it is sent", () => {
    // A day within the target, then a tenth of all requests fail: 100 times what 99.9 % allows.
    const burn = [requests("0+1000x1500"), errors("0x1440 100+100x60")];
    const about = {
      decision: "docs/adr/0001-sessions.md#d1: Cache sessions in Redis",
      adr_url: "https://slo.example/decisions/docs/adr/0001-sessions.md#d1",
      dashboard_url: "https://slo.example/slos/redis-hits",
      runbook_url: "https://wiki.example/redis",
    };
    const labels = { slo: "redis-hits", service: "shop", tier: "redis", team: "platform" };
    const left = (share: string, counted: string) =>
      `${share} of the error budget of 30 days is left (${counted} of that time was counted)`;
    expect(
      tested(at999(), "1m", [
        {
          interval: "1m",
          input_series: burn,
          alert_rule_test: [
            {
              alertname: "SloBudgetBurnsFast",
              // 31 minutes of it are counted: 3100 bad of 1471000, of which 1471 may be. The budget is that of a minute before.
              eval_time: "1472m",
              exp_alerts: [
                {
                  exp_labels: { ...labels, severity: "page", window: "1h" },
                  exp_annotations: {
                    summary: "Redis hit rate: the error budget burns 51.7 times as fast as it may",
                    description:
                      "Over 1 h and over 5 min it burns faster than 14.4×: 2.0 % of the budget of 30 days in 1 h. The target is ≥ 99.9 % over 30 days.",
                    budget: left("-104.1%", "3.405%"),
                    ...about,
                  },
                },
                {
                  exp_labels: { ...labels, severity: "page", window: "6h" },
                  exp_annotations: {
                    summary: "Redis hit rate: the error budget burns 8.6 times as fast as it may",
                    description:
                      "Over 6 h and over 30 min it burns faster than 6×: 5.0 % of the budget of 30 days in 6 h. The target is ≥ 99.9 % over 30 days.",
                    budget: left("-104.1%", "3.405%"),
                    ...about,
                  },
                },
              ],
            },
            {
              alertname: "SloBudgetExhausted",
              eval_time: "1472m",
              exp_alerts: [
                {
                  exp_labels: { ...labels, severity: "ticket" },
                  exp_annotations: {
                    summary: "Redis hit rate: the error budget is spent",
                    description:
                      "More events were bad within 30 days than its target allows. The target is ≥ 99.9 % over 30 days.",
                    budget: left("-110.7%", "3.407%"),
                    ...about,
                  },
                },
              ],
            },
          ],
        },
      ]),
    ).toEqual(passes);
  });
});

describe("alerts over time", () => {
  const firesAt = (eval_time: string, ...fires: [alertname: string, window: string | null][]) => ({
    expr: ALERTS,
    eval_time,
    exp_samples: fires.map(([alertname, window]) => ({
      labels: `{alertname="${alertname}"${window === null ? "" : `, window="${window}"`}}`,
      value: 1,
    })),
  });

  test("begin when both windows burn, and end with the short one", () => {
    // 20 times what is allowed for an hour, after six without a fault.
    const series = [requests("0+60000x600"), errors("0x360 1200+1200x59 72000x180")];
    expect(
      tested(at999(), "1m", [
        {
          interval: "1m",
          input_series: series,
          promql_expr_test: [
            // 40 of 60 minutes: 13.3 times; the short window has long burned.
            firesAt("401m"),
            firesAt("411m", ["SloBudgetBurnsFast", "1h"]),
            // The last hour still burns 16.7 times, but the last five minutes do not.
            firesAt("431m"),
          ],
        },
      ]),
    ).toEqual(passes);
  });

  test("do not let a quiet hour weigh as much as a busy one", () => {
    // 23 hours at 60000 a minute, then one at 600 a minute of which a tenth fails: 3600 of 82836000.
    const series = [requests("0+60000x1380 82800600+600x60"), errors("0x1380 60+60x60")];
    expect(
      tested(at999(), "1m", [
        {
          interval: "1m",
          input_series: series,
          promql_expr_test: [
            {
              expr: 'slo:total_events:increase1d{slo="redis-hits"} - slo:good_events:increase1d{slo="redis-hits"}',
              eval_time: "1441m",
              exp_samples: [{ labels: '{slo="redis-hits", service="shop"}', value: 3600 }],
            },
            {
              expr: "slo:error_budget_remaining:ratio > 0.95",
              eval_time: "1441m",
              exp_samples: [
                {
                  labels: 'slo:error_budget_remaining:ratio{slo="redis-hits", service="shop"}',
                  value: 1 - 3600 / (82_836_000 * 0.001),
                },
              ],
            },
            // The mean of the hours' ratios would be 4.2 times what is allowed over the day.
            firesAt("1441m", ["SloBudgetBurnsFast", "1h"]),
          ],
        },
      ]),
    ).toEqual(passes);
  });

  test("count what a counter gained through a restart, and no baseline of a new one", () => {
    const series = [
      requests("1000+60x20 30+60x20"),
      { series: 'requests_total{job="shop",instance="new"}', values: "_x30 5000 5060 5120+60x20" },
    ];
    expect(
      tested(at999(), "1m", [
        {
          interval: "1m",
          input_series: series,
          promql_expr_test: [
            {
              // From minute 16 to 21: four increases of 60, and 30 after the restart.
              expr: 'slo:total_events:increase5m{slo="redis-hits"}',
              eval_time: "22m",
              exp_samples: [
                { labels: 'slo:total_events:increase5m{slo="redis-hits", service="shop"}', value: 4 * 60 + 30 },
              ],
            },
            {
              // From minute 29 to 34: five increases of the one, four of the other, which is first seen at 5000.
              expr: 'slo:total_events:increase5m{slo="redis-hits"}',
              eval_time: "35m",
              exp_samples: [
                { labels: 'slo:total_events:increase5m{slo="redis-hits", service="shop"}', value: 5 * 60 + 4 * 60 },
              ],
            },
          ],
        },
      ]),
    ).toEqual(passes);
  });

  test("lose no bad event while the total alone is silent", () => {
    const series = [requests("0+60x20 _x20 2460+60x50"), errors("0+6x91")];
    const samples = (value: number) => [{ labels: '{slo="redis-hits", service="shop"}', value }];
    expect(
      tested(at999(), "1m", [
        {
          interval: "1m",
          input_series: series,
          promql_expr_test: [
            // From minute 19 to 79; the total is silent from 20 to 41.
            { expr: 'slo:total_events:increase1h{slo="redis-hits"} + 0', eval_time: "80m", exp_samples: samples(3600) },
            {
              expr: 'slo:total_events:increase1h{slo="redis-hits"} - slo:good_events:increase1h{slo="redis-hits"}',
              eval_time: "80m",
              exp_samples: samples(360),
            },
            // No data is not zero events: the total is known five minutes longer, and from its return on.
            { expr: 'slo:total_events:increase1m{slo="redis-hits"}', eval_time: "35m", exp_samples: [] },
          ],
        },
      ]),
    ).toEqual(passes);
  });

  test("tell that there is nothing to count, which is never healthy", () => {
    const series = [requests("0+600x60 stale"), errors("0x60 stale")];
    expect(
      tested(at999(), "1m", [
        {
          interval: "1m",
          input_series: series,
          promql_expr_test: [
            firesAt("75m"),
            firesAt("85m", ["SloDataMissing", null]),
            { expr: "slo:total_events:increase1m", eval_time: "85m", exp_samples: [] },
          ],
        },
      ]),
    ).toEqual(passes);
  });
});

describe("every file is taken", () => {
  test.each(["7d", "28d", "30d", "90d", "1d"])("by promtool and by vmalert, over %s", (window) => {
    for (const { document } of KINDS)
      for (const target of [0.8, 0.9, 0.95, 0.999]) {
        const text = (ruler: (typeof RULERS)[number]) =>
          rulesFor(documentOf({ ...document, target, window }), { ruler });
        expect(checked(text("prometheus"))).toMatchObject({ status: 0 });
        if (target === 0.9) expect(dryRun(text("vmalert"))).toMatchObject({ status: 0 });
      }
  });

  test("by promtool and by vmalert where one SLO is called as another's budget", () => {
    const one = documentOf({ ...ratio.document, target: 0.9 });
    const both = [one, one.replace("name: redis-hits", "name: redis-hits-budget")].join("\n---\n");
    expect(checked(rulesFor(both))).toMatchObject({ status: 0 });
    expect(dryRun(rulesFor(both, { ruler: "vmalert" }))).toMatchObject({ status: 0 });
  });

  test("by promtool where a service is called like half a template; vmalert is refused its SLO, and takes the others", () => {
    const one = documentOf({ ...ratio.document, target: 0.9 });
    const odd = one.replace("service: shop", 'service: "{{ shop"').replace("name: redis-hits", "name: odd");
    expect(checked(rulesFor(odd))).toMatchObject({ status: 0 });
    const { text, slos } = ruleFile(ruleSlos(`${one}\n---\n${odd}`), { ...TERMS, ruler: "vmalert" });
    expect(slos.find(({ id }) => id === "odd")?.refused).toContain("the name of its service has {{");
    expect(dryRun(text)).toMatchObject({ status: 0 });
  });

  test("by promtool where it counts a native histogram; vmalert is refused it", () => {
    const rate = "sum(rate(seconds[5m]))";
    const source = (query: string) => `{ metricSource: { spec: { query: "${query}" } } }`;
    const indicator = `ratioMetric: { counter: true, good: ${source(`histogram_fraction(0, 0.25, ${rate}) * histogram_count(${rate})`)}, total: ${source(`histogram_count(${rate})`)} }`;
    for (const target of [0.8, 0.9, 0.95, 0.999])
      expect(checked(rulesFor(documentOf({ indicator, target })))).toMatchObject({ status: 0 });
    expect(() => rulesFor(documentOf({ indicator, target: 0.9 }), { ruler: "vmalert" })).toThrow("native histogram");
  });
});
