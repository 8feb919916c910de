import { describe, expect, test } from "vitest";
import { readDraft, readRedefinition, readUnfinished } from "@/lib/interop/slo-draft";

const RATIO = { kind: "ratio", counts: "good", part: "hits_total", total: "reads_total" };
const LATENCY = { ...RATIO, part: 'sum(rate(took_bucket{le="0.2"}[5m]))', total: "took_count" };
const BODY = { id: "hits", name: "Hits", service: "shop", indicator: RATIO, objective: 0.95, window: "28d" };

function sound(body: Record<string, unknown>) {
  const read = readDraft(body);
  if ("issues" in read) throw new Error(JSON.stringify(read.issues));
  return read;
}
function issues(changes: Record<string, unknown>): string[] {
  const read = readDraft({ ...BODY, ...changes });
  if (!("issues" in read)) throw new Error("nothing is wrong");
  return read.issues.map(
    ({ field, line, column, message }) => `${field}${line ? ` ${line}:${column}` : ""}: ${message}`,
  );
}

describe("a draft in fields", () => {
  test("goes the way of a file: it is a document, and what that is read as", () => {
    const { definition, document } = sound({
      ...BODY,
      team: " ",
      delaySeconds: 600,
      decision: { path: "docs/adr/1.md", id: "d1" },
    });
    expect(document).toContain("apiVersion: openslo/v1");
    expect(definition).toMatchObject({
      id: "hits",
      team: null,
      sli: { kind: "ratio", timing: { delaySeconds: 600 } },
      target: { objective: 0.95, threshold: null, window: "28d" },
      decision: { path: "docs/adr/1.md", id: "d1" },
    });
    expect(sound({ document }).definition).toEqual(definition);
  });

  test("has the edge that was picked in its query", () => {
    const { definition } = sound({ ...BODY, indicator: LATENCY, threshold: 0.5 });
    expect(definition.target.threshold).toBe(0.5);
    expect(definition.sli).toMatchObject({ queries: { part: 'sum(rate(took_bucket{le="0.5"}[5m]))' } });
    expect(sound({ ...BODY, indicator: LATENCY }).definition.target.threshold).toBe(0.2);
  });

  test.each<[string, Record<string, unknown>, string[]]>([
    [
      "a mistake in a query",
      { indicator: { ...RATIO, total: "sum(a\n  + b" } },
      ["indicator.total 2:6: is not PromQL: the query ends where a closing bracket ) is expected"],
    ],
    [
      "what cannot be counted",
      { indicator: { ...RATIO, part: "sum(a)\n * 2" } },
      [expect.stringMatching(/^indicator[.]part 2:2: [*] cannot be counted.*each counter into rate/)],
    ],
    [
      "a name of capitals",
      { id: "Hits" },
      [expect.stringMatching(/^id: is not a name of at most 63 lower-case letters/)],
    ],
    ["an objective of 95", { objective: 95 }, ["objective: is not below 1"]],
    ["no window", { window: "often" }, ["window: is no window, such as 28d or month@Europe/Berlin"]],
    ["a threshold without a bucket", { threshold: 0.2 }, [expect.stringMatching(/^threshold: goes with a bucket/)]],
    ["a field that there is not", { colour: "red" }, [expect.stringMatching(/colour/)]],
    [
      "a gauge without a bound",
      { indicator: { kind: "gauge", query: "a", op: "lt" } },
      ["threshold: is not the number that op compares with"],
    ],
    [
      "a bare quantile",
      { indicator: { kind: "gauge", query: "histogram_quantile(0.9, a)", op: "lt" }, threshold: 1 },
      [expect.stringMatching(/^indicator[.]query 1:1: is a quantile/)],
    ],
    [
      "gauges' sums without a period",
      { indicator: { ...RATIO, counter: false } },
      [expect.stringMatching(/^indicator: is false, but nothing says which time/)],
    ],
    ["a delay of two days", { delaySeconds: 172_800 }, ["delaySeconds: is not a delay of at most 24h, such as 10m"]],
    [
      "a decision that leads up",
      { decision: { path: "../a.md", id: "d" } },
      ["decision: is not a decision's address, such as docs/adr/0001-caching.md#d1"],
    ],
    ["nothing to count", { indicator: undefined }, [expect.stringMatching(/^indicator:/)]],
  ])("is refused with %s, at its place", (_, changes, expected) => {
    expect(issues(changes)).toEqual(expected);
  });

  test("says what is wrong with its queries beside a name that is missing", () => {
    expect(issues({ name: "", indicator: { ...RATIO, part: "a b" } })).toEqual([
      "name: is missing",
      "indicator.part 1:3: is not PromQL: b stands where an operator such as + or / is expected",
    ]);
    expect(issues({ indicator: { ...RATIO, part: "a b", total: "" } })).toEqual([
      "indicator.total: is missing",
      "indicator.part 1:3: is not PromQL: b stands where an operator such as + or / is expected",
    ]);
  });

  test("that is unfinished can be tried as soon as its queries can be counted", () => {
    expect(readUnfinished({ indicator: LATENCY })).toMatchObject({
      sli: { kind: "latency" },
      target: { threshold: 0.2 },
    });
    expect(readUnfinished({ ...BODY, name: "", objective: 95, id: "?" })).toMatchObject({ sli: { kind: "ratio" } });
    expect(readUnfinished({ ...BODY, indicator: { ...RATIO, part: "a b" } })).toBeNull();
    expect(readUnfinished({})).toBeNull();
  });
});

describe("a draft as a document", () => {
  test("says line and field of what is wrong, and is one SLO alone", () => {
    const { document } = sound(BODY);
    const line = document.split("\n").findIndex((each) => each.includes("target: 0.95")) + 1;
    const wrong = (text: unknown, more = {}) => readDraft({ document: text, ...more });
    expect(wrong(document.replace("0.95", "95"))).toMatchObject({
      issues: [
        { field: "document", line, message: expect.stringMatching(/^spec.objectives\[0\].target is not between/) },
      ],
    });
    expect(wrong(`${document}---\n${document}`)).toMatchObject({
      issues: [{ message: "does not hold exactly one SLO" }],
    });
    expect(wrong(5)).toMatchObject({ issues: [{ message: "is no text" }] });
    expect(wrong(document, { id: "a" })).toMatchObject({ issues: [{ field: "id" }] });
  });
});

describe("a document that is made in the app", () => {
  const documentWith = (from: string, to: string) => sound({ ...BODY, team: "web" }).document.replace(from, to);
  test.each<[string, string, string, string | RegExp]>([
    ["an id of the app's own", "name: hits", "name: check", "metadata.name is a name that the app itself uses"],
    ["a long service", "service: shop", `service: ${"s".repeat(101)}`, "spec.service is longer than 100 characters"],
    [
      "a long name",
      "displayName: Hits",
      `displayName: ${"n".repeat(201)}`,
      /^metadata[.]displayName is longer than 200/,
    ],
    ["a long team", "team: web", `team: ${"t".repeat(101)}`, /^metadata[.]labels[.]team is longer than 100/],
    ["a long query", "query: hits_total", `query: ${"h".repeat(10_001)}`, /^spec[.]indicator is longer than 10000/],
    [
      "a target that its file locks",
      "displayName: Hits",
      "displayName: Hits\n  annotations: { plumbline.dev/target: locked }",
      /^metadata[.]annotations[.]plumbline[.]dev\/target is locked, but no file defines .* leave it out, or put .* SLO_DIR$/,
    ],
  ])("keeps the rules of its fields: %s is refused", (_, from, to, message) => {
    const document = documentWith(from, to);
    expect(readDraft({ document })).toMatchObject({
      issues: [{ field: "document", message: typeof message === "string" ? message : expect.stringMatching(message) }],
    });
  });
});

describe("a definition that changes", () => {
  const current = sound({ ...BODY, indicator: LATENCY, threshold: 0.5 }).definition;
  const facts = { name: "Hits", service: "shop" };

  test("keeps what is promised, the edge in its query too", () => {
    const read = readRedefinition(
      { ...facts, name: "Other", indicator: { ...LATENCY, total: "sum(took_count)" } },
      current,
    );
    expect(read).toMatchObject({ definition: { id: "hits", name: "Other", target: current.target } });
    expect(read).toMatchObject({ definition: { sli: { queries: { part: 'sum(rate(took_bucket{le="0.5"}[5m]))' } } } });
  });

  test("does not become another kind, and its document promises the same", () => {
    expect(readRedefinition({ ...facts, indicator: RATIO }, current)).toMatchObject({
      issues: [{ field: "indicator" }],
    });
    const { document } = sound({ ...BODY, indicator: LATENCY, threshold: 0.5 });
    expect(readRedefinition({ document }, current)).toMatchObject({ definition: current });
    const loosened = document.replace("0.95", "0.9");
    expect(readRedefinition({ document: loosened }, current)).toMatchObject({
      issues: [{ message: expect.stringMatching(/^differs in/) }],
    });
  });
});
