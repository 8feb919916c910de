import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { parse, stringify } from "yaml";
import type { AlertingRule, RecordingRule, RuleGroup } from "@/lib/rules/alerting/rule";
import { alertmanagerOn, program, until } from "../alerts/processes";
import type { RunningEngine } from "../evaluator/engine";
import type { Series } from "../kinds/samples";
import { slo } from "../truth/world";
import { startVictoria } from "./victoria";
import { rulesFor } from "./written";

// A real vmalert evaluates our rules against VictoriaMetrics, to which it writes what it records, and tells a real Alertmanager.

const MINUTE = 60_000;
const NOW = Math.floor(Date.now() / MINUTE);
const BEGIN = NOW - 26 * 60;
/** The first minute in which rules are evaluated. */
const FROM = BEGIN + 5;
/** Spans in which requests fail, by how many times more than 99.9 % allows. */
const BURNS = [
  { from: NOW - 600, to: NOW - 540, times: 50 },
  { from: NOW - 40, to: NOW + 60, times: 10 },
] as const;
const REQUESTS = 6000;
const failed = (minute: number): number =>
  0.001 * REQUESTS * (BURNS.find(({ from, to }) => minute > from && minute <= to)?.times ?? 0);

/** Four samples a minute, also of the hour to come, so that it can be watched. */
function counter(name: string, perMinute: (minute: number) => number): Series {
  const held = new Map<number, number>();
  let value = 0;
  for (let second = BEGIN * 60 + 15; second <= (NOW + 60) * 60; second += 15) {
    value += perMinute(Math.ceil(second / 60)) / 4;
    held.set(second, value);
  }
  return { name, labels: { job: "shop" }, everySeconds: 15, value: (second) => held.get(second) ?? null };
}
const SERIES = [
  counter("requests_total", () => REQUESTS),
  counter("errors_total", failed),
  counter("calm_errors_total", () => REQUESTS / 4000),
];
const DOCUMENTS = [
  slo("checkout", "bad", "errors_total", "requests_total"),
  slo("calm", "bad", "calm_errors_total", "requests_total"),
  slo("unheard", "bad", "absent_errors_total", "absent_total"),
].map((document) =>
  document
    .replace("target: 0.95", "target: 0.999")
    .replace("metadata: {", 'metadata: { annotations: { plumbline.dev/decision: "docs/adr/0001-sessions.md#d1" },'),
);
const RULES = rulesFor(DOCUMENTS.join("\n---\n"), { ruler: "vmalert" });

const folder = mkdtempSync(join(tmpdir(), "plumbline-vmalert-"));
let engine: RunningEngine;
beforeAll(async () => {
  engine = await startVictoria(SERIES, BEGIN * 60, (NOW + 60) * 60);
  for (const rules of inOrder()) await replay(rules);
}, 240_000);
afterAll(async () => {
  await engine?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const flagsFor = (file: string): string[] => [
  `-rule=${join(folder, file)}`,
  `-datasource.url=${engine.url}`,
  `-remoteWrite.url=${engine.url}`,
  "-remoteWrite.flushInterval=200ms",
  "-loggerLevel=ERROR",
];

type Rule = RecordingRule | AlertingRule;
type RuleFile = { groups: (Omit<RuleGroup, "rules"> & { rules: Rule[] })[] };

/** Our rules, what is read before what reads it: a replay evaluates each rule over its whole time, and writes behind. */
function inOrder(): Rule[][] {
  let left = (parse(RULES) as RuleFile).groups.flatMap((group) => group.rules);
  const passes: Rule[][] = [];
  while (left.length > 0) {
    const waits = ({ expr }: Rule): boolean =>
      left.some((other) => "record" in other && expr.includes(`${other.record}{slo="${other.labels.slo}"}`));
    passes.push(left.filter((rule) => !waits(rule)));
    left = left.filter(waits);
  }
  return passes;
}

/** Evaluates rules minute by minute since the first samples. A replay knows no `query` in annotations. */
async function replay(rules: readonly Rule[]): Promise<void> {
  const bare = rules.map((rule) => ("alert" in rule ? { ...rule, annotations: {} } : rule));
  const file = { groups: [{ name: "replayed", interval: "1m", rules: bare }] };
  writeFileSync(join(folder, "replayed.yaml"), stringify(file, { lineWidth: 0, aliasDuplicateObjects: false }));
  const iso = (minute: number): string => new Date(minute * MINUTE).toISOString();
  execFileSync(
    "vmalert",
    [
      ...flagsFor("replayed.yaml"),
      `-replay.timeFrom=${iso(FROM)}`,
      `-replay.timeTo=${iso(NOW)}`,
      "-replay.disableProgressBar",
      "-replay.rulesDelay=1ms",
      // All of it in one: `for` begins anew with each part.
      "-replay.maxDatapointsPerQuery=2000",
      // Its steps are these, not the group's interval.
      "-datasource.queryStep=1m",
    ],
    { stdio: "pipe", timeout: 60_000 },
  );
  await fetch(`${engine.url}/internal/force_flush`);
}

/** Values by minute, as they were recorded. */
async function recorded(selector: string): Promise<Map<number, number>> {
  const terms = new URLSearchParams({ "match[]": selector, start: String(BEGIN * 60), end: String(NOW * 60) });
  const text = await (await fetch(`${engine.url}/api/v1/export?${terms}`)).text();
  const lines = text.split("\n").filter((line) => line !== "");
  return new Map(
    lines.flatMap((line) => {
      const { values, timestamps } = JSON.parse(line) as { values: number[]; timestamps: number[] };
      return timestamps.map((at, i) => [Math.round(at / MINUTE), values[i] ?? Number.NaN] as const);
    }),
  );
}

/** The spans of minutes in which an alert fired, in minutes before now. */
async function fired(labels: string): Promise<[from: number, to: number][]> {
  const minutes = [...(await recorded(`ALERTS{alertstate="firing",${labels}}`)).keys()].sort((a, b) => a - b);
  return minutes.reduce<[number, number][]>((spans, minute) => {
    const last = spans.at(-1);
    if (last && last[1] === minute - NOW - 1) last[1] += 1;
    else spans.push([minute - NOW, minute - NOW]);
    return spans;
  }, []);
}

describe("over a day, vmalert", () => {
  test("records the events that happened, each in its minute", async () => {
    const total = await recorded('slo:total_events:increase1m{slo="checkout"}');
    const good = await recorded('slo:good_events:increase1m{slo="checkout"}');
    expect(total.size).toBe(NOW - FROM + 1);
    for (const [minute, value] of total) {
      // A minute is counted once it is final, a minute after its end.
      expect(value).toBeCloseTo(REQUESTS, 6);
      expect(good.get(minute)).toBeCloseTo(REQUESTS - failed(minute - 1), 6);
    }
  });

  test("fires while both windows burn, to the minute", async () => {
    // 50 times for an hour: above 3.36 within 1 h from its 5th minute on, within 5 min to its end and four minutes longer.
    // 10 times: above 3.36 from the 21st minute on. Each a minute later, when that is final.
    expect(await fired('slo="checkout",window="1h"')).toEqual([
      [-600 + 5 + 1, -540 + 4 + 1],
      [-40 + 21 + 1, 0],
    ]);
    // Above 1.4 within 6 h from the 11th minute on, within 30 min to its end and 29 minutes longer; of 10 times it takes 51.
    expect(await fired('slo="checkout",window="6h"')).toEqual([[-600 + 11 + 1, -540 + 29 + 1]]);
  });

  test("says that the budget is spent once a day is counted, and that there is nothing to count after ten minutes", async () => {
    expect(await fired('slo="checkout",alertname="SloBudgetExhausted"')).toEqual([[FROM + 1440 - 1 - NOW, 0]]);
    expect(await fired('slo="unheard",alertname="SloDataMissing"')).toEqual([[FROM + 10 - NOW, 0]]);
    expect([await fired('slo="calm"'), await fired('slo="checkout",alertname="SloDataMissing"')]).toEqual([[], []]);
  });
});

test("vmalert tells Alertmanager what fires now, with the decision and what is left", async () => {
  writeFileSync(join(folder, "rules.yaml"), RULES);
  writeFileSync(join(folder, "alertmanager.yaml"), "route: { receiver: none }\nreceivers: [{ name: none }]\n");
  const alertmanager = await alertmanagerOn(join(folder, "alertmanager.yaml"), join(folder, "alertmanager"));
  onTestFinished(() => alertmanager.end("SIGTERM"));
  await alertmanager.start();
  const flags = (port: number): string[] => [
    ...flagsFor("rules.yaml"),
    `-notifier.url=${alertmanager.url}`,
    `-httpListenAddr=127.0.0.1:${port}`,
  ];
  const vmalert = await program("vmalert", flags, "/health");
  onTestFinished(() => vmalert.end("SIGTERM"));
  await vmalert.start();
  type Told = { labels: Record<string, string>; annotations: Record<string, string> };
  const told = await until(
    "Alertmanager is told of the fast burn",
    async () => {
      const alerts: Told[] = await (await fetch(`${alertmanager.url}/api/v2/alerts`)).json();
      return alerts.find(({ labels }) => labels.alertname === "SloBudgetBurnsFast");
    },
    180,
  );
  expect(told.labels).toMatchObject({ slo: "checkout", service: "shop", severity: "page", window: "1h" });
  expect(told.annotations).toMatchObject({
    decision: "docs/adr/0001-sessions.md#d1: Cache sessions in Redis",
    summary: expect.stringMatching(/^checkout: the error budget burns \d+\.\d times as fast as it may$/),
    budget: expect.stringMatching(
      /^-11\d[.\d]*% of the error budget of 7 days is left \(15\.\d+% of that time was counted\)$/,
    ),
  });
}, 240_000);
