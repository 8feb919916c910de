import { describe, expect, test } from "vitest";
import { fixture, imported, slosOf, told } from "./imported";

const one = (sli: string, more = ""): string => `version: prometheus/v1
service: shop
slos:
  - name: a
    objective: 99
    sli: ${sli}
    alerting: {}
${more}`;
const events = "{events: {error_query: e_total, total_query: t_total}}";

describe("Sloth", () => {
  test("gives every SLO of a document, counted as exactly as its queries allow", () => {
    const [found] = imported(fixture("sloth.yaml"));
    expect(slosOf(found)).toEqual([
      {
        id: "catalogue-answers",
        service: "catalogue",
        team: "shelf",
        kind: "ratio",
        objective: 0.999,
        threshold: null,
        window: "30d",
      },
      {
        id: "catalogue-quick-answers",
        service: "catalogue",
        team: "speed",
        kind: "latency",
        objective: 0.95,
        threshold: 0.25,
        window: "30d",
      },
      {
        id: "catalogue-images",
        service: "catalogue",
        team: "shelf",
        kind: "ratio",
        objective: 0.99,
        threshold: null,
        window: "30d",
      },
      {
        id: "catalogue-probes",
        service: "catalogue",
        team: "shelf",
        kind: "approximate",
        objective: 0.995,
        threshold: null,
        window: "30d",
      },
    ]);
    const [answers, , images, probes] = found?.slos ?? [];
    expect(answers?.definition).toMatchObject({ tier: "1", runbook: "https://wiki.example/catalogue" });
    expect(images?.definition.sli).toMatchObject({
      counts: "good",
      part: [{ selector: 'images_total{state="found"}' }],
    });
    expect(probes?.definition.sli).toMatchObject({ counts: "good", total: null });
  });

  test("says line by line what became of it", () => {
    const [found] = imported(fixture("sloth.yaml"));
    expect(found?.outcome).toBe("approximated");
    expect(told(found, "approximated")).toEqual([
      "1 null: names no window: 30d, which is Sloth's default",
      "47 slos[3].sli.events.error_query: holds no rate of events: the share is evaluated once a minute, and every minute weighs the same",
    ]);
    expect(told(found, "mapped")).toEqual(
      expect.arrayContaining([
        "13 slos[0].sli.events.error_query: bad: counted event by event",
        "24 slos[1].sli.events.error_query: good: the bucket that is left of the total",
        "36 slos[2].sli.raw.error_ratio_query: good and total: the two sides of the ratio, counted event by event",
      ]),
    );
    expect(told(found, "not-used")).toEqual(
      expect.arrayContaining([
        "6 labels.cluster: is a label that no page shows: team (or owner) and tier are kept",
        "15 slos[0].alerting: is not used: burn alerts follow from the objective here",
      ]),
    );
  });

  test("says the unit of a histogram whose name says it: Sloth has no place for it", () => {
    const total = "sum(rate(istio_request_duration_milliseconds_count[{{.window}}]))";
    const error = `${total} - sum(rate(istio_request_duration_milliseconds_bucket{le="250"}[{{.window}}]))`;
    const [found] = imported(one(`{events: {error_query: '${error}', total_query: '${total}'}}`));
    expect(slosOf(found)).toMatchObject([{ kind: "latency", threshold: 0.25 }]);
    expect(found?.slos[0]?.definition.sli).toMatchObject({ unit: "ms" });
    expect(found?.slos[0]?.document).toContain("plumbline.dev/unit: ms");
    expect(told(found, "mapped")).toContainEqual(
      expect.stringContaining("unit of the edges: ms, as the name of the metric says"),
    );
  });

  test("is the same in the words of Kubernetes", () => {
    const [found] = imported(fixture("sloth-crd.yaml"));
    expect(slosOf(found)).toMatchObject([
      { id: "mailer-delivered", service: "mailer", team: "post", objective: 0.975 },
    ]);
    expect(told(found, "not-used")).toContain(
      "7 spec.sloPlugins.chain[0].id: is not used: example.dev/intervals/v1 shapes the rules that Sloth writes",
    );
  });

  test.each([
    [
      one("{plugin: {id: shop/availability}}"),
      "6 slos[0].sli.plugin.id: shop/availability: what the plugin counts is in its code",
    ],
    [one("{}"), "6 slos[0].sli: does not hold exactly one of events, raw and plugin"],
    [one("{events: {error_query: e_total}}"), "6 slos[0].sli.events.total_query: is missing"],
    [one("{events: {error_query: 'sum(', total_query: t_total}}"), "6 slos[0].sli.events.error_query: is not PromQL"],
    [one(events).replace("99", "100"), "5 slos[0].objective: is not between 0 and 100, both excluded"],
    [one(events).replace("99", "101"), "5 slos[0].objective: is not between 0 and 100, both excluded"],
    [one(events).replace("    objective: 99\n", ""), "4 slos[0].objective: is missing"],
    [one(events).replace("service: shop", 'service: ""'), "2 service: is missing"],
    ["version: prometheus/v1\nservice: a\nslos: []\n", "3 slos: is no list of SLOs"],
  ])("refuses what cannot be counted, where it stands", (text, message) => {
    const [found] = imported(text);
    expect([found?.outcome, found?.slos]).toEqual(["refused", []]);
    expect(told(found, "refused").join("\n")).toContain(message);
  });

  test("is taken whole or not at all: one SLO that is refused refuses its document", () => {
    const [found] = imported(one(events, "  - {name: b, objective: 99, sli: {plugin: {id: x}}, alerting: {}}\n"));
    expect([found?.outcome, found?.slos]).toEqual(["refused", []]);
  });

  test("reads a share as the percentage that it is for Sloth, and says so", () => {
    const [found] = imported(one(events).replace("99", "0.99"));
    expect(slosOf(found)).toMatchObject([{ objective: 0.0099 }]);
    expect(told(found, "approximated")).toContain(
      "5 slos[0].objective: is 0.99 %, as it is a percentage: write 99 if that share is meant",
    );
  });

  test("takes a bare ratio that cannot be taken apart as one", () => {
    const query = "1 - avg_over_time(up[{{.window}}])";
    const [found] = imported(one(`{raw: {error_ratio_query: "${query}"}}`));
    expect(found?.slos[0]?.definition.sli).toMatchObject({
      kind: "approximate",
      counts: "bad",
      queries: { part: query },
    });
    expect(told(found, "approximated")).toContain(
      "6 slos[0].sli.raw.error_ratio_query: is a bare ratio: every minute weighs the same",
    );
  });

  test("may hold as many SLOs as somebody has, each of them with its brackets", () => {
    const query = 'sum(rate(a_total{b="c"}[{{.window}}]))';
    const slo = (i: number): string =>
      `  - {name: s${i}, objective: 99, sli: {events: {error_query: '${query}', total_query: '${query}'}}, alerting: {}}\n`;
    const text = `version: prometheus/v1\nservice: a\nslos:\n${Array.from({ length: 300 }, (_, i) => slo(i)).join("")}`;
    expect(imported(text)[0]?.slos).toHaveLength(300);
  });
});
