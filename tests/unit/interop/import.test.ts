import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { importDocuments, importingDocuments } from "@/lib/interop/import";
import { readOpenSlo } from "@/lib/interop/openslo";
import { documentText, writeOpenSlo } from "@/lib/interop/write-openslo";
import { slo } from "./arbitrary-slo";
import { document } from "./document";
import { fixture, imported, slosOf, told } from "./imported";

const FIXTURES = ["openslo.yaml", "openslo-v1alpha.yaml", "sloth.yaml", "sloth-crd.yaml", "pyrra.yaml"];
const withoutLine = (definition: object): object => ({ ...definition, exclusionsLine: 0 });

describe("a file of several documents", () => {
  test("is told document by document, in their order, with the formats mixed", () => {
    const text = `${document()}---\n${fixture("sloth-crd.yaml")}---\n${fixture("pyrra.yaml")}`;
    expect(imported(text).map(({ line, format, kind, outcome }) => [line, format, kind, outcome])).toEqual([
      [1, "openslo/v1", "SLO", "mapped"],
      [30, "sloth.slok.dev/v1", "PrometheusServiceLevel", "approximated"],
      [46, "pyrra.dev/v1alpha1", "ServiceLevelObjective", "approximated"],
      [63, "pyrra.dev/v1alpha1", "ServiceLevelObjective", "mapped"],
      [74, "pyrra.dev/v1alpha1", "ServiceLevelObjective", "mapped"],
      [83, "pyrra.dev/v1alpha1", "ServiceLevelObjective", "approximated"],
    ]);
  });

  test("may be a list, JSON, or a List of Kubernetes", () => {
    const one = { apiVersion: "pyrra.dev/v1alpha1", kind: "ServiceLevelObjective", metadata: { name: "a" } };
    const spec = {
      target: "99",
      window: "4w",
      indicator: { ratio: { errors: { metric: "e" }, total: { metric: "t" } } },
    };
    const [a, b] = [
      { ...one, spec },
      { ...one, metadata: { name: "b" }, spec: { ...spec, target: "x" } },
    ];
    for (const [text, place] of [
      [JSON.stringify([a, b], null, 1), "[1]."],
      [JSON.stringify({ apiVersion: "v1", kind: "List", items: [a, b] }, null, 1), "items[1]."],
    ] as const) {
      const found = imported(text);
      expect(found.map(({ outcome }) => outcome)).toEqual(["mapped", "refused"]);
      expect(told(found[1], "refused")[0]).toMatch(
        new RegExp(`^\\d+ ${place.replace(/[[\].]/g, "\\$&")}spec\\.target: is not between 0 and 100`),
      );
    }
  });

  test("keeps a document that can be read beside one that cannot", () => {
    const found = imported(`kind: [\n---\n${document()}`);
    expect(found.map(({ outcome, line }) => [outcome, line])).toEqual([
      ["refused", expect.any(Number)],
      ["mapped", 3],
    ]);
    expect(told(found[0], "refused")[0]).toMatch(/^\d null: is not YAML: /);
  });

  test("refuses the second SLO of a name, and says where the first is", () => {
    const [first, second] = imported(`${document()}---\n${document()}`);
    expect([first?.outcome, second?.outcome, second?.slos]).toEqual(["mapped", "refused", []]);
    expect(told(second, "refused")).toEqual([
      "30 null: edge-hit-rate is defined in file.yaml:1 already: give one of them another name",
    ]);
  });
});

describe("what is none of the formats", () => {
  test.each([
    ["words", "1 null: is none of openslo/v1"],
    ["a: 1", "1 null: is none of openslo/v1"],
    ["apiVersion: openslo/v9\nkind: SLO\n", "1 apiVersion: is none of"],
    ["version: prometheus/v2\nservice: a\n", "1 null: is none of"],
    ["apiVersion: openslo/v1\nkind: Sol\n", "2 kind: is no kind of OpenSLO"],
    ["apiVersion: pyrra.dev/v2\nkind: ServiceLevelObjective\n", "1 apiVersion: is none of"],
  ])("is refused with its line: %s", (text, message) => {
    const [found] = imported(text);
    expect([found?.outcome, told(found, "refused")]).toEqual(["refused", [expect.stringContaining(message)]]);
  });

  test("is not used where it is something of Kubernetes", () => {
    const [found] = imported("apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: shop }\n");
    expect([found?.outcome, told(found, "not-used")]).toEqual([
      "not-used",
      ["2 kind: Deployment of apps/v1 defines no SLO"],
    ]);
  });
});

describe("a template", () => {
  const variable = (name: string): string => `$\{${name}}`;
  const sloth = (query: string, service = "shop"): string =>
    `version: prometheus/v1\nservice: ${service}\nslos:\n  - name: a\n    objective: 99\n    sli: { events: { error_query: '${query}', total_query: t_total } }\n`;

  test.each([
    [sloth("e_total", '"shop-{{ .Values.region }}"'), "2 service: holds {{ .Values.region }}"],
    [sloth("e_total", "{{ .Release.Name }}"), "2 service: holds {{ .Release.Name }}"],
    [sloth("e_total", variable("SERVICE")), `2 service: holds ${variable("SERVICE")}`],
    [sloth('e_total{ns="{{ .Values.ns }}"}'), "6 slos[0].sli.events.error_query: holds {{ .Values.ns }}"],
    [sloth("sum(rate(e_total[{{`{{.window}}`}}]))"), "6 slos[0].sli.events.error_query: holds {{`{{.window}}"],
    [
      `a: 1\n---\n{{- if .Values.slo }}\n${sloth("e_total")}{{- end }}\n`,
      "3 null: is no YAML yet, because of {{- if .Values.slo }}",
    ],
    [
      sloth("e_total").replace("slos:", 'labels:\n    {{- include "labels" . | nindent 4 }}\nslos:'),
      "4 null: is no YAML yet",
    ],
  ])("is refused at its first placeholder: %s", (text, message) => {
    const found = imported(text).find(
      ({ outcome, notes }) => outcome === "refused" && notes[0]?.message.includes("fill in"),
    );
    expect(found?.slos).toEqual([]);
    expect(told(found, "refused")[0]).toContain(`${message}`);
    expect(told(found, "refused")[0]).toMatch(/fill in the template first, as helm template or envsubst does$/);
  });

  test("is not looked for in a query that is longer than anybody writes one", () => {
    const [found] = imported(sloth("{{".repeat(50_000)));
    expect(told(found, "refused")).toEqual([
      expect.stringMatching(/^6 slos\[0\]\.sli\.events\.error_query: is longer than 20500 characters/),
    ]);
  });

  test("refuses the SLO whose SLI is one", () => {
    const [, , sli, slo] = imported(fixture("openslo.yaml").replace('state="paid"', 'state="{{ .Values.state }}"'));
    expect([sli?.outcome, slo?.outcome]).toEqual(["refused", "refused"]);
    expect(told(slo, "refused")).toEqual(["37 spec.indicatorRef: the SLI paid-orders of file.yaml:12 is a template"]);
  });

  test("is none where alerts or labels hold what Alertmanager fills in, nor is the window of a query", () => {
    const query = `label_replace(sum(rate(e_total[{{ .window }}])), "a", "${variable("b")}", "c", "(?P<b>.*)")`;
    const alerting = `    alerting: { annotations: { summary: "{{ $labels.job }} fails", link: "${variable("BASE")}" } }\n`;
    expect(imported(sloth(query) + alerting)[0]?.outcome).toBe("approximated");
  });
});

describe("a range where none is taken", () => {
  test.each([
    ["sum_over_time(up == 0[{{.window}}])", "a range stands behind a selector only, a subquery is written [5m:]"],
    ["sum(rate(sum(e_total)[{{.window}}]))", "a range stands behind a selector only"],
    ["sum(rate(e_total))", "rate() takes a range, such as rate(…[5m])"],
    ["max_over_time(queue)", "max_over_time() takes a range"],
    ["up[5m] / 2", "a range stands only where a function such as rate() takes it"],
  ])("is refused with its column, as the engine would: %s", (query, message) => {
    const text = `version: prometheus/v1\nservice: a\nslos: [{name: b, objective: 99, sli: {raw: {error_ratio_query: "${query}"}}}]\n`;
    const [found] = imported(text);
    expect(found?.outcome).toBe("refused");
    expect(told(found, "refused")[0]).toContain(message);
    expect(told(found, "refused")[0]).toMatch(/\(column \d+ of the query\)$/);
  });
});

describe("a file from anybody", () => {
  test.each([
    ["a".repeat(10 * 1024 * 1024), "is larger than 1024 KiB"],
    ["[".repeat(10_000), "is nested too deeply"],
    [
      `a: &a [x, x, x, x, x, x, x, x, x]\n${Array.from(
        { length: 9 },
        (_, i) =>
          `b${i}: &b${i} [${Array(9)
            .fill(i ? `*b${i - 1}` : "*a")
            .join(", ")}]`,
      ).join("\n")}`,
      "cannot be read: Excessive alias count",
    ],
    ["a: *nowhere", "cannot be read: Unresolved alias"],
    [`b: &b {}\na: [${Array(4000).fill("*b").join(",")}]`, "uses more than 200 aliases"],
    [Array.from({ length: 5000 }, (_, i) => `k${i}: 1`).join("\n"), "holds more than 3000 keys"],
    ["a: 1\n<<: x", "cannot be read: Merge sources must be maps"],
    ["<<: [x]", "cannot be read: Merge sources must be maps"],
  ])("is refused before it costs anything", (text, message) => {
    const [found, more] = imported(text);
    expect([found?.outcome, more, found?.notes[0]?.message]).toEqual([
      "refused",
      undefined,
      expect.stringContaining(message),
    ]);
  });

  test("keeps its other documents where one cannot be merged", () => {
    const found = imported(`${document()}---\n<<: x\n---\n${document({ "name:": "name: other" })}`);
    expect(found.map(({ outcome, line }) => [outcome, line])).toEqual([
      ["mapped", 1],
      ["refused", 30],
      ["mapped", 32],
    ]);
  });

  test("is read with a pause after each document", () => {
    const counts = [...importingDocuments([{ name: "a.yaml", text: Array(7).fill("a: 1\n").join("---\n") }])];
    expect(counts).toEqual(expect.arrayContaining([0, 1, 2, 3, 4, 5, 6, 7]));
  });

  test("may use anchors and merge keys", () => {
    const text = `service: base
version: prometheus/v1
slos:
  - &usual { name: a, objective: 99, sli: { events: { error_query: e_total, total_query: t_total } }, alerting: {} }
  - { <<: *usual, name: b }
`;
    expect(slosOf(imported(text)[0])).toMatchObject([{ id: "base-a" }, { id: "base-b", objective: 0.99 }]);
  });

  test("never makes the import throw, whatever it holds", () => {
    const texts = FIXTURES.map(fixture);
    const part = fc.tuple(
      fc.constantFrom(...texts),
      fc.nat(),
      fc.nat(40),
      fc.constantFrom("", "null", "[]", "{}", "-1", ": "),
    );
    fc.assert(
      fc.property(part, ([text, at, length, instead]) => {
        const from = at % text.length;
        const found = imported(text.slice(0, from) + instead + text.slice(from + length));
        for (const { outcome, slos, notes } of found) {
          expect(slos.length > 0).toBe(outcome === "mapped" || outcome === "approximated");
          expect(notes.some((note) => note.outcome === "refused")).toBe(outcome === "refused");
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe("from OpenSLO to OpenSLO", () => {
  test("whatever is defined is imported as it stands, and means the same when it is written again", () => {
    fc.assert(
      fc.property(slo, (typed) => {
        const text = documentText(typed);
        const [found] = imported(text);
        const [definition] = readOpenSlo(text).definitions;
        if (!definition) throw new Error("the document is refused");
        expect(found?.notes.filter(({ outcome }) => outcome === "refused")).toEqual([]);
        expect(withoutLine(found?.slos[0]?.definition ?? {})).toEqual(withoutLine(definition));
        const [again] = imported(writeOpenSlo(definition));
        expect(withoutLine(again?.slos[0]?.definition ?? {})).toEqual(withoutLine(definition));
      }),
      { numRuns: 100 },
    );
  });

  test.each(FIXTURES)("what is imported from %s means the same when it is written and imported again", (name) => {
    for (const { slos } of imported(fixture(name)))
      for (const { definition, document: written } of slos) {
        const [again] = imported(written);
        expect(again?.outcome, written).not.toBe("refused");
        expect(withoutLine(again?.slos[0]?.definition ?? {})).toEqual(withoutLine(definition));
      }
  });

  test.each([
    ["openslo.yaml", { env: "prod" }],
    ["sloth.yaml", { owner: "shelf", cluster: "north" }],
    ["pyrra.yaml", { prometheus: "k8s", "pyrra.dev/team": "checkout" }],
  ])("what is imported from %s keeps all of its labels", (name, labels) => {
    const [slo] = imported(fixture(name)).flatMap(({ slos }) => slos);
    expect(slo?.definition.held?.labels).toEqual(labels);
    expect(readOpenSlo(slo?.document ?? "").definitions[0]?.held?.labels).toEqual(labels);
  });

  test("annotations come out as they came in, but for what Kubernetes writes for itself", () => {
    const more =
      'plumbline.dev/runbook: https://runbooks.example/edge\n"kubectl.kubernetes.io/last-applied-configuration": "{}"\nexample.dev/cost-centre: 12';
    const [found] = imported(document({ "plumbline.dev/runbook:": more, "tier:": "tier: 1\nempty:\nzones: [a, b]" }));
    expect(found?.slos[0]?.definition).toMatchObject({
      tier: "1",
      held: { labels: { zones: ["a", "b"] }, annotations: { "example.dev/cost-centre": "12" } },
    });
    expect(told(found, "not-used")).toEqual([
      "8 metadata.labels.empty: is a label that holds no text",
      "14 metadata.annotations.kubectl.kubernetes.io/last-applied-configuration: is an annotation that is not used here",
    ]);
  });

  test("a document that says all of it keeps its comments and its own words", () => {
    const text = `# why\n${document()}`;
    expect(imported(text)[0]?.slos[0]?.document).toBe(text);
    expect(
      importDocuments([
        { name: "two.yaml", text: `${document()}---\n# why\n${document({ "name:": "name: other" })}` },
      ]).map(({ slos }) => slos[0]?.document),
    ).toEqual([expect.stringContaining("edge-hit-rate"), expect.stringContaining("name: other")]);
  });
});
