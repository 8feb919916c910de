import { describe, expect, test } from "vitest";
import { importDocuments } from "@/lib/interop/import";
import { readOpenSlo } from "@/lib/interop/openslo";
import { readDraft, readRedefinition } from "@/lib/interop/slo-draft";
import { writeOpenSlo } from "@/lib/interop/write-openslo";
import type { NamedEngine } from "@/lib/rules/engine-labels";

const ENGINES: NamedEngine[] = [
  { name: "default", labels: {} },
  { name: "eu", labels: { cluster: "eu" } },
];

type Said = { good?: string; total?: string; annotation?: string; query?: string };
const documentOf = ({ good, total, annotation, query = "ok" }: Said): string => {
  const ref = (name: string | undefined): string => (name === undefined ? "" : `metricSourceRef: ${name}, `);
  return `apiVersion: openslo/v1
kind: SLO
metadata:
  name: checkout
  annotations: { ${annotation === undefined ? "" : `plumbline.dev/engine: ${annotation}`} }
spec:
  service: shop
  indicator:
    spec:
      ratioMetric:
        counter: true
        good: { metricSource: { ${ref(good)}spec: { query: '${query}' } } }
        total: { metricSource: { ${ref(total)}spec: { query: 'all' } } }
  timeWindow: [{ duration: 28d, isRolling: true }]
  objectives: [{ target: 0.95 }]
`;
};

const engineIn = (said: Said, engines: readonly NamedEngine[] = ENGINES) =>
  readOpenSlo(documentOf(said), engines).definitions.map(({ sli }) => sli.engine);
const problemsIn = (said: Said) =>
  readOpenSlo(documentOf(said), ENGINES).problems.map(({ line, field, message }) => `${line} ${field} ${message}`);

describe("the engine that a document names", () => {
  test("is that of its sources, or of its annotation", () => {
    expect(engineIn({ good: "eu", total: "eu" })).toEqual(["eu"]);
    expect(engineIn({ total: "eu" }), "one that says nothing goes with the other").toEqual(["eu"]);
    expect(engineIn({ annotation: "eu" })).toEqual(["eu"]);
    expect(engineIn({ good: "eu", total: "eu", annotation: "eu" })).toEqual(["eu"]);
    expect(engineIn({})).toEqual([undefined]);
    expect(engineIn({ good: "default", total: "default" })).toEqual([undefined]);
  });

  test("is refused where none is called so, or it names two", () => {
    const at = "spec.indicator.spec.ratioMetric.";
    expect(problemsIn({ good: "us", total: "us" })).toEqual([
      `12 ${at}good.metricSource.metricSourceRef is none of the engines default, eu`,
    ]);
    expect(problemsIn({ annotation: "us" })).toEqual([
      "5 metadata.annotations.plumbline.dev/engine is none of the engines default, eu",
    ]);
    const two = "is another engine than eu, and an SLO is counted by one: leave one of them out";
    expect(problemsIn({ good: "eu", total: "default" })).toEqual([`13 ${at}total.metricSource.metricSourceRef ${two}`]);
    expect(problemsIn({ good: "eu", annotation: "default" })).toEqual([
      `5 metadata.annotations.plumbline.dev/engine ${two}`,
    ]);
  });

  test("answers for its own labels alone", () => {
    expect(engineIn({ good: "eu", query: 'ok{cluster="eu"}' })).toEqual(["eu"]);
    expect(engineIn({ query: 'ok{cluster="us"}' }), "the default one has no labels").toEqual([undefined]);
    expect(problemsIn({ good: "eu", query: 'ok{cluster="us"}' })).toEqual([
      '12 spec.indicator.spec.ratioMetric.good.metricSource.spec.query asks for cluster="us", but the engine answers for cluster="eu" alone: leave it out, or name another engine (column 4 of the query)',
    ]);
  });

  test("is read over where there is one engine, as data sources of others always were", () => {
    expect(engineIn({ good: "my-prometheus", total: "another", annotation: "eu" }, [])).toEqual([undefined]);
  });

  test("is written as it was read, and read again as it is written", () => {
    const [definition] = readOpenSlo(documentOf({ annotation: "eu" }), ENGINES).definitions;
    if (!definition) throw new Error("it cannot be read");
    const written = writeOpenSlo(definition);
    expect(written.match(/metricSourceRef: eu/g)).toHaveLength(2);
    expect(readOpenSlo(written, ENGINES).definitions).toEqual([{ ...definition, exclusionsLine: expect.any(Number) }]);
    const [alone] = readOpenSlo(documentOf({}), ENGINES).definitions;
    expect(alone && writeOpenSlo(alone)).not.toContain("metricSourceRef");
  });

  test("is kept by an import, and refused there with its line", () => {
    const imported = (said: Said) => importDocuments([{ name: "a.yaml", text: documentOf(said) }], ENGINES);
    const [taken] = imported({ good: "eu", total: "eu" });
    expect(taken?.slos.map(({ definition, document }) => [definition.sli.engine, document])).toEqual([
      ["eu", documentOf({ good: "eu", total: "eu" })],
    ]);
    const [refused] = imported({ good: "us" });
    expect(refused).toMatchObject({ outcome: "refused", slos: [] });
    expect(refused?.notes).toContainEqual(
      expect.objectContaining({ line: 12, outcome: "refused", message: "is none of the engines default, eu" }),
    );
  });

  test("of Pyrra and of Sloth is that of the annotation", () => {
    const pyrra = `apiVersion: pyrra.dev/v1alpha1
kind: ServiceLevelObjective
metadata: { name: checkout, annotations: { plumbline.dev/engine: eu } }
spec:
  target: "99"
  window: 4w
  indicator: { ratio: { errors: { metric: 'bad{job="a"}' }, total: { metric: 'all{job="a"}' } } }
`;
    const sloth = `apiVersion: sloth.slok.dev/v1
kind: PrometheusServiceLevel
metadata: { name: shop, annotations: { plumbline.dev/engine: eu } }
spec:
  service: shop
  slos:
    - { name: checkout, objective: 99, sli: { events: { errorQuery: 'rate(bad[{{.window}}])', totalQuery: 'rate(all[{{.window}}])' } } }
`;
    for (const text of [pyrra, sloth]) {
      const [document] = importDocuments([{ name: "a.yaml", text }], ENGINES);
      expect(document?.slos.map(({ definition }) => definition.sli.engine)).toEqual(["eu"]);
      const other = importDocuments([{ name: "a.yaml", text: text.replace("engine: eu", "engine: us") }], ENGINES);
      expect(other[0]?.outcome).toBe("refused");
    }
  });
});

describe("the engine that a body names", () => {
  const body = {
    ...{ id: "checkout", name: "Checkout", service: "shop", objective: 0.95, window: "28d" },
    indicator: { kind: "ratio", counts: "good", part: "ok", total: "all" },
  };

  test("is written into its document", () => {
    const read = readDraft({ ...body, engine: "eu" }, ENGINES);
    expect(read).toMatchObject({ definition: { sli: { engine: "eu" } } });
    expect("document" in read && read.document).toContain("metricSourceRef: eu");
    const plain = readDraft({ ...body, engine: "default" }, ENGINES);
    expect("document" in plain && plain.document).not.toContain("metricSourceRef");
  });

  test("is refused by its field, with the engines that there are", () => {
    expect(readDraft({ ...body, engine: "us" }, ENGINES)).toEqual({
      issues: [{ field: "engine", message: "is none of the engines default, eu" }],
    });
    expect(readDraft({ ...body, engine: "eu" })).toEqual({
      issues: [{ field: "engine", message: "names an engine, and there is no ENGINES_FILE that holds one" }],
    });
    const indicator = { ...body.indicator, part: 'ok{cluster="us"}' };
    expect(readDraft({ ...body, indicator, engine: "eu" }, ENGINES)).toMatchObject({
      issues: [{ field: "indicator.part", line: 1, column: 4 }],
    });
  });

  test("changes what is counted", () => {
    const before = readDraft(body, ENGINES);
    if (!("definition" in before)) throw new Error("it cannot be read");
    const { id: _, objective: __, window: ___, ...changed } = body;
    expect(readRedefinition({ ...changed, engine: "eu" }, before.definition, ENGINES)).toMatchObject({
      definition: { sli: { engine: "eu" } },
    });
  });
});
