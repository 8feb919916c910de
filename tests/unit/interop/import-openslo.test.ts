import { describe, expect, test } from "vitest";
import { readOpenSlo } from "@/lib/interop/openslo";
import { document } from "./document";
import { fixture, imported, slosOf, told } from "./imported";

/** With other objectives, as flow YAML. */
const promising = (objectives: string, text = document()): string =>
  text.replace(/objectives:\n.*\n.*\n/, `objectives: [${objectives}]\n`);

describe("OpenSLO v1", () => {
  test("takes the SLI that an SLO refers to, and tells what is done with the kinds around it", () => {
    const found = imported(fixture("openslo.yaml"));
    expect(found.map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ["Service", "not-used"],
      ["DataSource", "not-used"],
      ["SLI", "not-used"],
      ["SLO", "mapped"],
      ["AlertPolicy", "not-used"],
    ]);
    const [, , sli, slo, policy] = found;
    expect(slosOf(slo)).toEqual([
      {
        id: "orders-paid",
        service: "basket",
        team: "basket, payments",
        kind: "ratio",
        objective: 0.999,
        threshold: null,
        window: "30d",
      },
    ]);
    expect(slo?.slos[0]?.definition.decision).toEqual({ path: "docs/adr/0001-orders.md", id: "d1" });
    expect(told(slo, "mapped")).toContain("37 spec.indicatorRef: the SLI paid-orders of file.yaml:12");
    expect(told(slo, "mapped")).toContain("32 metadata.labels.env: label: prod");
    expect(told(slo, "not-used")).toEqual([
      "45 spec.alertPolicies: is not used: burn alerts follow from the objective here",
    ]);
    expect(told(sli, "mapped")).toEqual(["13 kind: is counted by the SLOs that refer to it"]);
    expect(told(policy, "not-used")[0]).toContain("burn alerts follow from the objective here");
  });

  test("tells an SLI as used whatever its file is called", () => {
    const parts = fixture("openslo.yaml").split("---\n");
    const found = imported(`${parts[2]}---\n${parts[3]}`, "one of many.yaml");
    expect(told(found[0], "mapped")).toEqual([expect.stringContaining("is counted by the SLOs that refer to it")]);
  });

  test("finds the SLI of another file", async () => {
    const { importDocuments } = await import("@/lib/interop/import");
    const parts = fixture("openslo.yaml").split("---\n");
    const files = [
      { name: "slo.yaml", text: parts[3] ?? "" },
      { name: "sli.yaml", text: parts[2] ?? "" },
    ];
    expect(importDocuments(files).map(({ file, outcome }) => [file, outcome])).toEqual([
      ["slo.yaml", "mapped"],
      ["sli.yaml", "not-used"],
    ]);
    const [alone] = imported(parts[3] ?? "");
    expect(told(alone, "refused")).toEqual([
      expect.stringMatching(/^\d+ spec\.indicatorRef: paid-orders is an SLI in none of the documents/),
    ]);
  });

  test.each([
    ["28d", "28d"],
    ["400d", "400d"],
    ["104w", "104w"],
    ["5w", "5w"],
    ["48h", "2d"],
    ["7D", "7d"],
    ["4 weeks", "4w"],
    ["1w2d", "9d"],
  ])("takes a rolling window of %s as it is", (duration, window) => {
    const [found] = imported(document({ "- duration": `- duration: ${duration}` }));
    expect([found?.outcome, found?.slos[0]?.definition.target.window]).toEqual(["mapped", window]);
  });

  test.each([
    ["1M", "30d", "a rolling month has no fixed length: 30 days"],
    ["1Q", "90d", "a rolling quarter has no fixed length: 90 days"],
    ["1Y", "365d", "a rolling year has no fixed length: 365 days"],
  ])("takes a rolling window of %s as near as it can be", (duration, window, message) => {
    const [found] = imported(document({ "- duration": `- duration: ${duration}` }));
    expect([found?.outcome, found?.slos[0]?.definition.target.window]).toEqual(["approximated", window]);
    expect(told(found, "approximated")).toEqual([`23 spec.timeWindow[0].duration: ${message}`]);
  });

  test.each([
    ["30m", "is in minutes (a month is 1M): a window is of whole days"],
    ["36h", "is no window of whole days"],
    ["9999d", "is longer than the 730 days that the ledger is kept for"],
    ["soon", "is no duration, such as 28d or 4w"],
  ])("refuses a rolling window of %s", (duration, message) => {
    const [found] = imported(document({ "- duration": `- duration: ${duration}` }));
    expect(told(found, "refused")).toEqual([`23 spec.timeWindow[0].duration: ${message}`]);
  });

  test.each([
    ["1w", "2022-01-01 12:00:00", "week@UTC", "it begins on Monday at 00:00, and not at 2022-01-01 12:00:00"],
    ["1m", "2022-01-01 00:00:00", "month@UTC", "1m is a minute: the month 1M is meant"],
    ["1Q", "2022-01-01 00:00:00", "quarter@UTC", null],
    ["7d", "2024-01-01", "week@UTC", null],
  ])("takes a calendar window of %s that begins at %s", (duration, startTime, window, message) => {
    const changes = {
      "- duration": `- duration: ${duration}`,
      "isRolling:": `isRolling: false\ncalendar: { startTime: "${startTime}", timeZone: UTC }`,
    };
    const [found] = imported(document(changes));
    expect(found?.slos[0]?.definition.target.window).toBe(window);
    expect(told(found, "approximated")).toEqual(message ? [`23 spec.timeWindow[0].duration: ${message}`] : []);
  });

  test.each([
    ["28d", "28d"],
    ["4w", "4w"],
    ["1d", "1d"],
  ])("takes %s of a calendar as days that roll, and says so", (duration, window) => {
    for (const calendar of ['\ncalendar: { startTime: "2024-01-01", timeZone: UTC }', ""]) {
      const changes = { "- duration": `- duration: ${duration}`, "isRolling:": `isRolling: false${calendar}` };
      const [found] = imported(document(changes));
      expect(found?.slos[0]?.definition.target.window).toBe(window);
      expect(told(found, "approximated")).toEqual([
        `23 spec.timeWindow[0].duration: is no period of a calendar that is counted: ${duration} that roll`,
      ]);
    }
  });

  test("takes the window where v1alpha has it, in either spelling", () => {
    for (const window of ["duration: 7d", "count: 7, unit: Day"]) {
      const text = document().replace(/timeWindow:\n.*\n.*\n/, `timeWindows: [{${window}, isRolling: true}]\n`);
      const [found] = imported(text);
      expect([found?.outcome, found?.slos[0]?.definition.target.window]).toEqual(["mapped", "7d"]);
      expect(readOpenSlo(found?.slos[0]?.document ?? "").problems).toEqual([]);
    }
  });

  test("refuses a window where nobody looks for one, and takes no other instead", () => {
    const without = document().replace(/ {2}timeWindow:\n.*\n.*\n/, "");
    const [found] = imported(promising("{target: 0.95, timeWindow: 7d}", without));
    expect(told(found, "refused")).toEqual([
      "23 spec.objectives[0].timeWindow: is not where a window is read: that is spec.timeWindow[0].duration",
    ]);
    expect(imported(without.replace("spec:", "spec:\n  window: 7d"))[0]?.slos).toEqual([]);
  });

  test.each([
    ['{target: "0.995"}', 0.995],
    ["{target: 99.5 %}", 0.995],
    ["{targetPercent: 99.5%}", 0.995],
    ["{target: 0.995, targetPercent: 99.5}", 0.995],
  ])("takes %s as a share", (objective, share) => {
    expect(slosOf(imported(promising(objective))[0])).toMatchObject([{ objective: share }]);
  });

  test.each([
    ["{target: 0.995, targetPercent: 99}", "targetPercent: is 99, where target is 0.995: leave out one of them"],
    ["{target: .nan}", "target: is no number"],
    ["{target: 1e309}", "target: is no number"],
    ["{target: most}", "target: is no number"],
  ])("refuses %s", (objective, message) => {
    expect(told(imported(promising(objective))[0], "refused")).toEqual([`26 spec.objectives[0].${message}`]);
  });

  test("takes a service and a description that YAML reads as numbers", () => {
    const [found] = imported(document({ "service:": "service: 404", "description:": "description: 12" }));
    expect(found?.slos[0]?.definition).toMatchObject({ service: "404", description: "12" });
  });

  test("makes an SLO of each objective", () => {
    const [found] = imported(promising("{target: 0.95}, {displayName: Contract, target: 0.9}"));
    expect(slosOf(found)).toMatchObject([
      { id: "edge-hit-rate", objective: 0.95 },
      { id: "edge-hit-rate-contract", objective: 0.9 },
    ]);
    expect(found?.slos[1]?.definition.name).toBe("Edge hit rate: Contract");
    expect(told(found, "approximated")[0]).toContain("holds 2: each becomes an SLO of its own");
  });

  test("refuses what is asked in another language than PromQL, at its type", () => {
    const source = "{metricSource: {type: Datadog, spec: {query: 'sum:hits{*}.as_count()'}}}";
    const [found] = imported(document({ "good:": `good: ${source}` }));
    expect(told(found, "refused")).toEqual([
      "20 spec.indicator.spec.ratioMetric.good.metricSource.type: Datadog is not asked in PromQL",
    ]);
  });

  test.each([
    ["Thanos", "mapped"],
    ["VictoriaMetrics", "mapped"],
    ["our-metrics", "approximated"],
  ])("asks %s in PromQL", (type, outcome) => {
    const [found] = imported(document({ "good:": `good: {metricSource: {type: ${type}, spec: {query: hits}}}` }));
    expect(found?.outcome).toBe(outcome);
  });

  test("counts time slices once a minute, and says so", () => {
    const sliced = (method: string): string => document({ "budgetingMethod:": `budgetingMethod: ${method}` });
    const slices = promising("{target: 0.95, timeSliceTarget: 0.9, timeSliceWindow: 5m}", sliced("Timeslices"));
    const [found] = imported(slices);
    expect(slosOf(found)).toMatchObject([{ kind: "gauge", objective: 0.95, threshold: 0.9 }]);
    expect(found?.slos[0]?.definition.sli).toMatchObject({
      op: "gte",
      query: "(sum(rate(hits[5m])) or vector(0)) / (sum(rate(hits[5m])) + sum(rate(misses[5m])))",
    });
    expect(told(found, "approximated")).toEqual([
      "25 spec.budgetingMethod: each minute is a slice, good where the ratio of its last 5m reaches 0.9",
    ]);
    const number = imported(slices.replace("timeSliceWindow: 5m", "timeSliceWindow: 5"))[0];
    expect(number?.slos[0]?.definition.sli).toEqual(found?.slos[0]?.definition.sli);
    const [list] = imported(slices.replace("timeSliceWindow: 5m", "timeSliceWindow: [5m]"));
    expect(told(list, "refused")).toEqual([
      "26 spec.objectives[0].timeSliceWindow: is no length of a slice, such as 1m or 5m",
    ]);
    const [mean] = imported(sliced("RatioTimeslices"));
    expect(slosOf(mean)).toMatchObject([{ kind: "approximate", objective: 0.95 }]);
    const [unsaid] = imported(sliced("Timeslices"));
    expect(told(unsaid, "refused")).toEqual(["27 spec.objectives[0].timeSliceTarget: is missing"]);
  });

  test("counts the minutes in which a quantile meets its bound, and says so", () => {
    const query = "histogram_quantile(0.99, sum by (le) (rate(took_bucket[5m])))";
    const text = `apiVersion: openslo/v1
kind: SLO
metadata: { name: took }
spec:
  service: shop
  indicator: { spec: { thresholdMetric: { metricSource: { type: Prometheus, spec: { query: "${query}" } } } } }
  timeWindow: [{ duration: 28d, isRolling: true }]
  budgetingMethod: Occurrences
  objectives: [{ op: lte, value: 0.5, target: 0.95 }]
`;
    const [found] = imported(text);
    expect(slosOf(found)).toMatchObject([{ kind: "gauge", threshold: 0.5 }]);
    expect(told(found, "approximated")).toEqual([
      "6 spec.indicator.spec.thresholdMetric.metricSource.spec.query: is a quantile: minutes are counted in which it meets the bound, and not requests",
    ]);
  });

  test("counts bad events as they are written, also where they are what a bucket leaves of the total", () => {
    const metric = (query: string): string => `{metricSource: {type: Prometheus, spec: {query: '${query}'}}}`;
    const bad = 'took_count - took_bucket{le="0.25"}';
    const [found] = imported(document({ "good:": `bad: ${metric(bad)}`, "total:": `total: ${metric("took_count")}` }));
    expect(slosOf(found)).toMatchObject([{ kind: "ratio", threshold: null }]);
    expect(found?.slos[0]?.definition.sli).toMatchObject({ counts: "bad", queries: { part: bad } });
  });

  test("takes what gauges hold once a minute, where nothing says how long that stands for", () => {
    const [found] = imported(document({ "counter:": "counter: false" }));
    expect(found?.slos[0]?.definition.sli).toMatchObject({ kind: "period", timing: { periodSeconds: 60 } });
    expect(told(found, "approximated")[0]).toContain("19 spec.indicator.spec.ratioMetric.counter: is false");
  });

  test("refuses a query where it stands, with its column", () => {
    const [found] = imported(
      document({ "good:": "good: {metricSource: {type: Prometheus, spec: {query: 'sum(hits'}}}" }),
    );
    expect(told(found, "refused")).toEqual([
      "20 spec.indicator.spec.ratioMetric.good.metricSource.spec.query: is not PromQL (column 9 of the query)",
    ]);
  });

  test.each([
    [promising("{target: 99.9}"), "26 spec.objectives[0].target: is not between 0 and 1, both excluded"],
    [promising("{target: 0.9, indicatorRef: other}"), "26 spec.objectives[0]: is a part of a composite"],
    [
      document({ "budgetingMethod:": "budgetingMethod: Never" }),
      "25 spec.budgetingMethod: Never is none of Occurrences",
    ],
    [document({ "service:": "services: shop" }), "13 spec.service: "],
  ])("refuses what it cannot mean", (text, message) => {
    const [found] = imported(text);
    expect([found?.outcome, found?.slos]).toEqual(["refused", []]);
    expect(told(found, "refused").join("\n")).toContain(message);
  });

  test("takes the usual window where none is stated, and says so", () => {
    const text = document().replace(/ {2}timeWindow:\n.*\n.*\n/, "");
    const [found] = imported(text);
    expect([found?.outcome, found?.slos[0]?.definition.target.window]).toEqual(["approximated", "30d"]);
  });
});

describe("OpenSLO v1alpha", () => {
  test("takes each ratio of an objective as an SLO of its own", () => {
    const [ratios, gauge] = imported(fixture("openslo-v1alpha.yaml"));
    expect(slosOf(ratios)).toMatchObject([
      { id: "search-answers", service: "search", kind: "ratio", objective: 0.99, window: "30d" },
      { id: "search-answers-quick", kind: "latency", objective: 0.95, threshold: 0.5 },
    ]);
    expect(slosOf(gauge)).toMatchObject([
      { id: "index-age", kind: "gauge", objective: 0.98, threshold: 600, window: "month@Europe/Berlin" },
    ]);
    expect([ratios?.outcome, gauge?.outcome]).toEqual(["mapped", "mapped"]);
  });

  test("refuses an objective that holds no ratio beside others that do, at its line", () => {
    const more = "objectives:\n      - { displayName: Left, target: 0.9 }\n      - displayName: Answered";
    const text = fixture("openslo-v1alpha.yaml").replace("objectives:\n      - displayName: Answered", more);
    const [mixed] = imported(text);
    expect(mixed?.outcome).toBe("refused");
    expect(told(mixed, "refused")).toEqual([
      "13 [0].spec.objectives[0]: holds no ratioMetrics, which the other objectives do",
    ]);
  });

  test("says where a query and a source stand in it", () => {
    const text = fixture("openslo-v1alpha.yaml").replace("sum(rate(search_seconds_count", "sum(((");
    const [broken] = imported(text);
    expect(told(broken, "refused")[0]).toMatch(
      /^23 \[0\]\.spec\.objectives\[1\]\.ratioMetrics\.total\.query: is not PromQL/,
    );
    const [other] = imported(fixture("openslo-v1alpha.yaml").replace("source: prometheus", "source: datadog"));
    expect(told(other, "refused")).toEqual([
      "16 [0].spec.objectives[0].ratioMetrics.good.source: datadog is not asked in PromQL",
    ]);
  });
});
