import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readOpenSlo } from "@/lib/interop/openslo";
import { document } from "./document";

const DEMO = new URL("../../../storefront/slos/", import.meta.url);
const metric = (query: string) => `{metricSource: {spec: {query: '${query}'}}}`;

/** What is wrong, as `line field: message`. */
const problems = (source: string): string[] =>
  readOpenSlo(source).problems.map(({ line, field, message }) => `${line} ${field}: ${message}`);
const only = (changes: Record<string, string>) => {
  const { definitions, problems: found } = readOpenSlo(document(changes));
  expect(found).toEqual([]);
  expect(definitions).toHaveLength(1);
  return definitions[0];
};

describe("an OpenSLO document", () => {
  it("is read whole", () => {
    expect(only({})).toEqual({
      id: "edge-hit-rate",
      name: "Edge hit rate",
      service: "storefront",
      tier: "edge",
      team: "storefront, platform",
      description: "Share of requests that the edge answers.",
      runbook: "https://runbooks.example/edge",
      sli: {
        kind: "ratio",
        counts: "good",
        part: [{ sign: 1, selector: "hits" }],
        total: [
          { sign: 1, selector: "hits" },
          { sign: 1, selector: "misses" },
        ],
        queries: { part: "hits", total: "hits + misses" },
      },
      target: { objective: 0.95, threshold: null, window: "28d" },
      decision: { path: "docs/adr/0001-caching.md", id: "d1" },
      targetLocked: false,
      exclusions: [],
      exclusionsLine: 10,
    });
  });

  it("may leave out what need not be said", () => {
    const changes = {
      displayName: "# none",
      labels: "# none",
      "tier:": "# none",
      "team:": "# none",
      annotations: "# none",
      "plumbline.dev/decision": "# none",
      "plumbline.dev/runbook": "# none",
      description: "# none",
      budgetingMethod: "# none",
    };
    expect(only(changes)).toMatchObject({
      name: "edge-hit-rate",
      tier: null,
      team: null,
      description: null,
      runbook: null,
      decision: null,
    });
  });

  it("may count bad events", () => {
    expect(only({ "good:": `bad: ${metric("misses")}` })?.sli).toMatchObject({ kind: "ratio", counts: "bad" });
  });

  it("is a latency where the good counter names a bucket, with its edge as the threshold", () => {
    const found = only({
      "good:": `good: ${metric('sum(rate(h_bucket{job="a",le="0.20"}[$window]))')}`,
      "total:": `total: ${metric("h_count")}`,
    });
    expect(found?.sli).toMatchObject({ kind: "latency", buckets: 'h_bucket{job="a"}' });
    expect(found?.target.threshold).toBe(0.2);
  });

  it.each([
    ["95", 0.95],
    ["99.9", 0.999],
    ["99.99", 0.9999],
  ])("may give its target as %s percent", (percent, objective) => {
    expect(only({ "target:": `targetPercent: ${percent}` })?.target.objective).toBe(objective);
  });

  it.each(readdirSync(DEMO).filter((name) => name.endsWith(".yaml")))(
    "of the demo is read without a problem: %s",
    (name) => {
      const { definitions, problems: found } = readOpenSlo(readFileSync(new URL(name, DEMO), "utf8"));
      expect(found).toEqual([]);
      expect(definitions.map(({ id }) => `${id}.yaml`)).toEqual([name]);
      expect(definitions[0]?.sli.kind).toBe(name.includes("latency") ? "latency" : "ratio");
      expect(definitions[0]?.decision?.path).toMatch(/^docs\/adr\/0024-/);
    },
  );

  it("of the demo is one of eight", () => {
    expect(readdirSync(DEMO).filter((name) => name.endsWith(".yaml"))).toHaveLength(8);
  });
});

describe("what is wrong in a document is told with its line and field:", () => {
  const QUERY = "metricSource.spec.query";
  const RATIO = "spec.indicator.spec.ratioMetric";

  it.each([
    ["another version", { apiVersion: "apiVersion: openslo/v2" }, "1 apiVersion: is not openslo/v1"],
    ["another kind", { kind: "kind: AlertPolicy" }, "2 kind: is not SLO: other kinds are not read yet"],
    [
      "a name that is none",
      { "name:": "name: Edge Hits" },
      "4 metadata.name: is not a name of at most 63 lower-case letters, digits and hyphens",
    ],
    [
      "a target of 1 (rule 1)",
      { "target:": "target: 1" },
      "28 spec.objectives[0].target: is not between 0 and 1, both excluded",
    ],
    [
      "a target of 0 (rule 1)",
      { "target:": "target: 0" },
      "28 spec.objectives[0].target: is not between 0 and 1, both excluded",
    ],
    [
      "a target in percent (rule 1)",
      { "target:": "target: 95" },
      "28 spec.objectives[0].target: is not between 0 and 1, both excluded",
    ],
    [
      "no target (rule 1)",
      { "target:": "# none" },
      "27 spec.objectives[0].target: is not between 0 and 1, both excluded",
    ],
    [
      "100 percent (rule 1)",
      { "target:": "targetPercent: 100" },
      "28 spec.objectives[0].targetPercent: is not between 0 and 100, both excluded",
    ],
    [
      "a window in months",
      { "- duration": "- duration: 1M" },
      "23 spec.timeWindow[0].duration: is not a window in days or weeks, such as 28d",
    ],
    [
      "slices of time",
      { budgetingMethod: "budgetingMethod: Timeslices" },
      "25 spec.budgetingMethod: is not Occurrences: other methods are not counted yet",
    ],
    [
      "both good and bad",
      { "good:": `good: ${metric("hits")}\nbad: ${metric("misses")}` },
      `18 ${RATIO}: does not hold exactly one of good and bad`,
    ],
    ["neither good nor bad", { "good:": "# none" }, `18 ${RATIO}: does not hold exactly one of good and bad`],
    [
      "a good query that cannot be counted",
      { "good:": `good: ${metric("avg(hits)")}` },
      `20 ${RATIO}.good.${QUERY}: only sum() adds counts up, and without rate() or increase() it cannot be evaluated as written either: put each counter into rate(…[$window]) (column 1 of the query)`,
    ],
    [
      "a total that is not PromQL",
      { "total:": `total: ${metric("hits + (misses")}` },
      `21 ${RATIO}.total.${QUERY}: is not PromQL (column 15 of the query)`,
    ],
    [
      "a place after a placeholder",
      { "total:": `total: ${metric("rate(hits[$window]) + )")}` },
      `21 ${RATIO}.total.${QUERY}: is not PromQL (column 23 of the query)`,
    ],
    [
      "an address that is none",
      { "plumbline.dev/decision": "plumbline.dev/decision: ADR-1" },
      "10 metadata.annotations.plumbline.dev/decision: is not a decision's address, such as docs/adr/0001-caching.md#d1",
    ],
    [
      "a target that is locked by another word",
      { "plumbline.dev/decision": "plumbline.dev/target: closed" },
      "10 metadata.annotations.plumbline.dev/target: is not locked, the one word that it can say",
    ],
    ...["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "wiki/redis", "//wiki.example"].map(
      (runbook) => [
        `a runbook at ${runbook}`,
        { "plumbline.dev/runbook": `plumbline.dev/runbook: ${runbook}` },
        "11 metadata.annotations.plumbline.dev/runbook: is not an address that a browser opens, such as https://wiki.example/redis",
      ],
    ),
  ] as [string, Record<string, string>, string][])("%s", (_, changes, expected) => {
    expect(problems(document(changes))).toEqual([expected]);
  });

  it("a second objective", () => {
    expect(problems(`${document()}    - target: 0.9\n`)).toEqual([
      "26 spec.objectives: does not hold exactly one objective",
    ]);
  });

  it("a missing field, at what should hold it", () => {
    expect(problems(document({ "service:": "# none" }))).toEqual(["13 spec.service: is missing"]);
    expect(problems(document({ "total:": "# none" }))).toEqual([
      expect.stringMatching(/^19 spec\.indicator\.spec\.ratioMetric\.total: /),
    ]);
  });

  it("a field of the wrong kind", () => {
    expect(problems(document({ "target:": "target: '0.95'" }))).toEqual(["28 spec.objectives[0].target: is no number"]);
    expect(problems(document({ "target:": "target: most" }))).toEqual(["28 spec.objectives[0].target: is no number"]);
    expect(problems("just words")).toEqual([expect.stringMatching(/^1 null: .*expected object/)]);
  });

  it("several things at once", () => {
    const changes = { "- duration": "- duration: 5m", "target:": "target: 2", "good:": `good: ${metric("a * b")}` };
    expect(problems(document(changes)).map((problem) => problem.split(" ")[0])).toEqual(["20", "23", "28"]);
  });

  it("malformed YAML", () => {
    expect(problems("kind: [SLO\nmetadata: {}\n")).toEqual([expect.stringMatching(/^2 null: is not YAML: /)]);
    expect(problems("kind: SLO\nkind: SLO\n")).toEqual([expect.stringMatching(/^2 null: is not YAML: .*unique/)]);
    expect(problems("metadata:\n\tname: x\n")).toEqual([expect.stringMatching(/^2 null: is not YAML: /)]);
  });
});

describe("a file of several documents", () => {
  const other = document({ "name:": "name: l1-hit-rate" });

  it("gives each of them", () => {
    const { definitions, problems: found } = readOpenSlo(`${document()}---\n${other}`);
    expect([definitions.map(({ id }) => id), found]).toEqual([["edge-hit-rate", "l1-hit-rate"], []]);
  });

  it("is read past one that is wrong, and lines go on counting", () => {
    const source = `${document({ "target:": "target: 7" })}---\nkind: [\n---\n${other}---\n${document({ kind: "kind: X" })}`;
    const { definitions, problems: found } = readOpenSlo(source);
    expect(definitions.map(({ id }) => id)).toEqual(["l1-hit-rate"]);
    expect(found.map(({ line, field }) => `${line} ${field}`)).toEqual([
      "28 spec.objectives[0].target",
      expect.stringMatching(/^3\d null$/),
      "62 kind",
    ]);
  });

  it("may hold empty ones, or none at all", () => {
    expect(readOpenSlo("")).toEqual({ definitions: [], problems: [] });
    expect(readOpenSlo("# nothing yet\n")).toEqual({ definitions: [], problems: [] });
    expect(readOpenSlo(`---\n${document()}---\n`)).toMatchObject({ definitions: [{}], problems: [] });
    expect(readOpenSlo(`---\n# nothing\n---\n${document()}...\n`)).toMatchObject({ definitions: [{}], problems: [] });
  });
});

describe("a document from anybody", () => {
  it("may use aliases", () => {
    const changes = { "good:": `good: &hits ${metric("hits")}`, "total:": "total: *hits" };
    expect(only(changes)?.sli).toMatchObject({ part: [{ selector: "hits" }], total: [{ selector: "hits" }] });
  });

  it("is refused where it is nested deeply, before anything reads it", () => {
    const deep: [string, line: number][] = [
      ["[".repeat(100_000), 1],
      ["- ".repeat(100_000), 1],
      ["[ # ]\n".repeat(30_000), 65],
      ['["]", '.repeat(30_000), 1],
      [Array.from({ length: 300 }, (_, i) => `\n${" ".repeat(i + 1)}a:`).join(""), 66],
    ];
    for (const [nested, line] of deep)
      expect(readOpenSlo(`a: ${nested}`)).toEqual({
        definitions: [],
        problems: [{ line, field: null, message: "is nested too deeply" }],
      });
    expect(readOpenSlo(Array(50).fill(document()).join("---\n")).definitions).toHaveLength(50);
  });

  it("may hold any number of brackets in its queries", () => {
    const query = `sum(rate(hits[5m]))${" + sum(rate(hits[5m]))".repeat(150)}`;
    expect(readOpenSlo(document({ "good:": `good: ${metric(query)}` })).definitions).toHaveLength(1);
  });

  it("is refused where its aliases multiply, and the others are still read", () => {
    const bomb = ["a: &a [x, x, x, x, x, x, x, x, x, x]"];
    for (const [name, below] of ["ba", "cb", "dc", "ed", "fe", "gf", "hg"].map((pair) => [...pair]))
      bomb.push(`${name}: &${name} [${Array.from({ length: 10 }, () => `*${below}`).join(", ")}]`);
    const { definitions, problems: found } = readOpenSlo(`${document()}---\n${bomb.join("\n")}\n---\n${document()}`);
    expect(definitions).toHaveLength(2);
    expect(found).toEqual([{ line: 30, field: null, message: expect.stringMatching(/alias/i) }]);
  });

  it("is refused where an alias names nothing", () => {
    expect(problems("kind: *nothing\n")).toEqual([expect.stringMatching(/^1 null: .*alias/i)]);
  });

  it("is refused above 256 KiB, counted in bytes", () => {
    const padded = (pad: string, bytes: number) => {
      const source = `${document()}# `;
      const each = new TextEncoder().encode(pad).length;
      return source + pad.repeat((bytes - source.length) / each);
    };
    expect(problems(padded("x", 256 * 1024))).toEqual([]);
    expect(problems(padded("x", 256 * 1024 + 1))).toEqual(["1 null: is larger than 256 KiB"]);
    expect(problems(padded("é", 256 * 1024 + 2))).toEqual(["1 null: is larger than 256 KiB"]);
  });

  it("does not reach what every object has", () => {
    expect(problems(document({ "name:": "name: constructor" }))).toEqual([]);
    expect(readOpenSlo(`${document()}__proto__: {polluted: true}\n`).problems).toEqual([]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
