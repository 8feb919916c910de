import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { AlertingRule, RuleGroup, RuleSlo, RuleTerms } from "@/lib/rules/alerting/rule";
import { fileNameOf, ruleFile } from "@/lib/rules/alerting/rule-file";

const TERMS: RuleTerms = {
  ruler: "prometheus",
  publicUrl: "https://slo.example/",
  delaySeconds: 60,
};
const SLO: RuleSlo = {
  id: "hits",
  name: "Hit rate",
  service: "shop",
  tier: "redis",
  team: null,
  runbook: null,
  sli: {
    kind: "ratio",
    counts: "good",
    part: [{ sign: 1, selector: "hits_total" }],
    total: [{ sign: 1, selector: "reads_total" }],
    queries: { part: "hits_total", total: "reads_total" },
  },
  edges: null,
  target: { objective: 0.95, threshold: null, window: "30d" },
  decision: { path: "docs/adr/0001-a.md", id: "d1", title: "Cache" },
};
const fileOf = (slo: Partial<RuleSlo> = {}, terms: Partial<RuleTerms> = {}) =>
  ruleFile([{ ...SLO, ...slo }], { ...TERMS, ...terms });
const groupsIn = (text: string): RuleGroup[] => parse(text).groups;
const alertsIn = (text: string): AlertingRule[] =>
  groupsIn(text).flatMap(({ rules }) => rules.filter((rule) => "alert" in rule));
const missing = (text: string): string | undefined =>
  alertsIn(text).find(({ alert }) => alert === "SloDataMissing")?.annotations.description;
const latency = (edges: number[] | null): Partial<RuleSlo> => ({
  sli: {
    kind: "latency",
    buckets: "s_bucket",
    total: [{ sign: 1, selector: "s_count" }],
    queries: { part: 's_bucket{le="0.25"}', total: "s_count" },
  },
  edges,
  target: { ...SLO.target, threshold: 0.25 },
});

describe("a rule file", () => {
  test("is the same for the same SLOs, in whatever order they come", () => {
    const others = ["b", "a", "c"].map((id) => ({ ...SLO, id, service: id === "a" ? "edge" : "shop" }));
    const text = ruleFile(others, TERMS).text;
    expect(ruleFile([...others].reverse(), TERMS).text).toBe(text);
    expect(groupsIn(text).map(({ name }) => name)).toEqual(
      ["a", "b", "c"].flatMap((id) => [`slo-${id}`, `slo-${id}:budget`]),
    );
  });

  test("names no group twice, whatever its SLOs are called", () => {
    const others = ["checkout", "checkout-budget", "checkout-budget-budget"].map((id) => ({ ...SLO, id }));
    const names = groupsIn(ruleFile(others, TERMS).text).map(({ name }) => name);
    expect(names).toHaveLength(6);
    expect(new Set(names).size).toBe(6);
  });

  test.each([
    [0.8, "2d", []],
    [0.8, "30d", ["1h > 4 * 0.2", "1d > 3 * 0.2"]],
    [0.9, "30d", ["6h > 6 * 0.1", "1d > 3 * 0.1"]],
    [0.95, "30d", ["1h > 14.4 * 0.05", "6h > 6 * 0.05", "1d > 3 * 0.05"]],
    [0.999, "28d", ["1h > 13.44 * 0.001", "6h > 5.6 * 0.001", "1d > 2.8 * 0.001"]],
    [0.999, "90d", ["1h > 43.2 * 0.001", "6h > 18 * 0.001", "1d > 9 * 0.001", "3d > 3 * 0.001"]],
  ])("of %d over %s has no burn alert but those that can fire", (objective, window, long) => {
    const { text, slos } = fileOf({ target: { objective, threshold: null, window } });
    const burns = alertsIn(text).filter(({ alert }) => alert.startsWith("SloBudgetBurns"));
    const firsts = burns.map(({ expr }) =>
      /increase(\w+)\{slo="hits"\} (> [\d.]+ \* [\d.]+)/.exec(expr)?.slice(1).join(" "),
    );
    expect(firsts).toEqual(long);
    for (const { expr } of burns) {
      const [, factor = "", allowed = ""] = />\s([\d.]+) \* ([\d.]+)/.exec(expr) ?? [];
      expect(Number(factor) * Number(allowed)).toBeLessThan(1);
    }
    if (objective <= 0.9 || window === "2d") {
      expect(slos[0]?.notes.join(" ")).toMatch(/is out of reach|not watched/);
      for (const note of slos[0]?.notes ?? []) expect(text).toContain(`  # ${note}\n`);
    }
  });

  test("says where a page leads, by paths where nobody said under which address", () => {
    const { annotations } = alertsIn(fileOf().text)[0] as AlertingRule;
    expect(annotations).toMatchObject({
      adr_url: "https://slo.example/decisions/docs/adr/0001-a.md#d1",
      dashboard_url: "https://slo.example/slos/hits",
      decision: "docs/adr/0001-a.md#d1: Cache",
    });
    expect(annotations).not.toHaveProperty("runbook_url");
    const local = fileOf({ decision: null, runbook: "https://wiki.example/a" }, { publicUrl: null }).text;
    expect(local).toContain("# Links are paths only: PUBLIC_URL is not set.\n");
    expect(alertsIn(local)[0]?.annotations).toMatchObject({
      dashboard_url: "/slos/hits",
      decision: "no decision stands behind this target",
      runbook_url: "https://wiki.example/a",
    });
    expect(alertsIn(local)[0]?.annotations).not.toHaveProperty("adr_url");
  });

  test("takes what people wrote for text, never for a template, a comment's end or YAML", () => {
    const name = 'Hits {{ query "up" }}\n- alert: Mine\u2028groups: "\'';
    const { text } = fileOf({ name, service: "{{ .Bad }}: #x", team: "a\nb" });
    expect(groupsIn(text).flatMap(({ rules }) => rules).length).toBe(
      groupsIn(fileOf().text).flatMap(({ rules }) => rules).length,
    );
    const [alert] = alertsIn(text);
    expect(alert?.annotations.summary).toContain('Hits {{ "{{" }} query "up" }}');
    expect(alert?.labels).toMatchObject({ service: '{{ "{{" }} .Bad }}: #x', team: "a\nb" });
    // What a recording rule is labelled with is no template: nothing would take the braces apart again.
    const recording = groupsIn(text).flatMap(({ rules }) => rules.filter((rule) => "record" in rule));
    for (const { labels } of recording) expect(labels.service).toBe("{{ .Bad }}: #x");
    expect(text.split("\n").filter((line) => line.startsWith("  #"))[0]).toContain("Hits {{ query");
  });

  test("refuses what no rule can say, with the reason in the file and beside it", () => {
    const between = fileOf(latency([0.1, 0.3]));
    expect(between.slos[0]?.refused).toBe("no bucket of its histogram ends at 250 ms; they end at 100 ms, 300 ms");
    expect(between.text).toContain("# Not written: hits: no bucket of its histogram ends at 250 ms");
    expect(parse(between.text)).toEqual({ groups: [] });
    expect(fileOf(latency([0.1, 0.25])).slos[0]?.refused).toBeNull();
    expect(fileOf(latency(null)).slos[0]?.refused).toBeNull();
  });

  test.each([[null], [[]]])(
    "notes that a bucket may be missing where none was seen (%j), and its alert names it",
    (edges) => {
      const { text, slos } = fileOf(latency(edges));
      const note =
        "Whether a bucket ends at 250 ms is not known here: where none does, nothing is counted, and SloDataMissing fires.";
      expect(slos[0]?.notes).toContain(note);
      expect(text).toContain(`  # ${note}\n`);
      expect(missing(text)).toContain("or no bucket ends at 250 ms, so nobody knows");
      const seen = fileOf(latency([0.1, 0.25]));
      expect(seen.slos[0]?.notes).not.toContain(note);
      expect(missing(seen.text)).toBe(missing(text));
      expect(fileOf().text).not.toContain("bucket");
    },
  );

  test("says of a calendar window that no rule counts its budget, and watches how it burns", () => {
    const { text, slos } = fileOf({ target: { ...SLO.target, window: "month@Europe/Berlin" } });
    expect(slos[0]?.notes[0]).toMatch(/^No rule says what remains of the budget: a calendar month \(Europe\/Berlin\)/);
    expect(text).not.toContain("slo:error_budget_remaining");
    expect(alertsIn(text)[0]?.annotations.budget).toBe(
      "No rule counts the budget of a calendar window: https://slo.example/slos/hits does.",
    );
  });

  test.each([
    ["week@UTC", "7d"],
    ["month@UTC", "31d"],
    ["quarter@Europe/Berlin", "92d"],
  ])(
    "takes the factors of %s from its longest period, %s, so that it stays the same in the next one",
    (window, days) => {
      const burns = (of: string) =>
        alertsIn(fileOf({ target: { objective: 0.999, threshold: null, window: of } }).text)
          .filter(({ alert }) => alert.startsWith("SloBudgetBurns"))
          .map(({ expr }) => expr);
      expect(burns(window)).toEqual(burns(days));
      expect(burns(window).length).toBeGreaterThan(1);
    },
  );

  test("widens the short window of a source that counts in periods, and drops what is then left of a pair", () => {
    const period = (periodSeconds: number) =>
      fileOf({
        sli: {
          kind: "period",
          counts: "bad",
          part: "sum(e)",
          total: "sum(t)",
          queries: { part: "e", total: "t" },
          timing: { periodSeconds, delaySeconds: 600 },
        },
        target: { ...SLO.target, objective: 0.999 },
      });
    const ranges = (text: string) =>
      alertsIn(text)
        .filter(({ alert }) => alert.startsWith("SloBudgetBurns"))
        .map(({ expr }) => [...expr.matchAll(/good_events:increase(\w+)\{/g)].map(([, range]) => range).join("/"));
    expect(ranges(period(600).text)).toEqual(["1h/10m", "6h/30m", "1d/2h"]);
    expect(ranges(period(3600).text)).toEqual(["6h/1h", "1d/2h"]);
    expect(period(3600).slos[0]?.notes).toContain("A period of 1h leaves no short window beside 1h: not watched.");
  });

  test.each([
    ["mimir", /^namespace: plumbline-shop$/m],
    ["thanos", /^ {4}partial_response_strategy: abort$/m],
    ["vmalert", /^# What one rule records is read by the next one a step later/m],
  ] as const)("for %s has what it needs beside", (ruler, line) => {
    expect(fileOf({}, { ruler }).text).toMatch(line);
    expect(fileOf().text).not.toMatch(line);
  });
});

test("gives vmalert in quotation marks what stands in backticks, where it reads a backslash otherwise", () => {
  const selector = "reads_total{path=~`/\\d+`}";
  const sli = { ...SLO.sli, total: [{ sign: 1, selector }] } as RuleSlo["sli"];
  const expressions = (ruler: RuleTerms["ruler"]) =>
    groupsIn(fileOf({ sli }, { ruler }).text)
      .flatMap(({ rules }) => rules.map(({ expr }) => expr))
      .join("\n");
  expect(expressions("prometheus")).toContain(selector);
  expect(expressions("vmalert")).toContain('reads_total{path=~"/\\\\d+"}');
  expect(expressions("vmalert")).not.toContain("`");
});

test("two services never share a file", () => {
  const names = ["shop", "Shop", "edge / eu", "edge-eu", "…", "a.b", "a-b"].map(fileNameOf);
  expect(new Set(names).size).toBe(names.length);
  expect(fileNameOf("shop")).toBe("shop.yaml");
  for (const name of names) expect(name).toMatch(/^[a-z0-9_-]+\.yaml$/);
});
