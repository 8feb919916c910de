import { delimiter, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { readConfig } from "@/lib/config";
import { DomainError } from "@/lib/errors";
import { THINNING } from "@/lib/slo/thinning";

/** The error that stops the start. */
function refusal(env: Record<string, string>): DomainError {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error("was read");
}

const DEFAULTS = {
  prometheusUrl: null,
  prometheusAccess: { headers: {} },
  prometheusEntry: { delaySeconds: null, grafanaDatasource: null },
  namedEngines: null,
  dataDir: resolve("data"),
  adrDirs: [resolve("docs/adr")],
  costsDir: null,
  sloDirs: [],
  anonymousRead: false,
  publicUrl: null,
  trustedProxies: 0,
  rateLimit: 60,
  alertmanager: null,
  alertWebhook: null,
  grafana: null,
  metricsToken: null,
  authSecret: null,
  oidc: null,
  generatedHistory: null,
  demo: false,
  tickSeconds: 60,
  delaySeconds: 60,
  loosening: "drift",
  thinning: THINNING,
};
const NAMES = [
  "PROMETHEUS_URL",
  "PROMETHEUS_HEADERS",
  "DATA_DIR",
  "ADR_DIR",
  "SLO_DIR",
  "ANONYMOUS_READ",
  "PUBLIC_URL",
  "TRUST_PROXY",
  "RATE_LIMIT",
  "ALERTMANAGER_URL",
  "ALERTMANAGER_HEADERS",
  "ALERT_WEBHOOK_URL",
  "ALERT_WEBHOOK_SECRET",
  "GRAFANA_URL",
  "GRAFANA_DATASOURCE",
  "METRICS_TOKEN",
  "GENERATED_HISTORY",
  "PLUMBLINE_DEMO",
  "TICK_SECONDS",
  "DELAY_SECONDS",
  "LOOSENING",
  "LEDGER_KEEP",
];

describe("the configuration", () => {
  it("has a value for everything", () => {
    expect(readConfig({})).toEqual(DEFAULTS);
  });

  it.each(NAMES)("takes an empty %s for one that is not set", (name) => {
    expect(readConfig({ [name]: "" })).toEqual(DEFAULTS);
    expect(readConfig({ [name]: undefined })).toEqual(DEFAULTS);
  });

  it("reads every variable", () => {
    expect(
      readConfig({
        PROMETHEUS_URL: "http://127.0.0.1:9090/prom",
        PROMETHEUS_HEADERS: '{"X-Scope-OrgID": "shop"}',
        DATA_DIR: "/var/lib/plumbline",
        ADR_DIR: ["/a", "b"].join(delimiter),
        COSTS_DIR: "prices",
        SLO_DIR: ["/slos", "", "more"].join(delimiter),
        ANONYMOUS_READ: "on",
        PUBLIC_URL: "https://plumbline.example",
        TRUST_PROXY: "1",
        RATE_LIMIT: "600",
        ALERTMANAGER_URL: "http://am-0:9093/, https://am.example/two,",
        ALERTMANAGER_HEADERS: '{"Authorization": "Bearer hunter2"}',
        ALERT_WEBHOOK_URL: "https://chat.example/hook",
        ALERT_WEBHOOK_SECRET: "0123456789abcdef",
        GRAFANA_URL: "https://grafana.example",
        GRAFANA_DATASOURCE: "prom-eu",
        METRICS_TOKEN: "0123456789abcdef",
        GENERATED_HISTORY: "/tmp/history.json",
        PLUMBLINE_DEMO: "1",
        TICK_SECONDS: "5",
        DELAY_SECONDS: "300",
        LOOSENING: "refuse",
        LEDGER_KEEP: "1m:30d,1h:800d",
        PATH: "/bin",
      }),
    ).toEqual({
      prometheusUrl: "http://127.0.0.1:9090/prom",
      prometheusAccess: { headers: { "X-Scope-OrgID": "shop" } },
      prometheusEntry: { delaySeconds: null, grafanaDatasource: null },
      namedEngines: null,
      dataDir: "/var/lib/plumbline",
      adrDirs: ["/a", resolve("b")],
      sloDirs: ["/slos", resolve("more")],
      costsDir: resolve("prices"),
      anonymousRead: true,
      publicUrl: "https://plumbline.example",
      trustedProxies: 1,
      rateLimit: 600,
      alertmanager: {
        urls: ["http://am-0:9093", "https://am.example/two"],
        headers: { Authorization: "Bearer hunter2" },
      },
      alertWebhook: { url: "https://chat.example/hook", secret: "0123456789abcdef" },
      grafana: { url: "https://grafana.example", datasource: "prom-eu" },
      metricsToken: "0123456789abcdef",
      authSecret: null,
      oidc: null,
      generatedHistory: "/tmp/history.json",
      demo: true,
      tickSeconds: 5,
      delaySeconds: 300,
      loosening: "refuse",
      thinning: [
        { everyMinutes: 1, days: 30 },
        { everyMinutes: 60, days: 800 },
      ],
    });
  });

  it.each([
    ["on", true],
    ["true", true],
    ["1", true],
    ["off", false],
    ["false", false],
    ["0", false],
  ])("takes %s for a switch", (word, expected) => {
    expect(readConfig({ ANONYMOUS_READ: word, PLUMBLINE_DEMO: "off" }).anonymousRead).toBe(expected);
  });

  it("limits no rate where RATE_LIMIT is off", () => {
    expect(readConfig({ RATE_LIMIT: "off" }).rateLimit).toBeNull();
  });

  it("lets anybody read the demo, unless told otherwise", () => {
    expect(readConfig({ PLUMBLINE_DEMO: "on" }).anonymousRead).toBe(true);
    expect(readConfig({ PLUMBLINE_DEMO: "on", ANONYMOUS_READ: "off" }).anonymousRead).toBe(false);
  });

  it.each([
    ["PROMETHEUS_URL", "localhost:9090"],
    ["PROMETHEUS_URL", "ftp://engine"],
    ["PROMETHEUS_URL", "nothing"],
    ["PROMETHEUS_HEADERS", "X-Scope-OrgID: shop"],
    ["PROMETHEUS_HEADERS", '["a"]'],
    ["PROMETHEUS_HEADERS", '{"a": 1}'],
    ["PROMETHEUS_HEADERS", "null"],
    ["ANONYMOUS_READ", "yes"],
    ["PLUMBLINE_DEMO", "ON"],
    ["PUBLIC_URL", "plumbline.example"],
    ["PUBLIC_URL", "javascript:alert(1)"],
    ["ALERTMANAGER_URL", "alertmanager:9093"],
    ["ALERTMANAGER_URL", "http://am-0:9093,am-1"],
    ["ALERTMANAGER_URL", " , "],
    ["ALERTMANAGER_URL", "http://grace:hunter2@am:9093"],
    ["ALERTMANAGER_HEADERS", '["a"]'],
    ["ALERTMANAGER_HEADERS", '{"Author ization": "Bearer hunter2"}'],
    ["PROMETHEUS_HEADERS", '{"Authorization": "Bearer hunter2\\nx"}'],
    ["ALERT_WEBHOOK_URL", "https://grace:hunter2@chat.example/hook"],
    ["ALERT_WEBHOOK_URL", "chat.example/hook"],
    ["ALERT_WEBHOOK_SECRET", "short"],
    ["GRAFANA_URL", "grafana.example"],
    ["GRAFANA_DATASOURCE", "prom eu"],
    ["METRICS_TOKEN", "short"],
    ["TRUST_PROXY", "-1"],
    ["TRUST_PROXY", "yes"],
    ["RATE_LIMIT", "0"],
    ["RATE_LIMIT", "never"],
    ["TICK_SECONDS", "0"],
    ["TICK_SECONDS", "3601"],
    ["TICK_SECONDS", "1.5"],
    ["TICK_SECONDS", "a minute"],
    ["DELAY_SECONDS", "-60"],
    ["DELAY_SECONDS", "60s"],
  ])("names %s when it is %s", (name, value) => {
    const error = refusal({ [name]: value });
    expect(error.code).toBe("bad-input");
    expect(error.message.startsWith(`${name}`)).toBe(true);
    expect(error.message).not.toContain("\n");
    expect(error.wayOut).toBe(`Mend ${name} and start again.`);
  });

  it.each([
    ["ALERTMANAGER_URL", { ALERTMANAGER_HEADERS: '{"a": "b"}' }, "is not set, but ALERTMANAGER_HEADERS is"],
    ["ALERT_WEBHOOK_URL", { ALERT_WEBHOOK_SECRET: "0123456789abcdef" }, "is not set, but ALERT_WEBHOOK_SECRET is"],
  ])("asks for %s where something is for it", (name, env, why) => {
    expect(refusal(env).message).toBe(`${name}: ${why}`);
  });

  it("shows the value that cannot be used, but no secret", () => {
    expect(refusal({ ALERT_WEBHOOK_URL: "chat.example/hunter2" }).message).not.toContain("hunter2");
    expect(refusal({ ALERTMANAGER_HEADERS: '{"Authorization": "Bearer hunter2"' }).message).not.toContain("hunter2");
    for (const url of ["http://grace:hunter2@am", "http://am,grace:hunter2@am:9093", "http://am,hunter2@am"])
      expect(refusal({ ALERTMANAGER_URL: url }).message).not.toContain("hunter2");
    expect(refusal({ ALERTMANAGER_HEADERS: '{"Authorization": "Bearer hunter2\\nx"}' }).message).toBe(
      "ALERTMANAGER_HEADERS: holds a name or a value that no HTTP header may have",
    );
    expect(refusal({ TICK_SECONDS: "soon" }).message).toMatch(/^TICK_SECONDS="soon": ./);
    expect(refusal({ PROMETHEUS_URL: "nothing" }).message).toBe('PROMETHEUS_URL="nothing": is not an http(s) address');
    expect(refusal({ METRICS_TOKEN: "hunter2" }).message).toBe("METRICS_TOKEN: is shorter than 16 characters");
    expect(refusal({ PROMETHEUS_HEADERS: '{"Authorization": "Bearer hunter2"' }).message).not.toContain("hunter2");
  });
});
