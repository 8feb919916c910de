import { describe, expect, test } from "vitest";
import { fixture, imported, slosOf, told } from "./imported";

const one = (indicator: string, { target = '"99"', window = "4w" } = {}): string => `apiVersion: pyrra.dev/v1alpha1
kind: ServiceLevelObjective
metadata: { name: a }
spec:
  target: ${target}
  window: ${window}
  indicator: ${indicator}
`;
const ratio = "{ratio: {errors: {metric: e_total}, total: {metric: t_total}}}";

describe("Pyrra", () => {
  test("gives each of its indicators", () => {
    const [errors, latency, native, up] = imported(fixture("pyrra.yaml"));
    expect([errors, latency, native, up].flatMap(slosOf)).toEqual([
      {
        id: "checkout-errors",
        service: "shop",
        team: "checkout",
        kind: "ratio",
        objective: 0.995,
        threshold: null,
        window: "2w",
      },
      {
        id: "checkout-latency",
        service: "shop",
        team: null,
        kind: "latency",
        objective: 0.9,
        threshold: 0.5,
        window: "28d",
      },
      {
        id: "checkout-native",
        service: "shop",
        team: null,
        kind: "native",
        objective: 0.99,
        threshold: 0.25,
        window: "10d",
      },
      {
        id: "checkout-up",
        service: "checkout-up",
        team: null,
        kind: "gauge",
        objective: 0.999,
        threshold: 1,
        window: "7w",
      },
    ]);
    expect(errors?.slos[0]?.definition).toMatchObject({ runbook: "https://wiki.example/checkout" });
    expect(up?.slos[0]?.definition.sli).toMatchObject({ op: "gte", query: 'probe_success{job="checkout"}' });
  });

  test("says line by line what became of it", () => {
    const [errors, latency, , up] = imported(fixture("pyrra.yaml"));
    expect(told(errors, "approximated")).toEqual([
      "16 spec.indicator.ratio.grouping: has one budget for all groups here; their differences stand in the breakdown of a breach",
    ]);
    expect(told(errors, "mapped")).toEqual([
      "5 metadata.namespace: service: shop",
      "6 metadata.labels.pyrra.dev/team: team: checkout",
      "6 metadata.labels.prometheus: label: k8s",
      "7 metadata.annotations.pyrra.dev/runbook_url: annotation: kept as it is",
      "9 spec.target: objective: 99.5 %",
      "10 spec.window: window: 2w",
      '14 spec.indicator.ratio.errors.metric: bad: checkouts_total{code=~"5.."}',
      "15 spec.indicator.ratio.total.metric: total: checkouts_total",
    ]);
    expect(latency?.outcome).toBe("mapped");
    expect(told(up, "not-used")).toEqual(["44 spec.alerting: is not used: burn alerts follow from the objective here"]);
  });

  test.each([
    ["7d", "7d"],
    ["13w", "13w"],
    ["45d", "45d"],
    ["720h", "30d"],
    ["1w3d", "10d"],
  ])("takes a window of %s", (window, taken) => {
    expect(slosOf(imported(one(ratio, { window }))[0])).toMatchObject([{ window: taken }]);
  });

  test.each([
    [one(ratio, { target: '"100"' }), "5 spec.target: is not between 0 and 100, both excluded"],
    [one(ratio, { target: "most" }), "5 spec.target: is not between 0 and 100, both excluded"],
    [one(ratio, { window: "90m" }), "6 spec.window: is in minutes"],
    [one("{ratio: {errors: {metric: e_total}}}"), "7 spec.indicator.ratio.total.metric: is missing"],
    [
      one("{ratio: {errors: {metric: 'e{'}, total: {metric: t}}}"),
      "7 spec.indicator.ratio.errors.metric: is not PromQL",
    ],
    [
      one("{latencyNative: {latency: soon, total: {metric: h}}}"),
      "7 spec.indicator.latencyNative.latency: is no duration",
    ],
    [
      one("{latency: {success: {metric: took_bucket}, total: {metric: took_count}}}"),
      '7 spec.indicator.latency.success.metric: names no bucket, such as le="0.5"',
    ],
    [one("{query: up}"), "7 spec.indicator.query: is no indicator of Pyrra"],
    [one("{}"), "7 spec.indicator: does not hold exactly one of ratio, latency"],
    [one(ratio).replace("name: a", "name: ''"), "3 metadata.name: is missing"],
  ])("refuses what cannot be counted, where it stands", (text, message) => {
    const [found] = imported(text);
    expect([found?.outcome, found?.slos]).toEqual(["refused", []]);
    expect(told(found, "refused").join("\n")).toContain(message);
  });

  test("finds the service in its labels first", () => {
    const text = one(ratio).replace(
      "{ name: a }",
      "{ name: a, namespace: b, labels: { app.kubernetes.io/name: shop } }",
    );
    expect(slosOf(imported(text)[0])).toMatchObject([{ service: "shop" }]);
  });

  test("has an id for a name of any length", () => {
    const name = `${"long.".repeat(30)}name`;
    const [a, b] = [name, `${name}s`].map(
      (each) => imported(one(ratio).replace("name: a", `name: ${each}`))[0]?.slos[0],
    );
    expect(a?.definition.id).toMatch(/^[a-z0-9-]{1,63}$/);
    expect(b?.definition.id).not.toBe(a?.definition.id);
  });
});
